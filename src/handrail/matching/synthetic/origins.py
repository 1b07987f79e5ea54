"""Name origins: the names of each, how often they are given, and how names are made of them. All of it is data."""

import itertools
import tomllib
from bisect import bisect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

_FOLDER: Final = Path(__file__).parent


class Name(NamedTuple):
    """One name: how it is mostly spelled, its other spellings, and the short forms that people are called by."""

    usual: str
    spellings: tuple[str, ...] = ()
    short: tuple[str, ...] = ()

    @classmethod
    def read(cls, entry: str) -> "Name":
        """A name of the lists, ``Catherine/Katherine+Cathy+Kate``, in which ``%`` stands for a space."""
        spelled, *short = entry.replace("%", " ").split("+")
        usual, *others = spelled.split("/")
        return cls(usual, tuple(others), tuple(short))


class Written(NamedTuple):
    """A name as one person spells it."""

    text: str
    name: Name


class Names:
    """Names of which some are far more common than others: the nth has the weight 1 / (n + offset) ** skew."""

    def __init__(self, names: Iterable[Name], *, skew: float = 0.0, offset: float = 1.0) -> None:
        self.names = tuple(names)
        self._up_to = list(itertools.accumulate((n + offset) ** -skew for n in range(1, len(self.names) + 1)))

    def draw(self, chance: Random) -> Name:
        """One of them, the common ones more often."""
        return self.names[bisect(self._up_to, chance.random() * self._up_to[-1])]


@dataclass(frozen=True, slots=True)
class Naming:
    """How people of an origin are named, and which slips happen to their names more often. Rates are parts of one."""

    family: str  # "inherited", or "patronymic": the grandfather's given name
    wife_takes: float  # her husband's family name
    second_given: float  # a second given name
    double_barrelled: float
    named_after_parent: float  # a first son after his father, a first daughter after her mother
    others_kept: float = 0.35  # of given names beside the one in use, those that a file has whole
    father_as_second: float = 0.0  # the father's given name as the second one
    before_given: Mapping[str, Any] = field(default_factory=dict)  # such as Mohammed before the name that is used
    women_instead: Mapping[str, Any] = field(default_factory=dict)  # such as Begum in place of a family name
    second_is: Mapping[str, str] = field(default_factory=dict)  # Singh, Kaur
    last_is_second: float = 0.0  # Singh or Kaur as the family name
    generational: float = 0.0  # brothers and sisters who share a syllable
    western_name: float = 0.0  # another given name, used with strangers
    papers_january_first: float = 0.0  # whose papers say 1 January because nobody knew the day
    women_end: str = ""  # endings of family names for women
    names_swapped: float | None = None
    part_chosen: float | None = None
    january_first: float | None = None
    respelled: float | None = None

    def slips(self) -> dict[str, float]:
        """The rates that differ from those of the file."""
        own = {
            "names-swapped": self.names_swapped,
            "part-chosen": self.part_chosen,
            "january-first": self.january_first,
            "respelled": self.respelled,
        }
        return {kind: rate for kind, rate in own.items() if rate is not None}


@dataclass(frozen=True, slots=True, eq=False)  # there is one of each
class Origin:
    """One origin of names, and the stratum in which its people are counted: several of few people share one."""

    stratum: str
    part: float  # of the people of that stratum
    label: str
    naming: Naming
    given: Mapping[bool, Names]  # by whether it is a woman's
    western: Mapping[bool, Names]
    family: Names
    composed: tuple[float, Names, Names] | None  # a share of family names put together of two parts
    first_syllables: Names | None
    second_syllables: Mapping[bool, Names]
    syllables: Mapping[str, str]  # and another spelling of each
    before: Names | None
    instead: Names | None
    seconds: Mapping[bool, Name]
    women_end: tuple[tuple[str, str], ...]


@cache
def origins() -> Mapping[str, Origin]:
    """Every origin there is a file for, by the file's name."""
    return {path.stem: _read(path) for path in sorted((_FOLDER / "names").glob("*.toml"))}


@cache
def mixes() -> Mapping[str, Mapping[str, float]]:
    """The shares of strata that a population may have, by the name of the mix."""
    data: Mapping[str, Mapping[str, float]] = tomllib.loads((_FOLDER / "mixes.toml").read_text(encoding="utf-8"))
    return data


def shares(mix: str) -> list[tuple[Origin, float]]:
    """Every origin with its share of the people of a mix."""
    every = [(origin, mixes()[mix].get(origin.stratum, 0.0)) for origin in origins().values()]
    return [(origin, share * origin.part) for origin, share in every if share]


def _read(path: Path) -> Origin:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    naming, given, names = Naming(**data["naming"]), data["given"], data.get("names", {})
    composed = data.get("composed")
    skew, offset = given["skew"], given["offset"]

    def listed(words: str | None, **frequency: float) -> Names | None:
        return Names(map(Name.read, words.split()), **frequency) if words else None

    def by_sex(men: str, women: str) -> dict[bool, Names]:
        lists = {False: given.get(men), True: given.get(women)}
        return {
            woman: Names(map(Name.read, words.split()), skew=skew, offset=offset)
            for woman, words in lists.items()
            if words
        }

    return Origin(
        stratum=data.get("stratum", path.stem),
        part=data.get("part", 1.0),
        label=data["label"],
        naming=naming,
        given=by_sex("men", "women"),
        western=by_sex("western_men", "western_women"),
        family=listed(names.get("words"), skew=names.get("skew", 0.0), offset=names.get("offset", 1.0)) or Names(()),
        composed=(
            (composed["share"], *(Names(Name(part) for part in composed[each].split()) for each in ("first", "second")))
            if composed
            else None
        ),
        first_syllables=listed(given.get("first"), skew=skew, offset=offset),
        second_syllables=by_sex("men_second", "women_second"),
        syllables=dict(pair.split("=") for pair in given.get("spelling", "").split()),
        before=listed(naming.before_given.get("men")),
        instead=listed(naming.women_instead.get("words"), skew=0.7, offset=2),
        seconds={sex == "women": Name.read(entry) for sex, entry in naming.second_is.items()},
        women_end=tuple((end.partition("=")[0], end.partition("=")[2]) for end in naming.women_end.split()),
    )
