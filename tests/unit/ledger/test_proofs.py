"""Proofs from tiles are those that RFC 6962 computes from every leaf."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.ledger import tree
from handrail.ledger.proofs import Tiles
from handrail.ledger.tiles import WIDTH

#: More than a tile of tiles would be slow to compare; three levels are in ``test_an_edge_on_each_level``.
LEAVES = [sha256(str(number).encode()).digest() for number in range(3 * WIDTH + 7)]


def stored(leaves: list[bytes]) -> dict[int, list[bytes]]:
    """Each level of tiles over these leaves, made the naive way."""
    levels = {0: leaves}
    while len(below := levels[len(levels) - 1]) >= WIDTH:
        levels[len(levels)] = [
            tree.root(below[at : at + WIDTH]) for at in range(0, len(below) - len(below) % WIDTH, WIDTH)
        ]
    return levels


class Reader:
    """Tiles in memory; counts the hashes that are read."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.levels = stored(leaves)
        self.read = 0

    def __call__(self, level: int, first: int, end: int) -> list[bytes]:
        found = self.levels[level][first:end]
        assert len(found) == end - first, "a proof asked for a hash that no tile has"
        self.read += len(found)
        return found


#: Tiles over all of the leaves: a smaller tree is read from the same ones.
READER = Reader(LEAVES)


@given(st.data())
def test_an_inclusion_proof_is_the_one_from_every_leaf(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(LEAVES)))
    index = data.draw(st.integers(0, size - 1))
    assert Tiles(size, READER).inclusion_proof(index) == tree.inclusion_proof(index, size, tree.roots_over(LEAVES))


@given(st.data())
def test_a_consistency_proof_is_the_one_from_every_leaf(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(LEAVES)))
    old = data.draw(st.integers(1, size))
    assert Tiles(size, READER).consistency_proof(old) == tree.consistency_proof(old, size, tree.roots_over(LEAVES))


@pytest.mark.parametrize("size", [1, 255, 256, 257, 511, 512, 513, 768])
def test_the_whole_tree_has_the_root_of_its_leaves(size: int) -> None:
    assert Tiles(size, READER).root(0, size) == tree.root(LEAVES[:size])


def test_an_edge_on_each_level() -> None:
    size = WIDTH * WIDTH + WIDTH + 1
    leaves = [number.to_bytes(32, "big") for number in range(size)]
    reader, root = Reader(leaves), tree.root(leaves)
    for index in (0, WIDTH * WIDTH - 1, WIDTH * WIDTH, size - 1):
        proof = Tiles(size, reader).inclusion_proof(index)
        tree.verify_inclusion(index=index, size=size, leaf=leaves[index], proof=proof, root=root)
    for old in (1, WIDTH, WIDTH * WIDTH - 1, WIDTH * WIDTH, size - 1):
        proof = Tiles(size, reader).consistency_proof(old)
        tree.verify_consistency(old_size=old, size=size, old_root=tree.root(leaves[:old]), root=root, proof=proof)


def test_a_proof_reads_a_few_tiles_and_not_every_leaf() -> None:
    size = 2 * WIDTH * WIDTH
    reader = Reader([number.to_bytes(32, "big") for number in range(size)])
    Tiles(size, reader).inclusion_proof(WIDTH)
    assert reader.read <= 2 * WIDTH + 2


@pytest.mark.parametrize("index", [-1, 5])
def test_no_leaf_outside_the_tree_has_a_proof(index: int) -> None:
    with pytest.raises(IndexError):
        Tiles(5, READER).inclusion_proof(index)


@pytest.mark.parametrize("old", [0, 6])
def test_nothing_is_proved_from_an_empty_tree_or_a_larger_one(old: int) -> None:
    with pytest.raises(ValueError, match="no consistency proof"):
        Tiles(5, READER).consistency_proof(old)
