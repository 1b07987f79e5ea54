"""Verifying the stored subtrees: each against the tree as it grows past it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from handrail.ledger import rows
from handrail.ledger.tiles import HEIGHT, WIDTH
from handrail.ledger.tree import CompactRange, node_hash


@dataclass
class StoredSubtrees:
    """The rows of ``ledger_subtree`` in the order in which the tree completes them, compared one by one.

    Those that are missing at the end of a level are no fault: the sequencer makes up for them.
    """

    _rows: Iterator[tuple[int, int, bytes]] = field(default_factory=lambda: iter(rows.stream(rows.SUBTREES)))
    _awaited: tuple[int, int, bytes] | None = None
    _next: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))

    def faults(self, tree: CompactRange, leaf: bytes) -> Iterator[str]:
        """What is wrong with the subtrees that ``leaf``, about to be appended to ``tree``, completes.

        To be asked at the last leaf of each tile: no other completes one.
        """
        size = tree.size + 1
        level, carried, height = 0, leaf, 0
        while size >> HEIGHT * level and size % WIDTH ** (level + 1) == 0:
            level += 1
            while height < HEIGHT * level:
                height += 1
                carried = node_hash(tree.subtrees[-height], carried)
            yield from self._compare(level, (size >> HEIGHT * level) - 1, carried)

    def left_over(self) -> Iterator[str]:
        """Rows beyond the tree."""
        while row := self._row():
            yield f"There is a stored hash for level {row[0]}, number {row[1]}, and the tree does not go so far."
            self._awaited = None

    def _compare(self, level: int, index: int, expected: bytes) -> Iterator[str]:
        row = self._row()
        if row is None or row[:2] != (level, index):
            return
        self._awaited = None
        if index != self._next[level]:
            yield f"The stored hashes of level {level} are missing from number {self._next[level]} to {index - 1}."
        self._next[level] = index + 1
        if bytes(row[2]) != expected:
            first, last = index * WIDTH**level, (index + 1) * WIDTH**level - 1
            yield f"The stored hash over entries {first} to {last} does not follow from them."

    def _row(self) -> tuple[int, int, bytes] | None:
        if self._awaited is None:
            self._awaited = next(self._rows, None)
        return self._awaited
