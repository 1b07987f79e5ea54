"""Verifying the ledger: everything recomputed from the tables, nothing of what they claim believed but the signatures.

One walk over the entries in the order of the tree checks that no index is missing, that each leaf hash follows from
kind, hour and commitment, and that each document that is still there is the one committed to and is what its columns
say. The tree grown on the way must have the root of every checkpoint, stored or brought from elsewhere, when it
reaches its size. What witnesses countersigned must be the checkpoints that are there.

What the tables alone cannot show: an entry never written, or a tail removed together with its checkpoints and what was
said of them. For the second, bring a checkpoint that was kept elsewhere.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from handrail.ledger import key_file, rows
from handrail.ledger.checkpoint import Checkpoint
from handrail.ledger.cosignature import WitnessKey, is_word_on
from handrail.ledger.entry import EntryRefused, hash_of
from handrail.ledger.handover import Chain
from handrail.ledger.log import CHUNK
from handrail.ledger.note import NoteError
from handrail.ledger.stored_subtrees import StoredSubtrees
from handrail.ledger.tiles import WIDTH
from handrail.ledger.tree import CompactRange

#: Problems listed; where a key was swapped or a table emptied, more of them say nothing more.
PROBLEM_LIMIT = 100

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: at which index of the tree, with which entry (either may be unknown), and what."""

    index: int | None
    entry_id: UUID | None
    what: str


@dataclass(frozen=True)
class Verification:
    """What a verification found. ``problems`` come by index, the first bad entry first; general ones come last."""

    size: int
    root: bytes
    checkpoints: int
    erased: int
    unsequenced: int
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(*, known: Sequence[str] = (), progress: Progress | None = None) -> Verification:
    """Recompute the whole ledger and report what does not agree.

    Signatures count by the log's keys, from the first to the one in the key folder: each for the checkpoints of its
    time. ``known`` are checkpoints (signed notes) kept outside the database: the tree must contain them too.
    ``progress`` is called with entries done and entries in all.

    Sees one moment of the database, across organisations, and blocks nobody. Raises :class:`KeyFileError` when there
    is no key to verify with.
    """
    walk = _Walk(key_file.load_chain(settings.HANDRAIL_KEY_DIR), known, progress or _silent)
    with rows.one_moment():
        walk.run()
    return Verification(
        size=walk.tree.size,
        root=walk.tree.root(),
        checkpoints=walk.checkpoints,
        erased=walk.erased,
        unsequenced=walk.unsequenced,
        problems=tuple(sorted(walk.problems, key=_by_index)),
    )


class _Head(NamedTuple):
    """A checkpoint to be met on the way, and where it came from."""

    size: int
    root: bytes
    frontier: bytes | None
    name: str


