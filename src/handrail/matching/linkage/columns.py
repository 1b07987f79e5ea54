"""What is compared of a record: its identity in one spelling, as columns that both engines read."""

from collections.abc import Callable, Iterable, Mapping
from itertools import product
from typing import Final, Literal, NamedTuple

from handrail.matching.identity import Identity
from handrail.matching.identity.comparable import Comparable, comparable
from handrail.matching.identity.names import family_sound, sound

#: A value of a column: text, several texts, or nothing said. Never empty text, and never an empty list.
Value = str | list[str] | None

#: The column of the record's own id, which is compared with nothing.
ID: Final = "unique_id"


class Column(NamedTuple):
    """A column that a model may speak of: of one text or several, and how it is read."""

    kind: Literal["text", "several"]
    read: Callable[[Comparable], Value]


def _given(person: Comparable) -> str:
    return person.given[0] if person.given else ""


def _family(person: Comparable) -> str:
    return " ".join(person.family)


def _given_heard(person: Comparable) -> list[str]:
    return _heard(person.given)


def _family_heard(person: Comparable) -> list[str]:
    return _heard(person.family)


def _heard(words: Iterable[str]) -> list[str]:
    """Each word by its sound, heard alike wherever it stands: to find a name in the other’s place."""
    return _distinct(sound(word) for word in words if len(word) > 1)


def _heard_either_way(person: Comparable) -> list[str]:
    pairs = product(_given_heard(person), _family_heard(person))
    return _distinct(" ".join(sorted(pair)) for pair in pairs)


def _born(person: Comparable) -> str:
    date = person.born
    return f"{date.year:04}-{date.month:02}-{date.day:02}" if date.day else ""


def _born_either_way(person: Comparable) -> str:
    low, high = sorted((person.born.month, person.born.day))
    return f"{person.born.year:04} {low:02} {high:02}" if person.born.day else ""


def _given_sounds(person: Comparable) -> list[str]:
    others = (words[0] for words in person.also)
    return _distinct(sound(word) for word in (*person.given, *others) if len(word) > 1)


def _family_sounds(person: Comparable) -> list[str]:
    others = (words[-1] for words in person.also if len(words) > 1)
    return _distinct(family_sound(word) for word in (*person.family, *others))


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


#: Every column, by its name.
COLUMNS: Final[Mapping[str, Column]] = {
    "given": Column("text", _given),
    "given_initial": Column("text", lambda person: _given(person)[:1]),
    "given_sound": Column("text", lambda person: sound(_given(person)) if person.given else ""),
    "given_sounds": Column("several", _given_sounds),
    "family": Column("text", _family),
    "family_sound": Column("text", lambda person: family_sound(person.family[-1]) if person.family else ""),
    "family_sounds": Column("several", _family_sounds),
    "given_heard": Column("several", _given_heard),
    "family_heard": Column("several", _family_heard),
    "heard_either_way": Column("several", _heard_either_way),
    "born": Column("text", _born),
    "born_year": Column("text", lambda person: f"{person.born.year:04}" if person.born.year else ""),
    "born_either_way": Column("text", _born_either_way),
    "postcodes": Column("several", lambda person: _distinct(whole for whole, _ in person.postcodes if whole)),
    "districts": Column("several", lambda person: _distinct(outward for _, outward in person.postcodes)),
    "towns": Column("several", lambda person: list(person.places)),
    "nhs_number": Column("text", lambda person: person.nhs_number),
    "upn": Column("text", lambda person: person.upn),
}


def row(record_id: str, identity: Identity) -> dict[str, Value]:
    """A record as the engines compare it."""
    person = comparable(identity)
    return {ID: record_id} | {name: column.read(person) or None for name, column in COLUMNS.items()}
