"""The list of the log's witnesses, and how many must have cosigned a checkpoint before it is published.

A small file beside the log's key, in the form of c2sp.org/tlog-policy, so that a verifier can take it as it is. Without
the file there are no witnesses, and every checkpoint is published at once.
"""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from handrail.folders import put_whole
from handrail.ledger.cosignature import WitnessKey
from handrail.ledger.key_file import KeyFileError
from handrail.ledger.note import NoteError

FILE = "ledger-witnesses"
_QUORUM = "needed"


class WitnessRefused(ValueError):
    """The list can't be changed so. The text says why."""


@dataclass(frozen=True)
class Witness:
    """A witness: its key, and where it answers; without an address its answers are carried by hand."""

    key: WitnessKey
    url: str = ""


@dataclass(frozen=True)
class Witnesses:
    """The witnesses in the order in which they were added, and how many of them it takes."""

    witnesses: tuple[Witness, ...] = ()
    needed: int = 0

    def named(self, name: str) -> Witness:
        """The witness with this name; raises :class:`WitnessRefused`."""
        for each in self.witnesses:
            if each.key.name == name:
                return each
        raise WitnessRefused(f"There is no witness {name} in the list.")

    def with_one(self, witness: Witness) -> "Witnesses":
        """The list with one more. Raises :class:`WitnessRefused` for a name or a key that is in it already."""
        parts = urlsplit(witness.url)
        if witness.url and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise WitnessRefused("The address of a witness begins with https:// or http://.")
        if witness.key.name in (_QUORUM, "none"):
            raise WitnessRefused(f"No witness can be called {witness.key.name}.")
        for each in self.witnesses:
            if witness.key.name == each.key.name or witness.key.public == each.key.public:
                raise WitnessRefused(f"{each.key.name} is in the list already. Remove it first to change it.")
        return replace(self, witnesses=(*self.witnesses, witness))

    def without(self, name: str) -> "Witnesses":
        """The list without this one. Raises :class:`WitnessRefused` where fewer would be left than are needed."""
        gone = self.named(name)
        return replace(self, witnesses=tuple(each for each in self.witnesses if each != gone)).needing(self.needed)

    def needing(self, needed: int) -> "Witnesses":
        """The list with another number needed. Raises :class:`WitnessRefused` for more than there are."""
        if not 0 <= needed <= len(self.witnesses):
            raise WitnessRefused(
                f"{needed} can't be needed of {len(self.witnesses)}: nothing would ever be published again."
            )
        return replace(self, needed=needed)

    def __str__(self) -> str:
        """The list as it stands in the file."""
        lines = [f"witness {each.key.name} {each.key} {each.url}".rstrip() for each in self.witnesses]
        if self.needed:
            members = " ".join(each.key.name for each in self.witnesses)
            lines += [f"group {_QUORUM} {self.needed} {members}", f"quorum {_QUORUM}"]
        else:
            lines.append("quorum none")
        return "\n".join(lines) + "\n"


def load(folder: Path) -> Witnesses:
    """The list in the key folder; raises :class:`KeyFileError` when it can't be read, or others may change it."""
    path = folder / FILE
    try:
        with path.open(encoding="utf-8") as file:
            mode, text = os.fstat(file.fileno()).st_mode, file.read()
    except FileNotFoundError:
        return Witnesses()
    except (OSError, UnicodeDecodeError):
        raise KeyFileError(f"{path} can't be read. Restore it from the backup of the keys.") from None
    if mode & 0o022:
        raise KeyFileError(f"{path} can be changed by others. Look at what is in it, then give it mode 644.")
    try:
        found = _parse(text)
    except (NoteError, WitnessRefused, ValueError) as error:
        raise KeyFileError(f"{path} is damaged: {error} `handrail ledger witness` writes it.") from None
    if str(found) != text:
        raise KeyFileError(f"{path} says more than `handrail ledger witness` writes: change it with that command only.")
    return found


def save(folder: Path, witnesses: Witnesses) -> None:
    """Write the list, in one step."""
    put_whole(folder / FILE, str(witnesses), mode=0o644)


def _parse(text: str) -> Witnesses:
    found = Witnesses()
    for line in text.splitlines():
        match line.split():
            case ["witness", name, vkey, *url] if len(url) <= 1:
                key = WitnessKey.parse(vkey)
                if key.name != name:
                    raise WitnessRefused(f"{name} is given the key of {key.name}.")
                found = found.with_one(Witness(key, "".join(url)))
            case ["group", str(group), number, *_] if group == _QUORUM:
                found = found.needing(int(number))
            case ["quorum", _]:
                pass
            case _:
                raise WitnessRefused("A line is neither a witness nor the number needed.")
    return found
