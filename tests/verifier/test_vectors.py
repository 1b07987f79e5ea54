"""The verifier's own tree and JSON against the published vectors, and against the ledger's."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.ledger import canonical as ledger_canonical
from handrail.ledger import tree as ledger_tree
from handrail_verify import tree
from handrail_verify.entries import read_canonical
from handrail_verify.note import LOG, WITNESS, Key, Note
from handrail_verify.report import Wrong

Vectors = Callable[[str], Path]

NOTE = """This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
"""
VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"

ascii_keys = st.text(st.characters(max_codepoint=127), max_size=8)
scalars = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=12)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ascii_keys, inner, max_size=4), max_leaves=12
)


def refused(check: Callable[..., object], *values: Any, **named: Any) -> bool:
    try:
        check(*values, **named)
    except Wrong:
        return True
    return False


def hashes(values: list[str] | None) -> list[bytes]:
    return [base64.b64decode(each) for each in values or ()]


def inclusion(vector: dict[str, Any]) -> None:
    [leaf, root] = hashes([vector["leafHash"] or "", vector["root"] or ""])
    proof = hashes(vector["proof"])
    tree.verify_inclusion(index=vector["leafIdx"], size=vector["treeSize"], leaf=leaf, root=root, proof=proof)


def consistency(vector: dict[str, Any]) -> None:
    [old_root, root] = hashes([vector["root1"] or "", vector["root2"] or ""])
    sizes = {"old_size": vector["size1"], "size": vector["size2"]}
    tree.verify_consistency(**sizes, old_root=old_root, root=root, proof=hashes(vector["proof"]))


@pytest.mark.parametrize("verify", [inclusion, consistency])
def test_every_published_vector_of_a_proof(vectors: Vectors, verify: Callable[[dict[str, Any]], None]) -> None:
    files = sorted(vectors(f"merkle/{verify.__name__}").rglob("*.json"))
    assert len(files) > 50
    for file in files:
        vector = json.loads(file.read_text())
        assert refused(verify, vector) == vector["wantErr"], file


@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_every_published_vector_of_canonical_json(vectors: Vectors, name: str) -> None:
    """The canonical form is accepted where the ledger would write it; any other form never is."""
    folder = vectors("jcs")
    given_bytes = (folder / "input" / f"{name}.json").read_bytes()
    expected = bytes.fromhex((folder / "outhex" / f"{name}.txt").read_text())
    if name in ("arrays", "structures", "unicode"):
        assert read_canonical(expected) == json.loads(given_bytes)
    else:  # floats, or keys beyond ASCII
        assert refused(read_canonical, expected)
    assert given_bytes != expected
    assert refused(read_canonical, given_bytes)


@given(values)
def test_what_the_ledger_writes_is_read_and_nothing_else(value: Any) -> None:
    document = ledger_canonical.canonical(value)
    assert read_canonical(document) == value
    assert refused(read_canonical, document + b" ")
    assert refused(read_canonical, b" " + document)


@pytest.mark.parametrize(
    "document",
    [
        b'{"b":1,"a":2}',
        b'{"a":1,"a":2}',
        b'{"a":1.0}',
        b'{"a":1e3}',
        b'{"a":-0}',
        b'{"a":9007199254740992}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":NaN}',
        b'{"a":"\\u0041"}',
        b'{"a":"\\/"}',
        b'{"a":"\\u001F"}',
        b'{"a":"\\ud800"}',
        b'{"a":"\xff"}',
        b'{"\xc3\xa9":1}',
        b'\xef\xbb\xbf{"a":1}',
        b"[" * 100_000,
        b"",
    ],
)
def test_any_other_form_is_refused(document: bytes) -> None:
    assert refused(read_canonical, document)


@given(st.integers(1, 1200))
def test_the_root_is_the_ledgers_at_every_size(size: int) -> None:
    leaves = [b"%d" % number for number in range(size)]
    hashes = tree.hashed(leaves, tree.LEAF)
    root = ledger_tree.root(map(ledger_tree.leaf_hash, leaves))
    assert tree.fold(hashes) == root
    bundles = [tree.fold(hashes[at : at + tree.WIDTH]) for at in range(0, size, tree.WIDTH)]
    assert tree.fold(bundles) == root


def test_tiles_lie_where_the_specification_puts_them() -> None:
    assert tree.tile_path(1234067) == "x001/x234/067"
    assert tree.tile_path(273, 112) == "273.p/112"


def test_the_note_of_the_specification_is_signed_by_its_key() -> None:
    Note.parse(NOTE.encode()).must_be_signed_by(Key.parse(VKEY, LOG))
    assert refused(Note.parse(NOTE.replace("message", "massage").encode()).must_be_signed_by, Key.parse(VKEY, LOG))


@pytest.mark.parametrize(
    "note",
    [
        "",
        "no signature\n",
        "text\n\n",
        NOTE.rstrip("\n"),
        NOTE.replace("example m", "example\tm"),
        NOTE.replace("— ", "- "),
        NOTE.replace("aQM=", "aQN="),
        NOTE.replace("aQM=", "aQM"),
        NOTE + "more\n",
    ],
)
def test_what_is_no_note_is_refused(note: str) -> None:
    assert refused(Note.parse, note.encode())


@pytest.mark.parametrize(
    "text",
    [VKEY[:-1], VKEY + "A", VKEY.replace("530d", "530D"), VKEY.replace("foo", "bar"), VKEY.replace("Aeky", "BOky"), ""],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    assert refused(Key.parse, text, LOG)


def test_a_logs_key_never_passes_for_a_witness() -> None:
    assert refused(Key.parse, VKEY, WITNESS)
