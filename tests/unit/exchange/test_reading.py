"""A nomination file is strict JSON within stated limits; whatever else arrives is refused with its place."""

import json

import pytest

from handrail import programme
from handrail.exchange import schema
from handrail.exchange.reading import MAX_BYTES, place_of, read
from handrail.gate import Faults
from tests.filing import as_bytes, nomination_file


def refused(data: bytes, *, largest: int = MAX_BYTES) -> list[tuple[str, str | None]]:
    """The rules that were broken, each with its place."""
    with pytest.raises(Faults) as caught:
        read(data, largest=largest)
    return [(fault.rule, fault.field) for fault in caught.value.faults]


def test_it_works() -> None:
    document = nomination_file(2)
    assert read(as_bytes(document)) == document


def test_a_file_that_is_too_large_is_refused_before_it_is_parsed() -> None:
    assert refused(b"this is not even JSON", largest=20) == [("file-too-large", "")]


def test_more_nominations_than_the_limit_are_refused_before_any_is_looked_at() -> None:
    most = programme.load("mac").ceilings["names_per_file"].limit
    assert refused(as_bytes({"nominations": [{}] * (most + 1)})) == [("too-many-nominations", "nominations")]
    assert read(as_bytes({"nominations": [{}] * most}))


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "not-json"),
        (b"{", "not-json"),
        (b'{"format": "handrail-nominations",}', "not-json"),
        (b'{"format": "x"} {}', "not-json"),
        (b'\xef\xbb\xbf{"format": "x"}', "not-json"),
        ('{"format": "é"}'.encode("latin-1"), "not-utf-8"),
        ('{"format": "x"}'.encode("utf-16"), "not-utf-8"),
        (b"[" * 100_000, "too-deep"),
        (b'{"version": ' + b"9" * 5_000 + b"}", "not-whole"),
        (b"[]", "not-an-object"),
        (b'"format"', "not-an-object"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_no_json_object_is_refused(data: bytes, rule: str) -> None:
    assert refused(data) == [(rule, "")]


def test_it_says_where_the_json_ends_to_be_json_and_quotes_nothing() -> None:
    with pytest.raises(Faults) as caught:
        read(b'{\n  "centre": "london"\n  "originator": "Amina Yusuf"}')
    assert str(caught.value) == "This isn’t JSON: expecting ',' delimiter, at line 3, column 3"


@pytest.mark.parametrize(
    ("text", "rule", "place"),
    [
        ('{"format": "a", "format": "b"}', "key-twice", ""),
        ('{"nominations": [{}, {"identity": {"names": [{"kind": "a", "kind": "a"}]}}]}', "key-twice",
         "nominations[1].identity.names[0]"),
        ('{"version": 1.0}', "not-whole", "version"),
        ('{"version": 1e2}', "not-whole", "version"),
        ('{"version": NaN}', "not-whole", "version"),
        ('{"version": -Infinity}', "not-whole", "version"),
        ('{"nominations": [{"items": [{"number": 1e999}]}]}', "not-whole", "nominations[0].items[0].number"),
        ('{"nominations": [{"reference": "\\ud800"}]}', "half-character", "nominations[0].reference"),
        ('{"nominations": [{"reference": "\\udc00\\ud800"}]}', "half-character", "nominations[0].reference"),
        ('{"nominations": [{"\\ud800": 1}]}', "half-character", "nominations[0]"),
    ],
)  # fmt: skip
def test_what_json_leaves_open_is_refused_at_its_place(text: str, rule: str, place: str) -> None:
    assert refused(text.encode()) == [(rule, place)]


def test_everything_odd_is_found_at_once() -> None:
    odd = '{"version": 1.5, "format": NaN, "nominations": [{"reference": "\\ud800", "a": 1, "a": 2}]}'
    assert {rule for rule, _ in refused(odd.encode())} == {"not-whole", "half-character", "key-twice"}


def test_a_character_written_in_two_halves_is_one() -> None:
    assert read(b'{"format": "\\ud83d\\udc4b"}') == {"format": "👋"}


def test_a_place_repeats_no_key_that_the_format_does_not_know() -> None:
    assert refused(b'{"nominations": [{"Amina Yusuf": NaN}]}') == [
        ("not-whole", "nominations[0].\N{HORIZONTAL ELLIPSIS}")
    ]
    assert place_of(("nominations", 17, "identity", "date_of_birth")) == "nominations[17].identity.date_of_birth"


def test_every_key_that_is_known_stands_in_the_published_schema() -> None:
    text = json.dumps(schema.published())
    assert {"reference", "look_again_on", "sanitisation"} <= schema.known_keys()
    assert all(f'"{key}"' in text for key in schema.known_keys())
