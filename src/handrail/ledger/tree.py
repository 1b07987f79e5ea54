"""The Merkle tree of RFC 6962 (section 2.1): hashes, the compact range that grows it, and its two proofs.

An inclusion proof shows that a leaf is in the tree behind a root; a consistency proof shows that a larger tree only
added to a smaller one. Both are checked without the leaves. Pure: bytes in, bytes out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256

#: The root over the leaves from the first number up to, not including, the second, where RFC 6962 divides a tree so.
RootOf = Callable[[int, int], bytes]

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()


class ProofError(ValueError):
    """A proof does not show what it claims. The text says why; it names sizes only."""


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of one leaf. The prefix 0 keeps a leaf from ever passing for an inner node."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node over its two children."""
    return sha256(b"\x01" + left + right).digest()


class CompactRange:
    """A tree reduced to what growing it needs: the roots of its complete subtrees, largest (leftmost) first.

    There is one for each 1 in the binary form of ``size``, so a million leaves take at most 20 hashes.
    """

    def __init__(self, size: int = 0, subtrees: Iterable[bytes] = ()) -> None:
        self.size = size
        self.subtrees = list(subtrees)
        if size < 0 or len(self.subtrees) != size.bit_count() or any(len(each) != HASH_SIZE for each in self.subtrees):
            raise ValueError(f"These are not the subtrees of a tree of {size} leaves.")

    def append(self, leaf: bytes) -> None:
        """Add one leaf, given as its hash."""
        carried = leaf
        bits = self.size
        while bits & 1:
            carried = sha256(b"\x01" + self.subtrees.pop() + carried).digest()
            bits >>= 1
        self.subtrees.append(carried)
        self.size += 1

    def root(self) -> bytes:
        """The root of the tree as it is now; of no leaves, the hash of nothing."""
        if not self.subtrees:
            return EMPTY_ROOT
        *rest, root = self.subtrees
        for left in reversed(rest):
            root = node_hash(left, root)
        return root

    def to_bytes(self) -> bytes:
        """The subtrees' roots one after the other, for :meth:`from_bytes`."""
        return b"".join(self.subtrees)

    @classmethod
    def from_bytes(cls, size: int, stored: bytes) -> "CompactRange":
        """Raises ValueError when ``stored`` cannot belong to a tree of ``size`` leaves."""
        return cls(size, (stored[at : at + HASH_SIZE] for at in range(0, len(stored), HASH_SIZE)))


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes, in their order."""
    tree = CompactRange()
    for each in leaves:
        tree.append(each)
    return tree.root()


def inclusion_proof(index: int, size: int, root_of: RootOf) -> list[bytes]:
    """The audit path of leaf ``index`` in the tree of ``size`` leaves (RFC 6962, 2.1.1), lowest sibling first.

    Raises IndexError for an index outside the tree.
    """
    if not 0 <= index < size:
        raise IndexError(f"There is no leaf {index} in a tree of {size}.")
    siblings, _ = _descend(size, index, lambda first, end: end - first == 1, root_of)
    return siblings[::-1]


def consistency_proof(old_size: int, size: int, root_of: RootOf) -> list[bytes]:
    """The proof that the tree of ``size`` leaves continues its own first ``old_size`` (RFC 6962, 2.1.2).

    Raises ValueError when ``old_size`` is 0 or larger than the tree: that proves nothing.
    """
    if not 0 < old_size <= size:
        raise ValueError(f"A tree of {size} leaves has no consistency proof from {old_size}.")
    siblings, (first, end) = _descend(size, old_size - 1, lambda _, end: end == old_size, root_of)
    # Whoever checks the proof holds the old root: where that is itself a subtree of the new tree, it is left out.
    if first > 0:
        siblings.append(root_of(first, end))
    return siblings[::-1]


def roots_over(leaves: Sequence[bytes]) -> RootOf:
    """Roots from every leaf hash: right for small trees, and for whoever has nothing else."""
    return lambda first, end: root(leaves[first:end])


def verify_inclusion(*, index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf with hash ``leaf`` is number ``index`` of the ``size`` leaves behind ``root``.

    Raises :class:`ProofError`. RFC 9162, 2.1.3.2.
    """
    if not 0 <= index < size:
        raise ProofError(f"There is no leaf {index} in a tree of {size}.")
    _refuse_empty(leaf, "leaf hash")
    _refuse_empty(root, "root")
    computed = leaf
    for sibling, is_left in _climb(index, size - 1, proof):
        computed = node_hash(sibling, computed) if is_left else node_hash(computed, sibling)
    if computed != root:
        raise ProofError("The proof leads to another root.")


def verify_consistency(*, old_size: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the tree of ``size`` leaves behind ``root`` starts with the ``old_size`` leaves behind ``old_root``.

    An old size of 0 is refused: every tree continues the empty one, so such a proof would show nothing.
    Raises :class:`ProofError`. RFC 9162, 2.1.4.2.
    """
    if not 0 < old_size <= size:
        raise ProofError(f"Nothing can be shown about a tree of {size} leaves from one of {old_size}.")
    _refuse_empty(old_root, "old root")
    _refuse_empty(root, "root")
    if old_size == size:
        if proof or old_root != root:
            raise ProofError("Two trees of one size have one root and an empty proof.")
        return
    steps = [old_root, *proof] if old_size.bit_count() == 1 else list(proof)
    if not steps:
        raise ProofError("The proof is empty.")
    position, last = old_size - 1, size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old_computed = computed = steps[0]
    for sibling, is_left in _climb(position, last, steps[1:]):
        if is_left:
            old_computed = node_hash(sibling, old_computed)
            computed = node_hash(sibling, computed)
        else:
            computed = node_hash(computed, sibling)
    if old_computed != old_root or computed != root:
        raise ProofError("The proof leads to other roots.")


def _descend(
    size: int, target: int, arrived: Callable[[int, int], bool], root_of: RootOf
) -> tuple[list[bytes], tuple[int, int]]:
    """Go from the root towards leaf ``target``; return the siblings passed, and the range of leaves arrived at."""
    siblings: list[bytes] = []
    first, end = 0, size
    while not arrived(first, end):
        # RFC 6962 divides a tree at the largest power of two below its size.
        middle = first + (1 << (end - first - 1).bit_length() - 1)
        if target < middle:
            siblings.append(root_of(middle, end))
            end = middle
        else:
            siblings.append(root_of(first, middle))
            first = middle
    return siblings, (first, end)


def _climb(position: int, last: int, proof: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Go up from node ``position`` of a level that ends with node ``last``: each sibling, and if it is the left one.

    Raises :class:`ProofError` unless the proof ends exactly at the root.
    """
    for sibling in proof:
        if last == 0:
            raise ProofError("The proof is longer than the path to the root.")
        is_left = bool(position & 1) or position == last
        yield sibling, is_left
        # A last node without a sibling is carried up unchanged.
        while is_left and position and not position & 1:
            position, last = position >> 1, last >> 1
        position, last = position >> 1, last >> 1
    if last:
        raise ProofError("The proof is shorter than the path to the root.")


def _refuse_empty(value: bytes, name: str) -> None:
    if not value:
        raise ProofError(f"The {name} is empty.")
