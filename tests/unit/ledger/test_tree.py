"""The tree against the published vectors, and against a model written straight from RFC 6962's definitions."""

import base64
import json
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.ledger import tree

BOUNDARIES = sorted({0, 1, 2, 3} | {2**power + step for power in range(2, 8) for step in (-1, 0, 1)})


def leaf_hashes(size: int) -> list[bytes]:
    return [tree.leaf_hash(number.to_bytes(4, "big")) for number in range(size)]


def model_root(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    k = model_split(len(leaves))
    return sha256(b"\x01" + model_root(leaves[:k]) + model_root(leaves[k:])).digest()


def model_path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH of RFC 6962, 2.1.1."""
    if len(leaves) == 1:
        return []
    k = model_split(len(leaves))
    if m < k:
        return [*model_path(m, leaves[:k]), model_root(leaves[k:])]
    return [*model_path(m - k, leaves[k:]), model_root(leaves[:k])]


def model_consistency(m: int, leaves: Sequence[bytes], *, known: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 6962, 2.1.2."""
    if m == len(leaves):
        return [] if known else [model_root(leaves)]
    k = model_split(len(leaves))
    if m <= k:
        return [*model_consistency(m, leaves[:k], known=known), model_root(leaves[k:])]
    return [*model_consistency(m - k, leaves[k:], known=False), model_root(leaves[:k])]


def model_split(size: int) -> int:
    k = 1
    while k * 2 < size:
        k *= 2
    return k


def refused(check: Callable[..., None], **values: Any) -> bool:
    try:
        check(**values)
    except tree.ProofError:
        return True
    return False


def test_every_published_inclusion_vector(vectors: Callable[[str], Path]) -> None:
    files = sorted(vectors("merkle/inclusion").rglob("*.json"))
    assert len(files) > 50
    for file in files:
        vector = json.loads(file.read_text())
        assert (
            refused(
                tree.verify_inclusion,
                index=vector["leafIdx"],
                size=vector["treeSize"],
                leaf=base64.b64decode(vector["leafHash"] or ""),
                root=base64.b64decode(vector["root"] or ""),
                proof=[base64.b64decode(each) for each in vector["proof"] or ()],
            )
            == vector["wantErr"]
        ), file


def test_every_published_consistency_vector(vectors: Callable[[str], Path]) -> None:
    files = sorted(vectors("merkle/consistency").rglob("*.json"))
    assert len(files) > 50
    for file in files:
        vector = json.loads(file.read_text())
        assert (
            refused(
                tree.verify_consistency,
                old_size=vector["size1"],
                size=vector["size2"],
                old_root=base64.b64decode(vector["root1"] or ""),
                root=base64.b64decode(vector["root2"] or ""),
                proof=[base64.b64decode(each) for each in vector["proof"] or ()],
            )
            == vector["wantErr"]
        ), file


def test_the_tree_that_certificate_transparency_is_tested_with() -> None:
    contents = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [tree.leaf_hash(bytes.fromhex(each)) for each in contents]
    assert leaves[0].hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert tree.root(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@pytest.mark.parametrize("size", BOUNDARIES)
def test_root_is_the_models_at_every_boundary(size: int) -> None:
    assert tree.root(leaf_hashes(size)) == model_root(leaf_hashes(size))


@pytest.mark.parametrize("size", [each for each in BOUNDARIES if 0 < each <= 33])
def test_every_proof_of_every_leaf_and_every_older_size(size: int) -> None:
    leaves = leaf_hashes(size)
    root = tree.root(leaves)
    for index in range(size):
        path = tree.inclusion_proof(index, size, tree.roots_over(leaves))
        assert path == model_path(index, leaves)
        tree.verify_inclusion(index=index, size=size, leaf=leaves[index], proof=path, root=root)
    for old_size in range(1, size + 1):
        proof = tree.consistency_proof(old_size, size, tree.roots_over(leaves))
        assert proof == model_consistency(old_size, leaves)
        old_root = tree.root(leaves[:old_size])
        tree.verify_consistency(old_size=old_size, size=size, old_root=old_root, root=root, proof=proof)


@given(data=st.data(), size=st.one_of(st.sampled_from([each for each in BOUNDARIES if each > 1]), st.integers(2, 200)))
def test_a_proof_with_anything_changed_is_refused(data: st.DataObject, size: int) -> None:
    leaves = leaf_hashes(size)
    index = data.draw(st.integers(0, size - 1))
    true = {
        "index": index,
        "size": size,
        "leaf": leaves[index],
        "proof": tree.inclusion_proof(index, size, tree.roots_over(leaves)),
        "root": tree.root(leaves),
    }
    changed = dict(true)
    what = data.draw(st.sampled_from(["index", "leaf", "root", "proof-flip", "proof-drop", "proof-add"]))
    proof = list(tree.inclusion_proof(index, size, tree.roots_over(leaves)))
    at = data.draw(st.integers(0, len(proof) - 1))
    match what:
        case "index":
            changed["index"] = data.draw(st.integers(0, size + 2).filter(lambda other: other != index))
        case "leaf" | "root":
            changed[what] = data.draw(st.binary(min_size=32, max_size=32))
        case "proof-flip":
            proof[at] = bytes([proof[at][0] ^ 1]) + proof[at][1:]
        case "proof-drop":
            del proof[at]
        case _:
            proof.insert(at, data.draw(st.binary(min_size=32, max_size=32)))
    changed["proof"] = proof
    assert not refused(tree.verify_inclusion, **true)
    assert refused(tree.verify_inclusion, **changed)


@given(data=st.data(), size=st.one_of(st.sampled_from([each for each in BOUNDARIES if each > 1]), st.integers(2, 200)))
def test_a_rewritten_history_has_no_consistency_proof(data: st.DataObject, size: int) -> None:
    leaves = leaf_hashes(size)
    old_size = data.draw(st.integers(1, size - 1))
    old_root = tree.root(leaves[:old_size])
    rewritten = list(leaves)
    rewritten[data.draw(st.integers(0, old_size - 1))] = tree.leaf_hash(b"something else")
    root = tree.root(rewritten)
    proof = tree.consistency_proof(old_size, size, tree.roots_over(rewritten))
    assert refused(tree.verify_consistency, old_size=old_size, size=size, old_root=old_root, root=root, proof=proof)


@given(size=st.integers(0, 300), more=st.integers(0, 300))
def test_a_stored_range_grows_as_if_it_had_never_been_put_away(size: int, more: int) -> None:
    leaves = leaf_hashes(size + more)
    grown = tree.CompactRange()
    for each in leaves[:size]:
        grown.append(each)
    stored = grown.to_bytes()
    assert len(stored) == 32 * size.bit_count()
    again = tree.CompactRange.from_bytes(size, stored)
    for each in leaves[size:]:
        again.append(each)
    assert again.size == size + more
    assert again.root() == model_root(leaves)


def test_a_range_of_the_wrong_length_is_refused() -> None:
    for size, stored in ((1, b""), (0, b"\x00" * 32), (3, b"\x00" * 32), (1, b"\x00" * 33), (-1, b"")):
        with pytest.raises(ValueError, match="not the subtrees"):
            tree.CompactRange.from_bytes(size, stored)


def test_there_is_no_proof_of_what_is_not_there() -> None:
    leaves = leaf_hashes(3)
    for index in (-1, 3):
        with pytest.raises(IndexError):
            tree.inclusion_proof(index, 3, tree.roots_over(leaves))
    for old_size in (0, 4):
        with pytest.raises(ValueError, match="no consistency proof"):
            tree.consistency_proof(old_size, 3, tree.roots_over(leaves))


def test_nothing_is_shown_about_an_empty_hash() -> None:
    sibling = leaf_hashes(1)[0]
    root = tree.node_hash(b"", sibling)
    with pytest.raises(tree.ProofError, match="leaf hash is empty"):
        tree.verify_inclusion(index=0, size=2, leaf=b"", proof=[sibling], root=root)
    with pytest.raises(tree.ProofError, match="old root is empty"):
        tree.verify_consistency(old_size=1, size=2, old_root=b"", root=root, proof=[sibling])
    for size in (1, 2):
        with pytest.raises(tree.ProofError, match="root is empty"):
            tree.verify_consistency(old_size=size, size=size, old_root=b"", root=b"", proof=[])


def test_a_leaf_cannot_pass_for_an_inner_node() -> None:
    left, right = leaf_hashes(2)
    assert tree.leaf_hash(left + right) != tree.node_hash(left, right)
