"""The Merkle tree of RFC 6962: grown tile by tile (c2sp.org/tlog-tiles), and its two proofs checked (RFC 9162, 2.1)."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from handrail_verify.report import Wrong

#: Entries in a full bundle, and hashes in a full tile.
WIDTH = 256
#: What the hash of every leaf, and of every inner node, begins with: going on from a copy is quicker than anew.
_LEAF, _NODE = sha256(b"\x00"), sha256(b"\x01")


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf. The prefix keeps a leaf from passing for an inner node."""
    return sha256(b"\x00" + leaf).digest()


def leaf_hashes(leaves: list[bytes]) -> list[bytes]:
    """The hashes of the leaves of a bundle."""
    hashes = []
    for leaf in leaves:
        one = _LEAF.copy()
        one.update(leaf)
        hashes.append(one.digest())
    return hashes


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def fold(hashes: list[bytes]) -> bytes:
    """The root over hashes, level by level: a last one without a sibling goes up as it is."""
    while len(hashes) > 1:
        each, above = iter(hashes), []
        for left, right in zip(each, each, strict=False):
            node = _NODE.copy()
            node.update(left + right)
            above.append(node.digest())
        hashes = above + hashes[2 * len(above) :]
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
        self._levels[0], level = leaves, 0
        while len(hashes := self._levels[level]) == WIDTH:
            self._levels[level], level = [], level + 1
            self._levels += [[]] if level == len(self._levels) else []
            self._levels[level].append(fold(hashes))
            yield f"tile/{level - 1}/{tile_path(self.size // WIDTH**level - 1)}", b"".join(hashes)

    def partial(self) -> Iterator[tuple[str, bytes]]:
        """The tiles at the end of the tree that are not full."""
        for level, hashes in enumerate(self._levels):
            if hashes:
                number = self.size // WIDTH ** (level + 1)
                yield f"tile/{level}/{tile_path(number, len(hashes))}", b"".join(hashes)

    def root(self, more: Sequence[bytes] = ()) -> bytes:
        """The root of the tree as it is now, or as it would be with the first few leaf hashes of the next bundle."""
        hashes = [*self._levels[0], *more]
        for level in self._levels[1:]:  # what is left over below stands last above
            hashes = [*level, fold(hashes)] if hashes else level
        return fold(hashes)


def verify_inclusion(*, index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf with hash ``leaf`` is number ``index`` of the ``size`` behind ``root``. RFC 9162, 2.1.3.2."""
    if not 0 <= index < size or not leaf or _climb(index, size - 1, leaf, leaf, proof)[0] != root:
        raise Wrong("proof", "The proof of inclusion does not lead to the checkpoint’s root.")


def verify_consistency(*, old_size: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the ``size`` leaves behind ``root`` begin with the ``old_size`` behind ``old_root``. 2.1.4.2."""
    if not 0 < old_size <= size or not old_root:
        raise Wrong("proof", "Nothing can be shown about trees of these sizes.")
    if old_size == size and (proof or old_root != root):
        raise Wrong("fork", "FORK: two roots over one number of entries. Two histories were signed in one name.")
    node, last = old_size - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first, *rest = [old_root, *proof] if node == 0 else [*proof] or [b""]
    if old_size < size and _climb(node, last, first, first, rest) != (root, old_root):
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
