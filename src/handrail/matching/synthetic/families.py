"""Households: couples, parents and children, twins, brothers and sisters, one after the other and for ever."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import accumulate, count
from pathlib import Path
from random import Random
from typing import Any, Final

from handrail.matching.synthetic import naming, numbers
from handrail.matching.synthetic.origins import Origin, Written, shares
from handrail.matching.synthetic.people import Home, Person
from handrail.matching.synthetic.places import Places

_DATA: Final[Mapping[str, Any]] = tomllib.loads(Path(__file__).with_name("households.toml").read_text(encoding="utf-8"))
_TODAY: Final[date] = _DATA["as_of"]
_YEAR: Final = 365.2425
#: The youngest and oldest whom a household of grown-ups is made of, in years, and a pupil's.
_GROWN, _OLD, _SCHOOL = 18, 90, (5, 18)
#: Years between parent and child: at least, and the width of what is drawn.
_BETWEEN: Final = (18, 22)


class Families:
    """All the households of one population, drawn from ``chance`` in turn; nothing is kept of those that went by."""

    def __init__(self, chance: Random, *, people: int, mix: str) -> None:
        self._chance = chance
        self._places = Places(people)
        self._number = count(1)
        mixed = shares(mix)
        self._origins = [origin for origin, _ in mixed]
        self._origins_up_to = list(accumulate(share for _, share in mixed))
        self._kinds = list(_DATA["kinds"])
        self._kinds_up_to = list(accumulate(_DATA["kinds"].values()))

    def people(self) -> Iterator[Person]:
        """Everybody, household by household."""
        households = {
            "alone": self._alone,
            "couple": self._couple,
            "family": self._family,
            "lone-parent": self._lone_parent,
            "siblings": self._siblings,
            "three-generations": self._three_generations,
        }
        while True:
            kind = self._chance.choices(self._kinds, cum_weights=self._kinds_up_to)[0]
            yield from households[kind](self._origin(), self._homes())

    def _origin(self) -> Origin:
        return self._chance.choices(self._origins, cum_weights=self._origins_up_to)[0]

    def _alone(self, origin: Origin, homes: tuple[Home, ...]) -> Iterator[Person]:
        woman = self._chance.random() < 0.5
        yield self._grown(origin, homes, woman=woman, age=self._age(_GROWN, _OLD))

    def _couple(self, origin: Origin, homes: tuple[Home, ...]) -> Iterator[Person]:
        yield from self._pair(origin, homes, age=self._age(_GROWN + 4, _OLD))

    def _family(self, origin: Origin, homes: tuple[Home, ...]) -> Iterator[Person]:
        husband, wife = self._pair(origin, homes, age=self._age(_GROWN + 4, 62))
        yield from (husband, wife)
        yield from self._children(origin, homes, father=husband, mother=wife)

    def _lone_parent(self, origin: Origin, homes: tuple[Home, ...]) -> Iterator[Person]:
        mother = self._grown(origin, homes, woman=True, age=self._age(_GROWN + 2, 58))
        yield mother
        yield from self._children(origin, homes, father=None, mother=mother)

    def _siblings(self, origin: Origin, homes: tuple[Home, ...]) -> Iterator[Person]:
        father = self._grown(origin, homes, woman=False, age=self._age(45, 75))  # lives elsewhere
        yield from self._children(origin, homes, father=father, mother=None, at_least=2, grown=True)

    def _three_generations(self, origin: Origin, homes: tuple[Home, ...]) -> Iterator[Person]:
        grandfather, grandmother = self._pair(origin, homes, age=self._age(52, 85))
        yield from (grandfather, grandmother)
        parted = self._age(_BETWEEN[0], sum(_BETWEEN))
        age = max(_GROWN + 4, int(min(grandfather.years_old, grandmother.years_old)) - parted)
        husband, wife = self._pair(origin, homes, age=age, father=grandfather)
        yield from (husband, wife)
        yield from self._children(origin, homes, father=husband, mother=wife)

    def _pair(
        self, origin: Origin, homes: tuple[Home, ...], *, age: int, father: Person | None = None
    ) -> tuple[Person, Person]:
        chance = self._chance
        husband = self._grown(origin, homes, woman=False, age=age, father=father)
        hers = self._origin() if chance.random() < _DATA["mixed"] else origin
        wife_age = max(_GROWN, round(chance.gauss(age - 2, 4)))
        takes = hers.naming.family == origin.naming.family == "inherited" and chance.random() < origin.naming.wife_takes
        husbands = naming.for_a_woman(origin, husband.family, chance) if takes else None
        return husband, self._grown(hers, homes, woman=True, age=wife_age, takes=husbands)

    def _children(
        self,
        origin: Origin,
        homes: tuple[Home, ...],
        *,
        father: Person | None,
        mother: Person | None,
        at_least: int = 1,
        grown: bool = False,
    ) -> Iterator[Person]:
        chance = self._chance
        parents = [each for each in (father, mother) if each]
        weights = _DATA["children"]["numbers"]
        wanted = max(at_least, chance.choices(range(1, len(weights) + 1), weights)[0])
        syllable = origin.first_syllables.draw(chance).usual if origin.first_syllables else ""
        shared = syllable if chance.random() < origin.naming.generational else ""
        family = self._family_of(origin, father, mother)
        oldest = min(int(each.years_old) for each in parents) - _BETWEEN[0]
        if oldest < (_GROWN if grown else 0):
            return
        youngest = _GROWN if grown else 0
        born = self._born(chance.randint(youngest, min(oldest, 70 if grown else 24)))
        names = _Names(origin, chance, father=father, mother=mother, syllable=shared)
        while wanted > 0 and self._years_old(born) >= youngest:
            together = 2 if chance.random() < _DATA["twins"] else 1
            for _ in range(together):
                woman = chance.random() < 0.5
                given, used = names.next(woman=woman)
                yield self._person(
                    origin, homes, woman=woman, given=given, used=used, born=born,
                    family=naming.for_a_woman(origin, family, chance) if woman else family,
                )  # fmt: skip
            wanted -= together
            born += timedelta(days=chance.randint(330, 1900))
            if born >= _TODAY:
                return

    def _family_of(self, origin: Origin, father: Person | None, mother: Person | None) -> Written:
        """The children's family name, as a man has it."""
        if father is not None:
            return father.given[-1] if origin.naming.family == "patronymic" else father.family
        if origin.naming.family == "patronymic" or origin.women_end or origin.instead or origin.seconds:
            return naming.family_name(origin, self._chance)  # the father's, who lives elsewhere
        if mother is None:
            raise ValueError("children need a parent")
        return mother.family

    def _grown(
        self,
        origin: Origin,
        homes: tuple[Home, ...],
        *,
        woman: bool,
        age: int,
        father: Person | None = None,
        takes: Written | None = None,
    ) -> Person:
        chance = self._chance
        given, used = naming.given_names(origin, chance, woman=woman, father=father)
        family = self._family_of(origin, father, None) if father else naming.family_name(origin, chance)
        if woman:
            family = naming.for_a_woman(origin, family, chance)
        married = chance.random() * min(_DATA["marriage"]["years_ago"], max(1, age - _GROWN)) if takes else 0.0
        return self._person(
            origin, homes, woman=woman, given=given, used=used, born=self._born(age),
            family=takes or family, former=family if takes and takes.text != family.text else None, married=married,
        )  # fmt: skip

    def _person(
        self,
        origin: Origin,
        homes: tuple[Home, ...],
        *,
        woman: bool,
        given: tuple[Written, ...],
        used: int,
        family: Written,
        born: date,
        former: Written | None = None,
        married: float = 0.0,
    ) -> Person:
        chance, number = self._chance, next(self._number)
        return Person(
            number=number,
            origin=origin,
            woman=woman,
            given=given,
            used=used,
            family=family,
            born=self._on_paper(origin, born),
            homes=homes,
            nhs_number=numbers.nhs_number(number),
            upn=numbers.upn(chance) if _SCHOOL[0] <= self._years_old(born) < _SCHOOL[1] else "",
            western=naming.western_name(origin, chance, woman=woman),
            former=former,
            married=married,
            years_old=(_TODAY - born).days / _YEAR,
        )

    def _on_paper(self, origin: Origin, born: date) -> date:
        """The date of birth on a person's papers: 1 January for some whose day of birth was nowhere written down."""
        return born.replace(day=1, month=1) if self._chance.random() < origin.naming.papers_january_first else born

    def _homes(self) -> tuple[Home, ...]:
        """The addresses of a household, the newest first."""
        chance, data = self._chance, _DATA["homes"]
        since = chance.expovariate(1 / data["years_between_moves"])
        homes = [self._places.near(since, chance)]
        while len(homes) < data["remembered"]:
            since += chance.expovariate(1 / data["years_between_moves"])
            draw = self._places.near if chance.random() < data["stays_near"] else self._places.elsewhere
            homes.append(draw(since, chance))
        return tuple(homes)

    def _age(self, youngest: int, oldest: int) -> int:
        """Younger ages somewhat more often: the mean of the range lies at four tenths of it."""
        return youngest + int((oldest - youngest) * self._chance.betavariate(1.2, 1.8))

    def _born(self, age: int) -> date:
        return _TODAY - timedelta(days=int((age + self._chance.random()) * _YEAR) + 1)

    @staticmethod
    def _years_old(born: date) -> int:
        return int((_TODAY - born).days / _YEAR)


class _Names:
    """Given names for brothers and sisters, one after the other: each another, and the first perhaps a parent's."""

    def __init__(
        self, origin: Origin, chance: Random, *, father: Person | None, mother: Person | None, syllable: str
    ) -> None:
        self._origin, self._chance, self._father, self._syllable = origin, chance, father, syllable
        self._namesakes = {False: father, True: mother}
        self._taken: set[str] = set()

    def next(self, *, woman: bool) -> tuple[tuple[Written, ...], int]:
        """The given names of the next child, and the place of the one in use."""
        namesake = self._namesakes.pop(woman, None)
        if namesake and self._chance.random() < self._origin.naming.named_after_parent:
            given, used = namesake.given, namesake.used
        else:
            given, used = self._another(woman=woman)
        self._taken.add(given[used].text)
        return given, used

    def _another(self, *, woman: bool) -> tuple[tuple[Written, ...], int]:
        """A name that no brother or sister has. Were all names taken, the last one drawn would do."""
        for _ in range(20):
            given, used = naming.given_names(
                self._origin, self._chance, woman=woman, father=self._father, syllable=self._syllable
            )
            if given[used].text not in self._taken:
                break
        return given, used
