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
from handrail_verify import canonical, tree
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


def test_every_published_vector_of_inclusion(vectors: Vectors) -> None:
    files = sorted(vectors("merkle/inclusion").rglob("*.json"))
    assert len(files) > 50
    for file in files:
        vector = json.loads(file.read_text())
        leaf, root = hashes([vector["leafHash"] or "", vector["root"] or ""])
        said = refused(
            tree.verify_inclusion,
            index=vector["leafIdx"],
            size=vector["treeSize"],
            leaf=leaf,
            root=root,
            proof=hashes(vector["proof"]),
        )
        assert said == vector["wantErr"], file


def test_every_published_vector_of_consistency(vectors: Vectors) -> None:
    files = sorted(vectors("merkle/consistency").rglob("*.json"))
    assert len(files) > 50
    for file in files:
        vector = json.loads(file.read_text())
        old_root, root = hashes([vector["root1"] or "", vector["root2"] or ""])
        said = refused(
            tree.verify_consistency,
            old_size=vector["size1"],
            size=vector["size2"],
            old_root=old_root,
            root=root,
            proof=hashes(vector["proof"]),
        )
        assert said == vector["wantErr"], file


@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_every_published_vector_of_canonical_json(vectors: Vectors, name: str) -> None:
    """The canonical form is accepted where the ledger would write it; any other form never is."""
    folder = vectors("jcs")
    given_bytes = (folder / "input" / f"{name}.json").read_bytes()
    expected = bytes.fromhex((folder / "outhex" / f"{name}.txt").read_text())
    if name in ("arrays", "structures", "unicode"):
        assert canonical.read(expected) == json.loads(given_bytes)
    else:  # floats, or keys beyond ASCII
        assert refused(canonical.read, expected)
    assert given_bytes != expected
    assert refused(canonical.read, given_bytes)


@given(values)
def test_what_the_ledger_writes_is_read_and_nothing_else(value: Any) -> None:
    document = ledger_canonical.canonical(value)
    assert canonical.read(document) == value
    assert refused(canonical.read, document + b" ")
    assert refused(canonical.read, b" " + document)


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
    assert refused(canonical.read, document)


@given(st.integers(1, 1200), st.data())
def test_the_tree_grown_by_tiles_is_the_ledgers_at_every_size(size: int, data: st.DataObject) -> None:
    leaves = [tree.leaf_hash(b"%d" % number) for number in range(size)]
    grown, at = tree.Tree(), data.draw(st.integers(1, size))
    for first in range(0, size, 256):
        part = leaves[first : first + 256]
        if first < at <= first + len(part):
            assert grown.root(part[: at - first]) == ledger_tree.root(leaves[:at])
        list(grown.grow(part))
    assert grown.root() == ledger_tree.root(leaves)


def test_tiles_lie_where_the_specification_puts_them() -> None:
    assert tree.tile_path(1234067) == "x001/x234/067"
    assert tree.tile_path(273, 112) == "273.p/112"
    grown, full = tree.Tree(), []
    for first in range(0, 70_000, 256):
        full += [name for name, _ in grown.grow([bytes(32)] * min(256, 70_000 - first))]
    assert len(full) == 274
    assert [(name, len(tile) // 32) for name, tile in grown.partial()] == [
        ("tile/0/273.p/112", 112),
        ("tile/1/001.p/17", 17),
        ("tile/2/000.p/1", 1),
    ]


def test_the_note_of_the_specification_is_signed_by_its_key() -> None:
    Note.parse(NOTE.encode()).signed(Key.parse(VKEY, LOG))
    assert refused(Note.parse(NOTE.replace("message", "massage").encode()).signed, Key.parse(VKEY, LOG))


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
