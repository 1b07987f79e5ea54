"""`handrail-verify` on a large export, beside the bare hashing of what is in it.

The export is made here, in the form that the reference page describes, from entries that nobody wrote: a million rows
of a database would say nothing more about the verifier. The floor hashes each leaf and node once, from memory.
"""

import base64
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from benchmarks.tables import Table, middle, seconds
from handrail.ledger import checkpoint, tiles
from handrail.ledger.canonical import canonical
from handrail.ledger.entry import commit, hour_of, instant, leaf
from handrail.ledger.note import SigningKey
from handrail.ledger.tiles import WIDTH
from handrail.ledger.tree import CompactRange, leaf_hash, root

SOURCE = Path(__file__).parents[1] / "verifier" / "src"
COMMAND = "import sys; from handrail_verify.main import main; sys.exit(main())"
#: Leaves for each person of the population that is asked for: a million for 20,000.
A_PERSON = 50
#: The documents are opened in a tree that is smaller by so much, in which each entry has its own.
SMALLER = 20
ORIGIN = "handrail.example/ledger"
BEGAN = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
KINDS = ("case.open", "person.open", "disclosure.open", "duty.list", "holding.open", "decision.release")


@dataclass
class Export:
    """An export being made: its leaves, hashes and the digests of its files."""

    folder: Path
    leaves: list[bytes] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)

    def put(self, path: str, contents: bytes) -> None:
        """Write one file."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(contents)
        self.digests[path] = sha256(contents).hexdigest()


def measure(folder: Path, *, leaves: int, runs: int, say: Callable[[str], None]) -> Table:
    """The whole tree without documents, the bare hashing of it, and documents apart."""
    bare = _made(folder / "bare", leaves, documents=False)
    full = _made(folder / "full", leaves // SMALLER, documents=True)
    part = _made(folder / "part", leaves // SMALLER, documents=False)
    floors, whole, documents = [], [], []
    for _ in range(runs):
        floors.append(_hashed(bare.leaves))
        whole.append(_verified(bare))
        documents.append(_verified(full) - _verified(part))
        say(f"  hashing {floors[-1]:.2f} s, verified in {whole[-1]:.2f} s: {whole[-1] / floors[-1]:.2f}")
    opened, documented = leaves // SMALLER, middle(documents)
    times = middle([one / other for one, other in zip(whole, floors, strict=True)])
    return Table(
        "Verifying all of it",
        f"`handrail-verify` reads and verifies a tree of {leaves:,} leaves in {times:.2f} times the time that hashing "
        "all of its leaves and nodes takes.",
        ("Step", "Median", "Times the floor"),
        (
            ("Floor: each leaf and node hashed once, from memory", seconds(middle(floors)), "1.00"),
            ("**The command, on an export without documents**", f"**{seconds(middle(whole))}**", f"**{times:.2f}**"),
            (f"Opening {opened:,} documents", seconds(documented), ""),
        ),
        f"{runs} runs, floor and command in turn, each command a process of its own, from its start to its end: it "
        f"reads {len(bare.digests):,} files, compares each tile with its entries and other files with the manifest, "
        "checks form and hour of every leaf. Opening a document is reading its line, its commitment, and that it is "
        f"canonical: {documented / opened * 1e6:.0f} µs each, the difference that documents make to the command on an "
        f"export of {opened:,} entries.",
    )


def _verified(export: Export) -> float:
    """Seconds of the command. Raises unless it found all sound."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", COMMAND, str(export.folder), "--json"],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - began


def _hashed(leaves: list[bytes]) -> float:
    """Seconds that the hashes of the leaves and of all nodes above them take."""
    began = time.perf_counter()
    level = [sha256(b"\x00" + each).digest() for each in leaves]
    while len(level) > 1:
        pairs = iter(level)
        above = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=False)]
        # A last one without a sibling is carried up unchanged.
        level = above + level[len(above) * 2 :]
    return time.perf_counter() - began


def _made(folder: Path, leaves: int, *, documents: bool) -> Export:
    export = Export(folder)
    chance = random.Random(leaves)  # noqa: S311
    for first in range(0, leaves, WIDTH):
        _bundle(export, first, min(WIDTH, leaves - first), chance, documents=documents)
    tree = CompactRange()
    level, hashes = 0, export.hashes
    while hashes:
        for at, path in _tiles(len(hashes)):
            export.put(f"tile/{level}/{path}", b"".join(hashes[at : at + WIDTH]))
        hashes = [root(hashes[at : at + WIDTH]) for at in range(0, len(hashes) - WIDTH + 1, WIDTH)]
        level += 1
    for each in export.hashes:
        tree.append(each)
    _signed(export, tree.root())
    return export


def _bundle(export: Export, first: int, count: int, chance: random.Random, *, documents: bool) -> None:
    """Entries a few seconds apart, with their documents if asked for."""
    leaves, lines = [], []
    for index in range(first, first + count):
        at = BEGAN + timedelta(seconds=5 * index)
        kind, salt, document = KINDS[index % len(KINDS)], chance.randbytes(32), b""
        if documents:
            document = _document(kind, at, chance)
            lines.append(b"%d %b %b\n" % (index, salt.hex().encode(), document))
        leaves.append(leaf(kind, hour_of(at), commit(salt, document)))
    [(_, path)] = _tiles(count, first // WIDTH)
    export.put(f"tile/entries/{path}", b"".join(len(each).to_bytes(2, "big") + each for each in leaves))
    if lines:
        export.put(f"payloads/{path}", b"".join(lines))
    export.leaves += leaves
    export.hashes += map(leaf_hash, leaves)


def _document(kind: str, at: datetime, chance: random.Random) -> bytes:
    """As long, and of as many parts, as what the gate writes of a record that was opened."""
    code = [chance.randbytes(16).hex() for _ in range(5)]
    entry, organisation, actor, person, subject = (
        f"{each[:8]}-{each[8:12]}-{each[12:16]}-{each[16:20]}-{each[20:]}" for each in code
    )
    return canonical(
        {
            "action": kind, "actor": actor, "at": instant(at), "entry": entry, "facts": {"items": 7},
            "organisation": organisation, "outcome": "done", "person": person, "purpose": "safeguarding_support",
            "rules": ["team-members-open-cases", "whoever-holds-it-reads-it"],
            "subject": {"id": subject, "type": "Case"},
        }
    )  # fmt: skip


def _tiles(hashes: int, number: int = 0) -> Iterator[tuple[int, str]]:
    """Where each tile of so many hashes begins, and its path; the first has this number."""
    for at in range(0, hashes, WIDTH):
        width = min(WIDTH, hashes - at)
        yield at, tiles.index_path(number + at // WIDTH) + (f".p/{width}" if width < WIDTH else "")


def _signed(export: Export, tree_root: bytes) -> None:
    """The checkpoint, the key and the manifest."""
    key, size = SigningKey.generate(ORIGIN), len(export.leaves)
    export.put("checkpoint", checkpoint.sign(key, size, tree_root).note.encode())
    export.put("keys", f"{key.verification_key}\n".encode())
    export.put("witnesses", b"")
    lines = ["handrail export v1", ORIGIN, str(size), base64.b64encode(tree_root).decode()]
    lines += [f"{export.digests[path]}  {path}" for path in sorted(export.digests)]
    (export.folder / "manifest").write_bytes(key.sign("\n".join(lines) + "\n").encode())
