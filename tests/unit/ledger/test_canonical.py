"""Canonical JSON against the published vectors of RFC 8785, and what the ledger refuses beyond it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from handrail.ledger.canonical import NotCanonical, canonical

ascii_keys = st.text(st.characters(max_codepoint=127), max_size=12)
scalars = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ascii_keys, inner, max_size=4), max_leaves=20
)


@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_the_library_that_it_is_compared_with_passes_every_vector(vectors: Callable[[str], Path], name: str) -> None:
    folder = vectors("jcs")
    given_value = json.loads((folder / "input" / f"{name}.json").read_text(encoding="utf-8"))
    expected = bytes.fromhex((folder / "outhex" / f"{name}.txt").read_text())
    assert rfc8785.dumps(given_value) == expected


@pytest.mark.parametrize("name", ["arrays", "unicode"])
def test_vectors_within_what_the_ledger_takes(vectors: Callable[[str], Path], name: str) -> None:
    folder = vectors("jcs")
    given_value = json.loads((folder / "input" / f"{name}.json").read_text(encoding="utf-8"))
    assert canonical(given_value) == (folder / "output" / f"{name}.json").read_bytes().rstrip(b"\n")


@pytest.mark.parametrize("name", ["french", "structures", "values", "weird"])
def test_vectors_with_floats_or_other_than_ascii_keys_are_refused(vectors: Callable[[str], Path], name: str) -> None:
    given_value = json.loads((vectors("jcs") / "input" / f"{name}.json").read_text(encoding="utf-8"))
    with pytest.raises(NotCanonical):
        canonical(given_value)


@given(values)
def test_the_bytes_read_back_as_the_same_value_and_the_same_bytes(value: Any) -> None:
    first = canonical(value)
    assert json.loads(first) == value
    assert canonical(json.loads(first)) == first


@given(values)
def test_it_writes_what_a_library_for_all_of_the_rfc_writes(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(st.dictionaries(ascii_keys, scalars, min_size=2, max_size=6), st.randoms())
def test_the_order_in_which_keys_were_written_does_not_matter(value: dict[str, Any], chance: Any) -> None:
    items = list(value.items())
    chance.shuffle(items)
    assert canonical(dict(items)) == canonical(value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"a": [1, 2.0]}, r"\$\.a\[1\] holds a float"),
        ({"é": 1}, r"\$ holds a key that is not ASCII"),
        ({1: 1}, "key that is not ASCII"),
        (2**53, "an integer beyond 53 bits"),
        (-(2**53), "an integer beyond 53 bits"),
        (b"bytes", "not JSON"),
        ({"when": datetime(2018, 6, 4, tzinfo=UTC)}, r"\$\.when holds something that is not JSON"),
        ("\ud800", "not valid Unicode"),
    ],
)
def test_what_has_no_canonical_form_is_refused_by_its_place(value: Any, words: str) -> None:
    with pytest.raises(NotCanonical, match=words):
        canonical(value)
