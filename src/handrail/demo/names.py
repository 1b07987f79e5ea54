"""Names for synthetic people: many origins, each with the spellings under which services would know them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

_FILE: Final = Path(__file__).parent / "data" / "names.toml"

Spelling = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SyntheticName:
    """A given and a family name. `variants` are other spellings of the same name, none of them equal to it."""

    given: str
    family: str
    variants: tuple[Spelling, ...]
    origin: str
    woman: bool

    @property
    def initials(self) -> str:
        """The first letters of the given and the family name."""
        return self.given[0] + self.family[0]

    def __str__(self) -> str:
        return f"{self.given} {self.family}"


@dataclass(frozen=True, slots=True)
class Origin:
    """Names of one origin. Each name is a tuple of its spellings, the usual one first."""

    code: str
    women: tuple[tuple[str, ...], ...]
    men: tuple[tuple[str, ...], ...]
    family: tuple[tuple[str, ...], ...]
    family_women: tuple[tuple[str, ...], ...]


@cache
def origins() -> tuple[Origin, ...]:
    """Every origin, in the order of the file."""
    return tuple(_origin(entry) for entry in tomllib.loads(_FILE.read_text(encoding="utf-8"))["origins"])


def draw(random: Random) -> SyntheticName:
    """A name at random; the same seed draws the same names."""
    origin = random.choice(origins())
    woman = random.random() < 0.5
    given = random.choice(origin.women if woman else origin.men)
    family = random.choice(origin.family_women if woman else origin.family)
    spellings = [(first, last) for last in family for first in given]
    return SyntheticName(given[0], family[0], tuple(spellings[1:]), origin.code, woman)


def _origin(entry: dict[str, Any]) -> Origin:
    family = _names(entry["family"])
    return Origin(
        code=entry["code"],
        women=_names(entry["women"]),
        men=_names(entry["men"]),
        family=family,
        family_women=_names(entry["family_women"]) if "family_women" in entry else family,
    )


def _names(written: list[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(spelling.strip() for spelling in name.split("|")) for name in written)
