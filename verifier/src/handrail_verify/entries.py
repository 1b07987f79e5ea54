"""Entries: the bundles they come in, the form of a leaf, the order of time, and the documents that leaves commit to.

A leaf is ``{"commitment":"<64 hex>","hour":"<hour>:00:00Z","kind":"<code>"}``. The commitment is HMAC-SHA256 of the
document under a random salt: who has both can open it, and nobody can open it to another document.
"""

import hmac
import json
import re
from datetime import datetime
from functools import lru_cache
from operator import eq
from typing import Any

from handrail_verify.report import Wrong

#: Hours. Entries wait for their place for seconds, or while something is down; more than this wants explaining.
LATE = 2
_HEAD, _HEX = b'{"commitment":"', b"0123456789abcdef"
_TAIL = re.compile(r'","hour":"(\d{4}-\d\d-\d\dT\d\d):00:00Z","kind":"([A-Za-z0-9][A-Za-z0-9._:/-]{0,79})"\}', re.ASCII)


def split(bundle: bytes) -> list[bytes]:
    """The leaves of a bundle, which says before each how long it is (two bytes). Raises :class:`Wrong`."""
    leaves, at, end = [], 0, len(bundle) - 1
    while at < end:
        start = at + 2
        at = start + (bundle[at] << 8) + bundle[at + 1]
        leaves.append(bundle[start:at])
    if at != end + 1:
        raise Wrong("bundle", "An entry says that it is longer than what is left of the bundle.")
    return leaves


def difference(found: list[bytes], signed: list[bytes], first: int) -> Wrong:
    """Name what sets a bundle apart from its tile: leaf hashes as they are and as they should be, from ``first`` on."""
    at = [*map(eq, found, signed), False].index(False)
    found, signed, entry = found[at:], signed[at:], first + at
    if sorted(found) == sorted(signed):
        return Wrong("entries-moved", "Entries stand in another order than in the tree, from this one on.", entry)
    if not found or found[0] in signed:
        return Wrong("entry-missing", "The entry that stands here in the tree is missing.", entry)
    if not signed or signed[0] in found:
        return Wrong("entry-added", "The entry is not in the tree: it was slipped in.", entry)
    return Wrong("entry-changed", "The entry is not the one in the tree: it was changed.", entry)


class Hours:
    """Checks the form of leaves, and the order of their hours. ``seen``: in which hour a witness saw how many."""

    def __init__(self, seen: dict[int, int] | None = None) -> None:
        self._seen = seen or {}
        #: The latest hour (since 1970) of an entry; and the latest that has surely begun, by an entry or a witness.
        self.latest, self._begun = 0, 0

    def check(self, leaves: list[bytes], first: int) -> list[int]:
        """Check leaves from index ``first`` on; gives those that come too late. Raises :class:`Wrong`."""
        hours, late = {tail: _hour(tail) for tail in {leaf[79:] for leaf in leaves}}, []
        heads = b"".join([leaf[:79] for leaf in leaves])
        digits = heads.replace(_HEAD, b"")  # if a brace begins each leaf, and 64 letters are left of it: only there
        in_form = heads[::79] == b"{" * len(leaves) and len(digits) == 64 * len(leaves) and all(hours.values())
        if not in_form or digits.translate(None, _HEX):
            for index, leaf in enumerate(leaves if len(leaves) > 1 else [], first):
                self.check([leaf], index)
            raise Wrong("leaf", "The entry does not have the form of an entry.", first)
        low, high = min(hours.values()), max(hours.values())
        if max(self._begun, high) - low > LATE or any(first <= size < first + len(leaves) for size in self._seen):
            for index, leaf in enumerate(leaves, first):
                self._begun = max(self._begun, self._seen.get(index, 0), hours[leaf[79:]])
                late += [index] if self._begun - hours[leaf[79:]] > LATE else []
        self.latest, self._begun = max(self.latest, high), max(self._begun, high)
        return late


@lru_cache(maxsize=10_000)
def _hour(tail: bytes) -> int:
    """The hour in what follows the commitment; 0 if that is malformed."""
    found = _TAIL.fullmatch(tail.decode("utf-8", "replace"))
    try:
        return int(datetime.fromisoformat(f"{found[1]}:00+00:00").timestamp()) // 3600 if found else 0
    except ValueError:
        return 0


def check_document(leaf: bytes, salt: bytes, document: bytes, index: int) -> None:
    """Check that ``document`` is what ``leaf`` commits to, canonical, of its kind and hour. Raises :class:`Wrong`."""
    if hmac.digest(salt, document, "sha256").hex().encode() != leaf[15:79]:
        raise Wrong("document", "The document is not the one that the entry commits to.", index)
    contents, (hour, kind) = read_canonical(document, index), _TAIL.findall(leaf[79:].decode())[0]
    action, at = (str(contents.get(name)) if isinstance(contents, dict) else "" for name in ("action", "at"))
    # A leaf shows what stands before the dot; an early one shows the whole action.
    if kind not in (action.partition(".")[0], action) or not at.startswith(f"{hour}:"):
        raise Wrong("document", "The document is of another kind or hour than its entry.", index)


def read_canonical(document: bytes, index: int | None = None) -> Any:
    """The value of the JSON in ``document``; raises :class:`Wrong` unless this is its one canonical form (RFC 8785)."""
    try:
        value = json.loads(document)
        if _plain(value) and write_canonical(value) == document:
            return value
    except (ValueError, RecursionError):
        pass
    raise Wrong("not-canonical", "This is not JSON in the ledger’s canonical form (RFC 8785).", index)


def write_canonical(value: Any) -> bytes:
    """The canonical form of a value: keys in order, no spaces, few escapes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _plain(value: Any) -> bool:
    """Whether any two programs would write it alike: not so floats, large integers, and keys that are not ASCII."""
    if isinstance(value, dict):
        return all(name.isascii() and _plain(each) for name, each in value.items())
    if isinstance(value, list):
        return all(map(_plain, value))
    return value is None or isinstance(value, str | bool) or (isinstance(value, int) and abs(value) < 1 << 53)
