"""Which centres a partner lets ask, and how much: a file for each, with its key, put there by hand."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from handrail.folders import put_whole
from handrail.ledger.canonical import canonical
from handrail.ledger.note import NoteError, VerificationKey
from handrail.matching.messages import NAME_FORM

CENTRES = "centres"
#: Elements that a centre may have evaluated in a day and in seven days, unless the partner says otherwise: a hundred
#: and three hundred people.
DAILY: Final = 1_600
WEEKLY: Final = 4_800


class NotTrusted(Exception):
    """The centre is not taken. The text says why."""


@dataclass(frozen=True, slots=True)
class TrustedCentre:
    """A centre that may ask."""

    key: VerificationKey
    daily: int
    weekly: int


def trust(folder: Path, written: str, *, daily: int = DAILY, weekly: int = WEEKLY) -> TrustedCentre:
    """Let the centre with this key ask from now on; again with the same key, only the quotas change.

    Raises :class:`NotTrusted` for what is no key, and for a centre that is trusted with another.
    """
    try:
        key = VerificationKey.parse(written.strip())
    except NoteError as error:
        raise NotTrusted(f"{error} A centre’s key is its file `match-verification-key`.") from None
    if not NAME_FORM.fullmatch(key.name):
        raise NotTrusted("A centre’s name has letters, digits, full stops, hyphens and underscores, at most 64.")
    before = find(folder, key.name)
    if before and before.key != key:
        raise NotTrusted(
            f"{key.name} is trusted already, with another key. If the centre has lost that one and you have heard so "
            f"from somebody you know there, remove {folder / CENTRES / key.name} first."
        )
    (folder / CENTRES).mkdir(mode=0o700, exist_ok=True)
    text = canonical({"daily": daily, "key": str(key), "weekly": weekly}).decode()
    put_whole(folder / CENTRES / key.name, f"{text}\n")
    return TrustedCentre(key, daily, weekly)


def find(folder: Path, name: str) -> TrustedCentre | None:
    """The centre of this name; None where it was never introduced. Raises :class:`NotTrusted` for a damaged file."""
    path = folder / CENTRES / name
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return TrustedCentre(VerificationKey.parse(found["key"]), int(found["daily"]), int(found["weekly"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, OSError):
        raise NotTrusted(f"{path} is damaged. Remove it, then trust the centre anew.") from None


class TrustedCentres:
    """The centres of one key folder, found again and again. A file that is put there, changed or removed counts at
    once.
    """

    def __init__(self, folder: Path) -> None:
        """Nothing is read yet."""
        self._folder = folder
        self._read: dict[str, tuple[tuple[int, int, int], TrustedCentre]] = {}

    def find(self, name: str) -> TrustedCentre | None:
        """As :func:`find`."""
        try:
            status = (self._folder / CENTRES / name).stat()
        except OSError:
            return find(self._folder, name)
        which = (status.st_ino, status.st_mtime_ns, status.st_size)
        before, known = self._read.get(name, (None, None))
        if before != which and (known := find(self._folder, name)):
            self._read[name] = which, known
        return known
