"""Every key of a TOML file is found on its line."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.programme import folder_of
from handrail.programme.locate import KeyPath, Lines

_key = st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True)
_value = st.sampled_from(
    [
        "1",
        "true",
        "2029-03-31",
        '"plain"',
        '"a # no comment"',
        r'"an escaped \" quote"',
        "'literal \\ text'",
        '"""\nlong\n[not.a.header]\nkey = "no key"\n"""',
        '"""ends in quotes"""""',
        "'''\nlong\n= literal'''",
        "[1, 2]",
        '[\n  "a", # ] no end\n  "b",\n]',
        '[["]"], [\n"[" ]]',
        '{ a = 1, b = "}" }',
        "[]",
    ]
)
_ending = st.sampled_from(["\n", " # comment\n", "\n\n", "\n# [comment]\n"])


@st.composite
def _documents(draw: st.DrawFn) -> tuple[str, dict[KeyPath, int]]:
    """A TOML text, and the line of each key and header that was written into it."""
    text = ""
    lines: dict[KeyPath, int] = {}
    arrays: dict[str, int] = {}
    for header in [None, *draw(st.lists(_key, max_size=5))]:
        prefix: KeyPath = ()
        if header is not None:
            prefix = (header, arrays.setdefault(header, 0))
            arrays[header] += 1
            lines[prefix] = text.count("\n") + 1
            text += draw(st.sampled_from(["[[{}]]", "[[ {} ]]", '[["{}"]]'])).format(header) + draw(_ending)
        taken = set(arrays) | {"sub"}
        for key in sorted(draw(st.sets(_key, max_size=4)) - taken):
            lines[*prefix, key] = text.count("\n") + 1
            text += draw(st.sampled_from(["{} = {}", "{}={}", '"{}" = {}', "  {}   =\t{}"])).format(key, draw(_value))
            text += draw(_ending)
        if header is not None and draw(st.booleans()):
            lines[*prefix, "sub"] = text.count("\n") + 1
            text += f"[{header}.sub]" + draw(_ending)
            lines[*prefix, "sub", "x"] = text.count("\n") + 1
            text += "x = 1" + draw(_ending)
    return text, lines


@given(_documents())
def test_every_key_of_any_document_is_found_on_its_line(document: tuple[str, dict[KeyPath, int]]) -> None:
    text, written = document
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return  # a top-level key drawn before a header of the same name
    lines = Lines.of(text)
    assert {path: lines.line(path) for path in written} == written


@pytest.mark.parametrize("path", sorted(folder_of("mac").glob("*.toml")), ids=lambda path: path.name)
def test_every_key_of_the_rulebook_is_found_on_its_line(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    lines, rows = Lines.of(text), text.split("\n")
    for section, value in tomllib.loads(text).items():
        for index, entry in enumerate(value if isinstance(value, list) else []):
            for key in entry:
                row = rows[lines.line((section, index, key)) - 1]
                assert row.startswith((f"{key} =", f"[{section}.{key}]")), (section, index, key, row)


def test_an_element_of_a_long_list_is_found_on_its_own_line() -> None:
    lines = Lines.of('[[roles]]\nheld_in = [\n    "council",\n    "nhs",\n]\n\n[other]\nx = "nhs"\n')
    assert lines.line(("roles", 0, "held_in"), "nhs") == 4
    assert lines.line(("roles", 0, "held_in"), "school") == 2


def test_a_key_that_is_not_there_is_placed_at_the_table_that_lacks_it() -> None:
    lines = Lines.of('[[roles]]\ncode = "a"\n\n[[roles]]\ncode = "b"\n')
    assert lines.line(("roles", 1, "title")) == 4


def test_dotted_keys_and_windows_line_ends_are_found() -> None:
    lines = Lines.of('a.b = 1\r\n\r\n[t]\r\nc."d e" = 2\r\n')
    assert (lines.line(("a", "b")), lines.line(("t", "c", "d e"))) == (1, 4)