@dataclass
class _Walk:
    chain: Chain
    known: Sequence[str]
    progress: Progress
    tree: CompactRange = field(default_factory=CompactRange)
    problems: list[Problem] = field(default_factory=list)
    checkpoints: int = 0
    erased: int = 0
    unsequenced: int = 0
    expected: int = 0
    #: Size up to which the tree is known to be what was signed.
    sound: int = 0
    #: False once an entry of the tree is known to be wrong: roots from there on would only repeat it.
    comparable: bool = True
    #: The first entry since ``sound`` that stands after one committed later.
    misplaced: tuple[int, UUID] | None = None
    previous: tuple[int, int, UUID] | None = None
    subtrees: StoredSubtrees = field(default_factory=StoredSubtrees)

    def run(self) -> None:
        heads = heapq.merge(self._stored_heads(), self._known_heads(), self._handovers(), key=attrgetter("size"))
        awaited = next(heads, None)
        [(total,)] = rows.stream("SELECT count(*) FROM ledger_entry WHERE leaf_index IS NOT NULL")
        for index, row in rows.entries(rows.IN_TREE):
            self._place(index, row)
            while awaited and awaited.size <= self.tree.size:
                self._meet(awaited)
                awaited = next(heads, None)
            if self.tree.size % CHUNK == 0:
                self.progress(self.tree.size, total)
        self._end(awaited)
        if self.comparable:
            for fault in self.subtrees.left_over():
                self._problem(None, None, fault)
        for _ in heads:
            pass  # Signatures of what is left are checked as it is read.
        for index, row in rows.entries(rows.NOT_IN_TREE):
            self.unsequenced += 1
            self._check_document(index, row)
        for witness, size, line, note in rows.stream(rows.COSIGNATURES):
            if not _fits(witness, line, note):
                what = f"What {witness} countersigned over {size} entries is not the checkpoint that is here now."
                self._problem(None, None, what)
        for (entry,) in rows.stream(rows.ORPHANS):
            self._problem(None, entry, "There is a document for it, and the entry itself is gone.")
        self.progress(total, total)

    def _place(self, index: int, row: rows.Row) -> None:
        """Check one entry of the tree, and grow the tree by it."""
        if index > self.expected:
            self._broken(self.expected, None, f"The entry is missing; the next that is there has index {index}.")
        elif index < self.expected:
            self._broken(index, row.id, "Another entry has its place in the tree.")
        self.expected = index + 1
        if self.previous and row.order < self.previous and self.misplaced is None:
            self.misplaced = (index, row.id)
        self.previous = row.order
        try:
            recomputed = hash_of(row.kind, row.hour, row.commitment)
        except EntryRefused:
            recomputed = b""
        if recomputed != row.leaf_hash:
            self._broken(index, row.id, "Its leaf hash does not follow from its kind, hour and commitment.")
        else:
            self._check_document(index, row)
        if self.comparable and index % WIDTH == WIDTH - 1:
            for fault in self.subtrees.faults(self.tree, recomputed):
                self._problem(None, None, fault)
        self.tree.append(recomputed)

    def _check_document(self, index: int | None, row: rows.Row) -> None:
        self.erased += row.erased
        if fault := rows.fault(row):
            self._problem(index, row.id, fault)

    def _meet(self, head: _Head) -> None:
        """Compare the tree with a checkpoint of its present size."""
        if not self.comparable:
            return
        if head.root == self.tree.root():
            self.sound, self.misplaced = self.tree.size, None
            if head.frontier is not None and head.frontier != self.tree.to_bytes():
                self._problem(None, None, f"{head.name}: the stored subtrees are not the tree's.")
        elif any(problem.index is not None and problem.index >= self.sound for problem in self.problems):
            self.comparable = False  # An entry that is named already explains it.
        elif self.misplaced:
            self._broken(
                *self.misplaced,
                f"It stands after an entry committed later, and the tree is not the one of {head.name}.",
            )
        else:
            first, last = self.sound, self.tree.size - 1
            self._broken(
                first,
                None,
                f"Of entries {first} to {last} some were rewritten: the tree is not the one of {head.name}.",
            )

    def _end(self, awaited: _Head | None) -> None:
        """Compare the size of the tree with the largest checkpoint's."""
        if not self.comparable:
            return
        if awaited:
            self._broken(self.expected, None, f"The entry is missing, and all after it; {awaited.name} is over more.")
        elif self.sound < self.tree.size:
            self._broken(
                self.sound, None, "No checkpoint covers it and what follows: the sequencer did not place them."
            )

    def _stored_heads(self) -> Iterator[_Head]:
        """The checkpoints in the table, smallest first. One that is not signed as it should be is a problem at once."""
        for size, root, frontier, note in rows.stream(rows.CHECKPOINTS):
            self.checkpoints += 1
            name = f"the checkpoint of size {size}"
            signed = self._read(note, name)
            if signed and (signed.size, signed.root) != (size, bytes(root)):
                self._problem(None, None, f"{name}: its row and its signed note differ.")
            yield _Head(size, signed.root if signed else bytes(root), bytes(frontier), name)

    def _known_heads(self) -> Iterator[_Head]:
        """The checkpoints brought from elsewhere, smallest first."""
        read = [(number, self._read(note, f"known checkpoint {number}")) for number, note in enumerate(self.known, 1)]
        heads = [_Head(each.size, each.root, None, f"known checkpoint {number}") for number, each in read if each]
        yield from sorted(heads, key=attrgetter("size"))

    def _handovers(self) -> Iterator[_Head]:
        """The trees at which one key of the log followed another."""
        for number, each in enumerate(self.chain.handovers, 1):
            yield _Head(each.size, each.root, None, f"handover {number} of the log's key")

    def _read(self, note: str, name: str) -> Checkpoint | None:
        try:
            return self.chain.read(note)
        except NoteError as error:
            self._problem(None, None, f"{name}: {error}")
            return None

    def _broken(self, index: int | None, entry: UUID | None, what: str) -> None:
        self.comparable = False
        self._problem(index, entry, what)

    def _problem(self, index: int | None, entry: UUID | None, what: str) -> None:
        if len(self.problems) < PROBLEM_LIMIT:
            self.problems.append(Problem(index, entry, what))


def _fits(witness: str, line: str, note: str | None) -> bool:
    try:
        return is_word_on(note, line, WitnessKey.parse(witness))
    except NoteError:
        return False


def _by_index(problem: Problem) -> tuple[bool, int]:
    return (problem.index is None, problem.index or 0)


def _silent(_done: int, _total: int) -> None:
    """No progress is shown."""
