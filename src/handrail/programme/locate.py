"""On which line of a TOML file each key stands. `tomllib` gives values without places, and a fault needs its place.

The text must already have been accepted by `tomllib`: this reads only as much TOML as it takes to find keys, table
headers and the ends of values.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """The lines of one key and its value, or of one table header, counted from 1."""

    first: int
    last: int


class Lines:
    """Where the keys of one file stand. A path is as in the parsed value: ("roles", 3, "title")."""

    def __init__(self, text: str, spans: dict[KeyPath, Span]) -> None:
        self._rows = text.split("\n")
        self._spans = spans

    @classmethod
    def of(cls, text: str) -> Self:
        """Find every key in `text`, which `tomllib` has already accepted."""
        return cls(text, dict(_Scanner(text).spans()))

    def line(self, path: KeyPath, element: str | None = None) -> int:
        """The line of `path`, or of the nearest key above it; within a list, the line that quotes `element`."""
        while path and path not in self._spans:
            path = path[:-1]
        span = self._spans.get(path, Span(1, 1))
        if element is not None:
            for number in range(span.first, span.last + 1):
                if f'"{element}"' in self._rows[number - 1] or f"'{element}'" in self._rows[number - 1]:
                    return number
        return span.first


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._newlines = [newline.start() for newline in re.finditer("\n", text)]
        self._at = 0
        self._table: KeyPath = ()
        self._lengths: dict[KeyPath, int] = {}  # arrays of tables seen so far, by path

    def spans(self) -> Iterator[tuple[KeyPath, Span]]:
        while self._skip_blank():
            first = self._line()
            if self._text.startswith("[[", self._at):
                yield self._array_header(), Span(first, first)
            elif self._text[self._at] == "[":
                self._at += 1
                self._table = self._resolve(self._keys())
                self._at += 1
                yield self._table, Span(first, first)
            else:
                path = self._table + tuple(self._keys())
                self._at += 1  # the equals sign
                self._skip_value()
                yield path, Span(first, self._line())

    def _line(self) -> int:
        return bisect_left(self._newlines, self._at) + 1

    def _skip_blank(self) -> bool:
        """Move past spaces, newlines and comments; false at the end of the file."""
        while self._at < len(self._text):
            if self._text[self._at] == "#":
                self._to_end_of_line()
            elif self._text[self._at].isspace():
                self._at += 1
            else:
                return True
        return False

    def _to_end_of_line(self) -> None:
        end = self._text.find("\n", self._at)
        self._at = len(self._text) if end < 0 else end

    def _array_header(self) -> KeyPath:
        self._at += 2
        keys = self._keys()
        self._at += 2
        array = (*self._resolve(keys[:-1]), keys[-1])
        index = self._lengths.get(array, 0)
        self._lengths[array] = index + 1
        self._table = (*array, index)
        return self._table

    def _resolve(self, keys: list[str]) -> KeyPath:
        """The path a header names: within an array of tables, its latest element."""
        path: KeyPath = ()
        for key in keys:
            path = (*path, key)
            if path in self._lengths:
                path = (*path, self._lengths[path] - 1)
        return path

    def _keys(self) -> list[str]:
        """A dotted key, leaving the scanner on the character after it: "=" or "]"."""
        keys: list[str] = []
        while True:
            self._skip_spaces()
            if self._text[self._at] in "\"'":
                start = self._at + 1
                self._skip_string()
                keys.append(self._text[start : self._at - 1])
            else:
                start = self._at
                while self._text[self._at] not in ".=] \t":
                    self._at += 1
                keys.append(self._text[start : self._at])
            self._skip_spaces()
            if self._text[self._at] != ".":
                return keys
            self._at += 1

    def _skip_spaces(self) -> None:
        while self._text[self._at] in " \t":
            self._at += 1

    def _skip_value(self) -> None:
        """Move past one value: to the end of its line, or of the line on which its last bracket or quote closes."""
        depth = 0
        while self._at < len(self._text):
            character = self._text[self._at]
            if character in "\"'":
                self._skip_string()
                continue
            if character == "#":
                self._to_end_of_line()
                continue
            if character == "\n" and depth == 0:
                return
            depth += (character in "[{") - (character in "]}")
            self._at += 1

    def _skip_string(self) -> None:
        quote = self._text[self._at]
        mark = quote * 3 if self._text.startswith(quote * 3, self._at) else quote
        self._at += len(mark)
        while not self._text.startswith(mark, self._at):
            self._at += 2 if quote == '"' and self._text[self._at] == "\\" else 1
        self._at += len(mark)
        # A long string may end in one or two quotes of its own before the three that close it.
        while len(mark) == 3 and self._text.startswith(quote, self._at):
            self._at += 1
