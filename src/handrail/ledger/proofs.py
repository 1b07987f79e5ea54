"""Proofs from stored subtrees: the roots that a proof is made of, from a few tiles.

Each is folded from hashes of the highest tile that has them, so a proof among ten million leaves reads three tiles
along its path and three at the right edge. Pure, but for the tiles it is given.
"""

from collections.abc import Callable

from handrail.ledger import tree
from handrail.ledger.tiles import HEIGHT, WIDTH
from handrail.ledger.tree import CompactRange, node_hash

#: Gives the hashes of a level of tiles, from the first up to, not including, the second number.
Hashes = Callable[[int, int, int], list[bytes]]


class Tiles:
    """The tree of the first ``size`` leaves, tile by tile; each tile is read once."""

    def __init__(self, size: int, hashes: Hashes) -> None:
        self.size = size
        self._hashes = hashes
        self._read: dict[tuple[int, int], list[bytes]] = {}

    def inclusion_proof(self, index: int) -> list[bytes]:
        """As :func:`handrail.ledger.tree.inclusion_proof`. Raises IndexError for an index outside the tree."""
        return tree.inclusion_proof(index, self.size, self.root)

    def consistency_proof(self, old_size: int) -> list[bytes]:
        """As :func:`handrail.ledger.tree.consistency_proof`. Raises ValueError for an old size of 0 or beyond."""
        return tree.consistency_proof(old_size, self.size, self.root)

    def leaf(self, index: int) -> bytes:
        """The hash of one leaf."""
        return self._subtree(index, 0)

    def root(self, first: int, end: int) -> bytes:
        """The root over the leaves from ``first`` up to ``end``, where RFC 6962 divides the tree so."""
        subtrees: list[bytes] = []
        at = first
        for bit in reversed(range((end - first).bit_length())):
            if (end - first) >> bit & 1:
                subtrees.append(self._subtree(at, bit))
                at += 1 << bit
        return CompactRange(end - first, subtrees).root()

    def _subtree(self, first: int, height: int) -> bytes:
        """The root of the complete subtree of 2 to the power of ``height`` leaves that begins at ``first``."""
        level, above = divmod(height, HEIGHT)
        # As many hashes as that are never in two tiles.
        tile, place = divmod(first >> HEIGHT * level, WIDTH)
        nodes = self._tile(level, tile)[place : place + (1 << above)]
        while len(nodes) > 1:
            nodes = [node_hash(left, right) for left, right in zip(nodes[::2], nodes[1::2], strict=True)]
        return nodes[0]

    def _tile(self, level: int, number: int) -> list[bytes]:
        if (level, number) not in self._read:
            end = min((number + 1) * WIDTH, self.size >> HEIGHT * level)
            self._read[level, number] = self._hashes(level, number * WIDTH, end)
        return self._read[level, number]
