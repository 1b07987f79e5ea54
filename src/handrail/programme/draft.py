"""A rulebook as it was read, each part with its place: whole or not, so that every fault can be found at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from handrail.programme.faults import Fault
from handrail.programme.instruments import Instruments
from handrail.programme.locate import KeyPath, Lines

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, and the path of a table in it."""

    file: str
    lines: Lines
    path: KeyPath

    def fault(self, rule: str, message: str, *key: str, element: str | None = None) -> Fault:
        """A fault here, or at `key` within here, or at that `element` of a list there."""
        return Fault(self.file, self.lines.line((*self.path, *key), element), rule, message)


@dataclass(slots=True)
class Draft:
    """What could be read. An entry with faults of its own is left out of `sections`; its code is still in `codes`."""

    folder: str
    header: dict[str, object] = field(default_factory=dict)
    header_place: Place = field(default_factory=lambda: Place("programme.toml", Lines.of(""), ()))
    sections: dict[str, list[tuple[object, Place]]] = field(default_factory=dict)
    codes: dict[str, frozenset[str]] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    instruments: Instruments = field(default_factory=Instruments)
    faults: list[Fault] = field(default_factory=list)

    def entries(self, section: str, of: type[T]) -> Iterator[tuple[T, Place]]:
        """The sound entries of a section, in order, each with its place."""
        for entry, place in self.sections.get(section, []):
            if isinstance(entry, of):
                yield entry, place

    def place_of(self, section: str) -> Place:
        """Where a section begins; the head of the rulebook if it has none."""
        return self.places.get(section, self.header_place)
