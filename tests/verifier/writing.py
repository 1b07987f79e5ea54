"""A small log of one's own, from the ledger's pure modules: to export it, and to do to it what an attacker would.

Whoever holds the keys can write any history: every lie that the tests tell is one that the log's own operator could.
"""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import TypeVar
from uuid import UUID

from handrail.ledger import checkpoint, entry, tree
from handrail.ledger.canonical import canonical
from handrail.ledger.cosignature import CosigningKey
from handrail.ledger.note import SigningKey

ORIGIN = "handrail.example/ledger"
NOON = datetime(2018, 6, 4, 12, 0, 30, tzinfo=UTC)
WIDTH = 256

T = TypeVar("T")


@dataclass(frozen=True)
class Written:
    """One entry: its leaf, and what opens it."""

    kind: str
    hour: datetime
    salt: bytes
    document: bytes

    @property
    def leaf(self) -> bytes:
        return entry.leaf(self.kind, self.hour, entry.commit(self.salt, self.document))


def written(number: int, at: datetime, *, kind: str = "holding.open", shown: str = "", seed: str = "") -> Written:
    """Entry ``number`` of a history; ``seed`` makes it another one. ``shown`` is what the leaf says it is, if that is
    not the action: leaves of before ADR 35 showed the whole action.
    """
    chance = Random(f"{seed}{number}")
    document = canonical(
        {
            "action": kind,
            "at": entry.instant(at),
            "entry": str(UUID(int=chance.getrandbits(128))),
            "facts": {"number": number},
        }
    )
    return Written(shown or kind, entry.hour_of(at), chance.randbytes(32), document)


def history(size: int, *, seed: str = "") -> list[Written]:
    """Entries a minute apart."""
    return [written(number, NOON + timedelta(minutes=number), seed=seed) for number in range(size)]


def key(number: int = 1) -> SigningKey:
    """The log's key of that number: the same in every run."""
    return SigningKey(ORIGIN, sha256(f"log {number}".encode()).digest())


def witness(name: str) -> CosigningKey:
    """A witness, with the same key in every run."""
    return CosigningKey(name, sha256(f"witness {name}".encode()).digest())


@dataclass
class Log:
    """A log: its entries, keys in the order in which they signed, and the witnesses that cosign."""

    entries: list[Written]
    keys: list[SigningKey] = field(default_factory=lambda: [key()])
    #: The sizes at which a key was handed over to the next.
    handed_over: list[int] = field(default_factory=list)
    witnesses: list[CosigningKey] = field(default_factory=list)
    #: Entries whose documents were erased.
    erased: frozenset[int] = frozenset()

    @property
    def leaves(self) -> list[bytes]:
        return [each.leaf for each in self.entries]

    @property
    def hashes(self) -> list[bytes]:
        return [tree.leaf_hash(each) for each in self.leaves]

    @property
    def vkey(self) -> str:
        return str(self.keys[0].verification_key)

    def checkpoint(self, size: int | None = None, *, by: SigningKey | None = None) -> str:
        """The checkpoint over the first ``size`` entries, cosigned by the witnesses."""
        size = len(self.entries) if size is None else size
        note = checkpoint.sign(by or self.keys[-1], size, tree.root(self.hashes[:size])).note
        text = note.partition("\n\n")[0] + "\n"
        seen = NOON + timedelta(minutes=size + 1)
        return note + "".join(each.cosign(text, seen) for each in self.witnesses)

    def handovers(self) -> Iterator[str]:
        """The notes by which each key handed over to the next."""
        for old, new, size in zip(self.keys, self.keys[1:], self.handed_over, strict=False):
            root = base64.b64encode(tree.root(self.hashes[:size])).decode()
            keys = [str(each.verification_key) for each in (old, new)]
            text = "\n".join(["handrail key handover v1", ORIGIN, *keys, str(size), root, ""])
            yield old.sign(text) + new.sign(text).rpartition("\n\n")[2]

    def files(self) -> dict[str, bytes]:
        """Every file of an export but the manifest."""
        found = {
            "checkpoint": self.checkpoint().encode(),
            "keys": "".join(f"{each.verification_key}\n" for each in self.keys).encode(),
            "witnesses": "".join(f"{each.witness_key}\n" for each in self.witnesses).encode(),
        }
        found |= {f"handovers/{number:04}": note.encode() for number, note in enumerate(self.handovers(), 1)}
        level, hashes = 0, self.hashes
        while hashes:
            found |= {f"tile/{level}/{path}": b"".join(part) for path, part in _parts(hashes)}
            hashes = [tree.root(hashes[at : at + WIDTH]) for at in range(0, len(hashes) // WIDTH * WIDTH, WIDTH)]
            level += 1
        for path, leaves in _parts(self.leaves):
            found[f"tile/entries/{path}"] = b"".join(len(each).to_bytes(2, "big") + each for each in leaves)
        for path, part in _parts(list(enumerate(self.entries))):
            lines = [
                b"%d %s %s\n" % (index, each.salt.hex().encode(), each.document)
                for index, each in part
                if index not in self.erased
            ]
            if lines:
                found[f"payloads/{path}"] = b"".join(lines)
        return found

    def manifest(self, files: dict[str, bytes]) -> bytes:
        """The manifest over ``files``, signed."""
        root = base64.b64encode(tree.root(self.hashes)).decode()
        lines = [f"{sha256(files[name]).hexdigest()}  {name}" for name in sorted(files)]
        text = "\n".join(["handrail export v1", ORIGIN, str(len(self.entries)), root, *lines, ""])
        return self.keys[-1].sign(text).encode()

    def export(self, folder: Path, changed: dict[str, bytes] | None = None) -> Path:
        """Write the export; ``changed`` files are in the manifest as they are, as only the operator could do it."""
        files = self.files() | (changed or {})
        put(folder, files | {"manifest": self.manifest(files)})
        return folder


def put(folder: Path, files: dict[str, bytes]) -> None:
    """Write files by their paths within ``folder``."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def _parts(whole: Sequence[T]) -> Iterator[tuple[str, Sequence[T]]]:
    """In runs of 256, with the path that tlog-tiles gives them. Fewer than 1,000 runs."""
    for number in range(-(-len(whole) // WIDTH)):
        part = whole[number * WIDTH : (number + 1) * WIDTH]
        yield f"{number:03}" + (f".p/{len(part)}" if len(part) < WIDTH else ""), part


def kept(path: Path, note: str) -> Path:
    """A file in which somebody has kept a checkpoint or a receipt."""
    path.write_text(note, encoding="utf-8")
    return path
