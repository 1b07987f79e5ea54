"""Entries: bundles of leaves, the form of a leaf, the order of time, and the documents that leaves commit to.

A leaf is ``{"commitment":"<64 hex>","hour":"<hour>:00:00Z","kind":"<code>"}``. The commitment is HMAC-SHA256 of the
document under a random salt: who has both can open it, and nobody can open it to another document.
"""

import hmac
import re
from datetime import UTC, datetime
from functools import lru_cache

from handrail_verify import canonical
from handrail_verify.report import Wrong

#: Hours. Entries wait for their place for seconds, or while something is down; more than this wants explaining.
LATE = 2
_HEAD, _HEX = b'{"commitment":"', b"0123456789abcdef"
#: How many letters of the head are no hex digits.
_OTHER = len(_HEAD.translate(None, _HEX))
_TAIL = re.compile(r'","hour":"(\d{4}-\d\d-\d\dT\d\d):00:00Z","kind":"([A-Za-z0-9][A-Za-z0-9._:/-]{0,79})"\}', re.ASCII)
_LINE = re.compile(rb"(0|[1-9][0-9]{0,17}) ([0-9a-f]{64}) ([ -~]+)")


def split(bundle: bytes) -> list[bytes]:
    """The leaves of a bundle, which says before each how long it is (two bytes). Raises :class:`Wrong`."""
    leaves, at, length = [], 0, len(bundle)
    while at + 1 < length:
        start = at + 2
        at = start + (bundle[at] << 8) + bundle[at + 1]
        leaves.append(bundle[start:at])
    if at != length:
        raise Wrong("bundle", "An entry says that it is longer than what is left of the bundle.")
    return leaves


def difference(found: list[bytes], signed: list[bytes], first: int) -> Wrong:
    """Name what sets a bundle apart from its tile: leaf hashes as they are and as they should be, from ``first`` on."""
    at = next((at for at, (one, two) in enumerate(zip(found, signed, strict=False)) if one != two), len(signed))
    at = min(at, len(found))
    gone, added = signed[at + 1 :], found[at + 1 :]
    if sorted(found) == sorted(signed):
        return Wrong("entries-moved", "Entries stand in another order than in the tree, from this one on.", first + at)
    if len(found) < len(signed) or (gone and found[at : at + len(gone)] == gone):
        return Wrong("entry-missing", "The entry that stands here in the tree is missing.", first + at)
    if len(found) > len(signed) or (added and signed[at : at + len(added)] == added):
        return Wrong("entry-added", "The entry is not in the tree: it was slipped in.", first + at)
    return Wrong("entry-changed", "The entry is not the one in the tree: it was changed.", first + at)


class Forms:
    """Checks the form of leaves and the order of their hours. All hours here are whole ones since 1970."""

    def __init__(self) -> None:
        self.earliest, self.latest = 1 << 62, 0
        #: The latest hour that has surely begun: an entry's, or that of a witness who saw the tree up to here.
        self.begun = 0
        #: How many entries come too late, and the index of the first.
        self.late, self.first_late = 0, 0

    def check(self, leaves: list[bytes], first: int) -> None:
        """Check leaves from index ``first`` on, and note which come too late. Raises :class:`Wrong`."""
        hours = {tail: _hour(tail) for tail in {leaf[79:] for leaf in leaves}}
        # All beginnings in a row: each 79th letter is then the same one of the head, and all between are hex digits.
        starts, count = b"".join([leaf[:79] for leaf in leaves]), len(leaves)
        headed = all(starts[at::79] == _HEAD[at : at + 1] * count for at in range(15))
        if not headed or len(starts.translate(None, _HEX)) != count * _OTHER or 0 in hours.values():
            for index, leaf in enumerate(leaves if len(leaves) > 1 else (), first):
                self.check([leaf], index)  # raises at the one
            raise Wrong("leaf", "The entry does not have the form of an entry.", first)
        self.earliest, self.latest = min(self.earliest, *hours.values()), max(self.latest, *hours.values())
        if max(self.begun, self.latest) - min(hours.values()) > LATE:
            for index, leaf in enumerate(leaves, first):
                self.begun = max(self.begun, hours[leaf[79:]])
                if self.begun - hours[leaf[79:]] > LATE:
                    self.late, self.first_late = self.late + 1, self.first_late if self.late else index
        self.begun = max(self.begun, self.latest)


@lru_cache(maxsize=10_000)
def _hour(tail: bytes) -> int:
    """The hour in what follows the commitment; 0 if that is malformed."""
    found = _TAIL.fullmatch(tail.decode("utf-8", "replace"))
    try:
        return int(datetime.fromisoformat(f"{found[1]}:00+00:00").timestamp()) // 3600 if found else 0
    except ValueError:
        return 0


def day_and_hour(hour: int) -> str:
    """An hour as people read it."""
    return datetime.fromtimestamp(hour * 3600, UTC).strftime("%d %B %Y, %H:00 UTC")


def commitment(salt: bytes, document: bytes) -> str:
    """What a leaf shows of a document."""
    return hmac.digest(salt, document, "sha256").hex()


def read_line(line: bytes) -> tuple[int, bytes, bytes]:
    """Index, salt and document of one line of a payload file; raises :class:`Wrong`."""
    found = _LINE.fullmatch(line)
    if found is None:
        raise Wrong("malformed", "A line is not: index, salt in hex, document.")
    return int(found[1]), bytes.fromhex(found[2].decode()), found[3]


def check_document(leaf: bytes, salt: bytes, document: bytes, index: int) -> None:
    """Check that ``document`` is what ``leaf`` commits to, canonical, of its kind and hour. Raises :class:`Wrong`."""
    if commitment(salt, document).encode() != leaf[15:79]:
        raise Wrong("document", "The document is not the one that the entry commits to.", index)
    found, contents = _TAIL.fullmatch(leaf[79:].decode()), canonical.read(document, index)
    hour, kind = found.groups() if found else ("", "")
    match contents:
        case {"action": str(action), "at": str(at)} if action == kind and at.startswith(f"{hour}:"):
            return
    raise Wrong("document", "The document is of another kind or hour than its entry.", index)
