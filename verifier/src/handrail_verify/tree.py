"""The Merkle tree of RFC 6962: grown tile by tile (c2sp.org/tlog-tiles), and its two proofs checked (RFC 9162, 2.1)."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from handrail_verify.report import Wrong

#: Entries in a full bundle, and hashes in a full tile.
WIDTH = 256


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf. The prefix keeps a leaf from passing for an inner node."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def subtree(hashes: list[bytes]) -> bytes:
    """The root over a power of two of hashes."""
    while len(hashes) > 1:
        each = iter(hashes)
        hashes = [sha256(b"\x01" + left + right).digest() for left, right in zip(each, each, strict=True)]
    return hashes[0]


def tile_path(number: int, width: int = WIDTH) -> str:
    """Where tile or bundle ``number`` lies: ``x001/x234/067``, and with ``.p/<width>`` while it is not full."""
    parts = [f"{number % 1000:03}"]
    while number := number // 1000:
        parts.insert(0, f"x{number % 1000:03}")
    return "/".join(parts) + (f".p/{width}" if width < WIDTH else "")


class Tree:
    """A tree while it grows: of each level, only the hashes that no full tile has taken up yet."""

    def __init__(self) -> None:
        self.size = 0
        self._levels: list[list[bytes]] = [[]]

    def grow(self, leaves: list[bytes]) -> Iterator[tuple[str, bytes]]:
        """Add the leaf hashes of the next bundle (only the last may be short). Gives the tiles that are now full."""
        self.size += len(leaves)
        self._levels[0] = leaves
        for level in range(len(self._levels) + 1):
            hashes = self._levels[level]
            if len(hashes) < WIDTH:
                return
            if level + 1 == len(self._levels):
                self._levels.append([])
            self._levels[level] = []
            self._levels[level + 1].append(subtree(hashes))
            yield f"tile/{level}/{tile_path(self.size // WIDTH ** (level + 1) - 1)}", b"".join(hashes)

    def partial(self) -> Iterator[tuple[str, bytes]]:
        """The tiles at the end of the tree that are not full."""
        for level, hashes in enumerate(self._levels):
            if hashes:
                number = self.size // WIDTH ** (level + 1)
                yield f"tile/{level}/{tile_path(number, len(hashes))}", b"".join(hashes)

    def root(self, more: Sequence[bytes] = ()) -> bytes:
        """The root of the tree as it is now, or as it would be with the first few leaf hashes of the next bundle."""
        whole: list[bytes] = []
        for level in reversed(range(len(self._levels))):
            hashes = [*self._levels[level], *(more if level == 0 else ())]
            for power in reversed(range(9)):
                if len(hashes) & 1 << power:
                    whole.append(subtree(hashes[: 1 << power]))
                    hashes = hashes[1 << power :]
        root = whole.pop()
        while whole:
            root = node_hash(whole.pop(), root)
        return root


def verify_inclusion(*, index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf with hash ``leaf`` is number ``index`` of the ``size`` behind ``root``. RFC 9162, 2.1.3.2."""
    if not 0 <= index < size or not leaf or not root:
        raise Wrong("proof", "The proof is about a place that the tree does not have.")
    if _climb(index, size - 1, leaf, leaf, proof)[0] != root:
        raise Wrong("proof", "The proof of inclusion does not lead to the checkpoint’s root.")


def verify_consistency(*, old_size: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the ``size`` leaves behind ``root`` begin with the ``old_size`` behind ``old_root``. 2.1.4.2."""
    if not 0 < old_size <= size or not old_root or not root:
        raise Wrong("proof", "Nothing can be shown about trees of these sizes.")
    if old_size == size and (proof or old_root != root):
        raise Wrong("fork", "FORK: two roots over one number of entries. Two histories were signed in one name.")
    if old_size == size:
        return
    first, *rest = [old_root, *proof] if old_size & (old_size - 1) == 0 else [*proof] or [b""]
    node, last = old_size - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    if _climb(node, last, first, first, rest) != (root, old_root):
        raise Wrong("proof", "The proof of consistency does not lead to the two roots.")


def _climb(node: int, last: int, new: bytes, old: bytes, proof: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Go up from ``node`` on a level that ends with ``last``: the root, and the root of what lies left of the way."""
    for sibling in proof:
        if last == 0:
            raise Wrong("proof", "The proof is too long.")
        if node & 1 or node == last:
            new, old = node_hash(sibling, new), node_hash(sibling, old)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise Wrong("proof", "The proof is too short.")
    return new, old
