"""What a value in a rulebook may be. Each rule reads one TOML value, and says in plain words what is wrong with it.

The fields of the entries (see `entries`) carry these rules as annotations, so that the shape of a rulebook is written
once: it types the code, checks the data and names what it refuses.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

from handrail.programme.kinds import ORGANISATION_KINDS, REGIMES
from handrail.programme.suggestion import did_you_mean

#: The codes that each section of the rulebook defines, for references to be checked against.
Known = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing wrong with a value. `element` is the item of a list that is at fault, if one is."""

    rule: str
    message: str
    element: str | None = None
    key: str | None = None


class Rule(Protocol):
    """What one field accepts."""

    def wrongs(self, value: object, known: Known) -> Iterator[Wrong]:
        """Everything wrong with `value`; nothing if it may be used."""
        ...

    def accept(self, value: Any) -> object:
        """The value to keep, once nothing is wrong with it: immutable."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """Words for people: not empty, no stray spaces, at most `limit` characters."""

    limit: int

    def wrongs(self, value: object, known: Known) -> Iterator[Wrong]:
        if not isinstance(value, str):
            yield Wrong("wrong-type", "must be text in quotation marks")
        elif not value.strip():
            yield Wrong("empty-text", "must say something")
        elif value != value.strip() or "\n" in value:
            yield Wrong("stray-space", "must be one line without spaces around it")
        elif len(value) > self.limit:
            yield Wrong("text-too-long", f"has {len(value)} characters; at most {self.limit} fit on the pages")

    def accept(self, value: Any) -> object:
        return value


@dataclass(frozen=True, slots=True)
class Pattern:
    """A short formal text, such as a code. `says` completes "must be …"."""

    expression: str
    says: str

    def wrongs(self, value: object, known: Known) -> Iterator[Wrong]:
        if not isinstance(value, str) or not re.fullmatch(self.expression, value):
            element = value if isinstance(value, str) else None
            yield Wrong("wrong-form", f"must be {self.says}", element)

    def accept(self, value: Any) -> object:
        return value


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number, at least 1: no period, ceiling or length of zero means anything."""

    most: int = 1_000_000

    def wrongs(self, value: object, known: Known) -> Iterator[Wrong]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield Wrong("wrong-type", "must be a whole number, without quotation marks")
        elif value < 1:
            yield Wrong("not-positive", f"is {value}; it must be 1 or more")
        elif value > self.most:
            yield Wrong("too-many", f"is {value}; it must be {self.most} or less")

    def accept(self, value: Any) -> object:
        return value


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""

    def wrongs(self, value: object, known: Known) -> Iterator[Wrong]:
        if not isinstance(value, bool):
            yield Wrong("wrong-type", "must be true or false, without quotation marks")

    def accept(self, value: Any) -> object:
        return value


@dataclass(frozen=True, slots=True)
class Day:
    """A date, written without quotation marks."""

    def wrongs(self, value: object, known: Known) -> Iterator[Wrong]:
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            yield Wrong("wrong-type", "must be a date like 2029-03-31, without quotation marks")

    def accept(self, value: Any) -> object:
        return value


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words that the house knows."""

    choices: tuple[str, ...]
    rule: str = "unknown-word"

    def wrongs(self, value: object, known: Known) -> Iterator[Wrong]:
        if not isinstance(value, str) or value not in self.choices:
            listed = ", ".join(f'"{choice}"' for choice in self.choices)
            yield Wrong(self.rule, f"is {_shown(value)}; it must be one of {listed}", _text(value))

    def accept(self, value: Any) -> object:
        return value


@dataclass(frozen=True, slots=True)
class CodeOf:
    """A code that another section of the same rulebook defines."""

    section: str

    def wrongs(self, value: object, known: Known) -> Iterator[Wrong]:
        codes = known.get(self.section, frozenset())
        if not isinstance(value, str) or value not in codes:
            hint = did_you_mean(value, codes)
            yield Wrong("dangling-code", f"is {_shown(value)}, which isn't among {self.section}{hint}", _text(value))

    def accept(self, value: Any) -> object:
        return value


@dataclass(frozen=True, slots=True)
class KindOfOrganisation:
    """A kind of organisation that the house knows."""

    def wrongs(self, value: object, known: Known) -> Iterator[Wrong]:
        if not isinstance(value, str) or value not in ORGANISATION_KINDS:
            hint = did_you_mean(value, ORGANISATION_KINDS)
            yield Wrong(
                "unknown-kind", f"names {_shown(value)}, which isn't a kind of organisation{hint}", _text(value)
            )

    def accept(self, value: Any) -> object:
        return value


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list in which the order matters, nothing twice."""

    of: Rule
    may_be_empty: bool = False

    def wrongs(self, value: object, known: Known) -> Iterator[Wrong]:
        if not isinstance(value, list):
            yield Wrong("wrong-type", "must be a list in square brackets")
            return
        if not value and not self.may_be_empty:
            yield Wrong("empty-list", "must name at least one")
        seen: list[object] = []
        for element in value:
            if element in seen:
                yield Wrong("repeated", f"names {_shown(element)} twice", _text(element))
                continue
            seen.append(element)
            yield from self.of.wrongs(element, known)

    def accept(self, value: Any) -> object:
        return tuple(self.of.accept(element) for element in value)


@dataclass(frozen=True, slots=True)
class SetOf(ListOf):
    """A list in which the order doesn't matter, nothing twice."""

    def accept(self, value: Any) -> object:
        return frozenset(self.of.accept(element) for element in value)


@dataclass(frozen=True, slots=True)
class KindsByRegime:
    """A table from regime to the kinds of organisation under it; no kind under two. Kept as kind to regime."""

    def wrongs(self, value: object, known: Known) -> Iterator[Wrong]:
        if not isinstance(value, dict) or not value:
            yield Wrong("wrong-type", "must be a table from a regime to kinds of organisation")
            return
        regimes: dict[object, str] = {}
        for regime, kinds in value.items():
            if regime not in REGIMES:
                yield Wrong(
                    "unknown-word", f"names {_shown(regime)}; a regime is one of {', '.join(REGIMES)}", key=regime
                )
            for wrong in ListOf(KindOfOrganisation()).wrongs(kinds, known):
                yield Wrong(wrong.rule, wrong.message, wrong.element, key=regime)
            for kind in kinds if isinstance(kinds, list) else []:
                if isinstance(kind, str) and regimes.setdefault(kind, regime) != regime:
                    message = f"puts {_shown(kind)} under two regimes, {regimes[kind]} and {regime}"
                    yield Wrong("two-regimes", message, kind, key=regime)

    def accept(self, value: Any) -> object:
        return MappingProxyType({kind: regime for regime, kinds in value.items() for kind in kinds})


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
