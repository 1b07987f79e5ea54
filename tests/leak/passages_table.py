"""Reads the table of who may pass the gate (passages.txt) and answers from it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

WRITTEN = Path(__file__).with_name("passages.txt")
SEPARATOR = " while "


@dataclass(frozen=True)
class Line:
    """One line: what one has to be to the record, in which states (none said: in each), and the roles that may."""

    standing: str
    while_in: frozenset[str]
    roles: frozenset[str]

    def covers(self, tags: frozenset[str]) -> bool:
        """Whether somebody who is all of ``tags`` to the record is meant."""
        return any(all(_is(each, tags) for each in one.split(" & ")) for one in self.standing.split(" / "))


def _is(said: str, tags: frozenset[str]) -> bool:
    return said.removeprefix("not ") not in tags if said.startswith("not ") else said in tags


@dataclass(frozen=True)
class Table:
    """The lines of every passage of every kind of record."""

    lines: Mapping[tuple[str, str], tuple[Line, ...]]
    _answers: dict[tuple[str, str, frozenset[str], str, str], bool] = field(default_factory=dict)

    def may(self, kind: str, passage: str, tags: frozenset[str], role: str, state: str = "") -> bool:
        """Whether the table lets somebody in ``role`` pass, who is ``tags`` to a record that is in ``state``."""
        cell = (kind, passage, tags, role, state)
        if cell not in self._answers:
            self._answers[cell] = any(
                role in line.roles and line.covers(tags) and (not line.while_in or state in line.while_in)
                for line in self.lines[kind, passage]
            )
        return self._answers[cell]

    def words(self) -> set[str]:
        """Everything that the table says one can be to a record."""
        said = (line.standing for lines in self.lines.values() for line in lines)
        return {each.removeprefix("not ") for one in said for part in one.split(" / ") for each in part.split(" & ")}


@lru_cache(maxsize=1)
def table() -> Table:
    """The table as it is written."""
    return Table(dict(_read(WRITTEN.read_text(encoding="utf-8").splitlines())))


def _read(text: Iterable[str]) -> Iterator[tuple[tuple[str, str], tuple[Line, ...]]]:
    named: dict[str, str] = {}
    found: dict[tuple[str, str], list[Line]] = {}
    kind, passages = "", tuple[str, ...]()
    for line in text:
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("roles "):
            name, _, roles = line.removeprefix("roles ").partition(": ")
            named[name] = roles
        elif line.startswith("["):
            kind = line.strip("[]")
        elif line.startswith(" "):
            for passage in passages:
                found[kind, passage].append(_line(line, named))
        else:
            passages = tuple(line.split())
            for passage in passages:
                if (kind, passage) in found:
                    raise ValueError(f"{passage} is written twice.")
                found[kind, passage] = []
    return ((place, tuple(lines)) for place, lines in found.items())


def _line(line: str, named: Mapping[str, str]) -> Line:
    who, _, roles = line.strip().partition(": ")
    standing, _, states = who.partition(SEPARATOR)
    said = [role for each in roles.split() for role in named.get(each, each).split()]
    return Line(standing, frozenset(states.split()), frozenset(said))
