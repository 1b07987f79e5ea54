"""The Merkle tree of RFC 6962, section 2.1: its root over hashes, and its two proofs.

A proof is a list of hashes from the bottom up. Checking one goes the way down from the root, as the RFC divides the
tree, and takes a hash from the end of the list for each half that it does not enter.
"""

from collections.abc import Iterable
from hashlib import sha256
from operator import add
from typing import Any

from handrail_verify.report import Wrong

#: Entries in a full bundle, and hashes in a full tile (c2sp.org/tlog-tiles).
WIDTH = 256
#: The hash of a leaf, and that of an inner node, each begun: neither passes for the other.
LEAF, NODE = sha256(b"\x00"), sha256(b"\x01")
#: What follows a proof that is too short: no hash, on none of the levels.
_NOTHING = [b""] * 64


def hashed(parts: Iterable[bytes], begun: Any) -> list[bytes]:
    """The hashes of leaves or, two by two, of nodes. To go on from a copy is quicker than to begin anew."""
    hashes = []
    for part in parts:
        one = begun.copy()
        one.update(part)
        hashes.append(one.digest())
    return hashes


def fold(hashes: list[bytes]) -> bytes:
    """The root over hashes, level by level: a last one without a sibling goes up as it is."""
    while len(hashes) > 1:
        alone = hashes[-1:] if len(hashes) % 2 else []
        hashes = hashed(map(add, hashes[::2], hashes[1::2]), NODE) + alone
    return hashes[0]


def tile_path(number: int, width: int = WIDTH) -> str:
    """Where tile or bundle ``number`` lies: ``x001/x234/067``, and with ``.p/<width>`` while it is not full."""
    parts = [f"{number % 1000:03}"]
    while number := number // 1000:
        parts.insert(0, f"x{number % 1000:03}")
    return "/".join(parts) + (f".p/{width}" if width < WIDTH else "")


def verify_inclusion(*, index: int, size: int, leaf: bytes, proof: list[bytes], root: bytes) -> None:
    """Check that the leaf with hash ``leaf`` is number ``index`` of the ``size`` behind ``root`` (RFC 6962, 2.1.1)."""
    left = _NOTHING + proof
    whole = _over(index, size, leaf, left, is_leaf=True)[1] if 0 <= index < size and leaf else b""
    if not whole or whole != root or left != _NOTHING:
        raise Wrong("proof", "The proof of inclusion does not lead to the checkpoint’s root.")


def verify_consistency(*, old_size: int, size: int, old_root: bytes, root: bytes, proof: list[bytes]) -> None:
    """Check that the ``size`` leaves behind ``root`` begin with the ``old_size`` behind ``old_root`` (2.1.2)."""
    if old_size == size > 0 and old_root != root:
        raise Wrong("fork", "FORK: two roots over one number of entries. Two histories were signed in one name.")
    left = _NOTHING + proof
    roots = _over(old_size - 1, size, old_root, left) if 0 < old_size <= size and old_root else ()
    if roots != (old_root, root) or left != _NOTHING:
        raise Wrong("proof", "The proof of consistency does not lead to the two roots.")


def _over(index: int, size: int, own: bytes, left: list[bytes], *, is_leaf: bool = False) -> tuple[bytes, bytes]:
    """Go down to ``own``, the leaf at ``index`` or all leaves up to it: the root up to there, and the root of all."""
    if index + 1 == size and (size == 1 or not is_leaf):
        own = own or left.pop()
        return own, own
    # The RFC divides a tree at the largest power of two below its size.
    half, other = 1 << (size - 1).bit_length() - 1, left.pop()
    if index < half:
        before, after = _over(index, half, own, left, is_leaf=is_leaf)
        return before, fold([after, other])
    before, after = _over(index - half, size - half, own if is_leaf else b"", left, is_leaf=is_leaf)
    return fold([other, before]), fold([other, after])
