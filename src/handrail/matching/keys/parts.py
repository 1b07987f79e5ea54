"""The parts of which match keys are made: each reads an identity and gives no, one or several values.

A part says something of one or more *traits*: a date of birth of the year and of the day in the year, a present
postcode of where somebody lives and of their not having moved. Two records that agree on a part agree on its traits;
that is how keys that share a trait are weighed together.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from handrail.matching.identity.comparable import Comparable
from handrail.matching.identity.names import family_sound, sound, usual

Values = tuple[str, ...]

#: Names also known by that are read. Each costs tokens, and the first is the one that a register thought most of.
OTHER_NAMES: Final = 1
#: Postcodes that are read, the present one first.
RECENT: Final = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A reading of an identity: what it says in words, which kind it is of, its traits, and how it is read."""

    says: str
    kind: Literal["names", "birth", "home", "number"]
    traits: tuple[str, ...]
    read: Callable[[Comparable], Values]


def _distinct(values: Iterable[str]) -> Values:
    return tuple(dict.fromkeys(values))


def _one(value: str) -> Values:
    return (value,) if value else ()


def _given_in_use(person: Comparable) -> Values:
    return tuple(sound(word) for word in person.given[:1])


def _given(person: Comparable) -> Values:
    return _distinct(sound(words[0]) for words in (person.given, *person.also[:OTHER_NAMES]) if words)


def _family(person: Comparable) -> Values:
    return _distinct(family_sound(words[-1]) for words in (person.family, *person.also[:OTHER_NAMES]) if words)


def _names(person: Comparable) -> Values:
    if not person.given or not person.family:
        return ()
    return (" ".join(sorted((sound(person.given[0]), family_sound(person.family[-1])))),)


def _starts(letters: int) -> Callable[[Comparable], Values]:
    def part(person: Comparable) -> Values:
        if not person.given or not person.family:
            return ()
        starts = (usual(words[0]) + "".join(words[1:]) for words in (person.given, person.family))
        return (" ".join(sorted(start[:letters] for start in starts)),)

    return part


def _born(person: Comparable) -> Values:
    date = person.born
    if not date.day:
        return ()
    low, high = sorted((date.day, date.month))
    return (f"{date.year}-{low}-{high}",)


def _year(person: Comparable) -> Values:
    return (str(person.born.year),) if person.born.year else ()


def _day(person: Comparable) -> Values:
    day = person.born.in_year
    return (f"{day[0]}-{day[1]}",) if day else ()


def _postcode(person: Comparable) -> Values:
    return tuple(whole for whole, _ in person.postcodes if whole)


def _present_postcode(person: Comparable) -> Values:
    return _postcode(person)[:1]


def _recent_postcodes(person: Comparable) -> Values:
    return _postcode(person)[:RECENT]


def _digits(person: Comparable) -> Values:
    return tuple("".join(sorted(whole)) for whole in _postcode(person))


def _place_start(person: Comparable) -> Values:
    return tuple(dict.fromkeys(name[:3] for name in person.places))


def _street_start(person: Comparable) -> Values:
    return tuple(dict.fromkeys(name[:3] for _, name in person.streets if name))


def _house(person: Comparable) -> Values:
    return tuple(dict.fromkeys(number for number, _ in person.streets if number))


PARTS: Final[Mapping[str, Part]] = {
    "given-in-use": Part("how the given name in use sounds", "names", ("given",), _given_in_use),
    "given": Part("the same, or the given name of another name", "names", ("given",), _given),
    "family": Part("how the family name sounds, or that of another name", "names", ("family",), _family),
    "names": Part("how both names sound, in either order", "names", ("given", "family"), _names),
    "names-3": Part("first three letters of both names, in either order", "names", ("given", "family"), _starts(3)),
    "names-4": Part("first four letters of both names, in either order", "names", ("given", "family"), _starts(4)),
    "born": Part("date of birth, day and month in either order", "birth", ("year", "day"), _born),
    "year": Part("year of birth", "birth", ("year",), _year),
    "day": Part("day and month of birth, in either order", "birth", ("day",), _day),
    "present-postcode": Part("present postcode", "home", ("postcode", "settled"), _present_postcode),
    "recent-postcodes": Part("present postcode, and the two before it", "home", ("postcode",), _recent_postcodes),
    "postcode-digits": Part("digits of the postcode in any order", "home", ("postcode",), _digits),
    "place-start": Part("first three letters of the suburb or town", "home", ("place",), _place_start),
    "street-start": Part("first three letters of the street", "home", ("street",), _street_start),
    "house": Part("number of the house", "home", ("house",), _house),
    "nhs-number": Part("NHS number", "number", ("nhs-number",), lambda person: _one(person.nhs_number)),
    "upn": Part("unique pupil number", "number", ("upn",), lambda person: _one(person.upn)),
    "other-number": Part("another number", "number", ("other-number",), lambda person: _one(person.other_number)),
}
