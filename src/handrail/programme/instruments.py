"""Instruments: the forms on which professionals judge, factor by factor. Versioned data, never arithmetic.

An instrument says what is looked at, in whose words, and nothing else. The answers are the house's (:data:`ANSWERS`),
alike for every factor of every instrument; an instrument cannot define a scale, a weight or a total.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from handrail.programme.entries import Code, Entry, Title
from handrail.programme.faults import UnknownCode
from handrail.programme.values import CodeOf, OneOf, Pattern, Text

#: What a professional can say of a factor. Words, in no order: none is more or less than another.
ANSWERS: Final = {
    "present": "Present",
    "partly": "Partly",
    "not_seen": "Not seen",
    "not_known": "Not known",
}

#: How far a judgement can be relied on, in the judge's view. Words again.
CONFIDENCES: Final = {
    "well_founded": "Well founded",
    "some_grounds": "Some grounds",
    "thin": "Thin grounds",
}

IN_USE: Final = "in_use"
HISTORIC: Final = "historic"


@dataclass(frozen=True, slots=True)
class FactorGroup(Entry):
    """Factors that belong together. Groups are judged side by side and are never added up."""


@dataclass(frozen=True, slots=True)
class Factor(Entry):
    """One thing that is looked at. ``description`` says what a professional would look for."""

    group: Annotated[str, CodeOf("groups")]


@dataclass(frozen=True, slots=True)
class InstrumentHeader:
    """What an instrument says of itself. A ``historic`` one was superseded: it is read, and nothing starts with it."""

    code: Code
    version: Annotated[str, Pattern(r"\d+\.\d+\.\d+", "three numbers, such as 1.0.0")]
    title: Title
    description: Annotated[str, Text(limit=500)]
    standing: Annotated[str, OneOf((IN_USE, HISTORIC))]
    source: Annotated[str, Text(limit=300)]
    superseded: Annotated[str, Text(limit=200)] = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """One version of one form."""

    header: InstrumentHeader
    groups: tuple[FactorGroup, ...]
    factors: tuple[Factor, ...]

    @property
    def code(self) -> str:
        return self.header.code

    @property
    def version(self) -> str:
        return self.header.version

    @property
    def title(self) -> str:
        return self.header.title

    @property
    def startable(self) -> bool:
        """Whether an assessment can be started with it."""
        return self.header.standing == IN_USE

    def factor(self, code: str) -> Factor:
        """The factor of that code. Raises UnknownCode."""
        for factor in self.factors:
            if factor.code == code:
                return factor
        raise UnknownCode(f"the factors of {self.code}", code)

    def has(self, code: str) -> bool:
        """Whether it has a factor of that code."""
        return any(factor.code == code for factor in self.factors)

    def in_groups(self) -> Iterator[tuple[FactorGroup, tuple[Factor, ...]]]:
        """Each group with its factors, in the order of the form."""
        for group in self.groups:
            yield group, tuple(factor for factor in self.factors if factor.group == group.code)


class Instruments:
    """Every version of every instrument of a programme. An assessment names the version that it was made with."""

    __slots__ = ("_all",)

    def __init__(self, instruments: tuple[Instrument, ...] = ()) -> None:
        self._all = {(each.code, each.version): each for each in instruments}

    def __iter__(self) -> Iterator[Instrument]:
        return iter(self._all.values())

    def __len__(self) -> int:
        return len(self._all)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Instruments) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self._all))

    def version(self, code: str, version: str) -> Instrument:
        """That version of that instrument. Raises UnknownCode."""
        try:
            return self._all[code, version]
        except KeyError:
            raise UnknownCode("instruments", f"{code} {version}") from None

    @property
    def startable(self) -> tuple[Instrument, ...]:
        """Those that an assessment can be started with: at most one version of each."""
        return tuple(each for each in self if each.startable)
