"""What goes wrong when somebody is written down, each mistake by its name."""

from collections.abc import Callable, Mapping
from datetime import date
from random import Random
from typing import Final

from handrail.matching.synthetic import slips
from handrail.matching.synthetic.entry import Entry

#: The longest family name of a form with small boxes.
_BOXES: Final = 8

#: Changes an entry, and says whether it could happen: if not, nothing has changed.
Slip = Callable[[Entry, Random], bool]


def _some_name(entry: Entry, chance: Random) -> int | None:
    """The place of one of the names that have more than an initial."""
    long = [at for at, written in enumerate(entry.given + entry.family) if len(written.text) > 2]
    return chance.choice(long) if long else None


def _in_a_word(change: Callable[[str, Random], str]) -> Slip:
    def slip(entry: Entry, chance: Random) -> bool:
        at = _some_name(entry, chance)
        if at is None:
            return False
        text = (entry.given + entry.family)[at].text
        changed = change(text, chance)
        entry.change(at, changed)
        return changed != text

    return slip


def _respelled(entry: Entry, chance: Random) -> bool:
    """Another spelling of one of the names, as another clerk or another alphabet has it."""
    places = [
        at for at, written in enumerate(entry.given + entry.family) if written.name.spellings and len(written.text) > 2
    ]
    if not places:
        return False
    at = chance.choice(places)
    written = (entry.given + entry.family)[at]
    ways = [way for way in (written.name.usual, *written.name.spellings) if way != written.text]
    entry.change(at, chance.choice(ways))
    return True


def _nickname(entry: Entry, chance: Random) -> bool:
    """The name that a person is called by in place of the one on the certificate."""
    person = entry.person
    used = person.given[person.used]
    short = (person.western.text,) if person.western else used.name.short
    if not short or used not in entry.given:
        return False
    entry.change(entry.given.index(used), chance.choice(short))
    return True


def _initial_only(entry: Entry, _: Random) -> bool:
    if not entry.given or len(entry.given[0].text) < 2:
        return False
    entry.given = [written._replace(text=written.text[0]) for written in entry.given if written.text]
    return True


def _given_missing(entry: Entry, _: Random) -> bool:
    if not entry.family:
        return False
    entry.given = []
    return True


def _family_missing(entry: Entry, _: Random) -> bool:
    if not entry.given:
        return False
    entry.family = []
    return True


def _part_missing(entry: Entry, chance: Random) -> bool:
    """One part of a name of several: half of a double-barrelled one, a particle, an O'."""
    places = [at for at, written in enumerate(entry.given + entry.family) if _split(written.text)]
    if not places:
        return False
    at = chance.choice(places)
    parts = _split((entry.given + entry.family)[at].text)
    entry.change(at, max(parts, key=len) if chance.random() < 0.7 else chance.choice(parts))
    return True


def _joined(entry: Entry, chance: Random) -> bool:
    """The parts of a name run together, or put apart where they had a hyphen."""
    places = [at for at, written in enumerate(entry.given + entry.family) if _split(written.text)]
    if not places:
        return False
    at = chance.choice(places)
    text = (entry.given + entry.family)[at].text
    apart = " " if "-" in text and chance.random() < 0.5 else ""
    entry.change(at, apart.join(_split(text)))
    return True


def _names_swapped(entry: Entry, _: Random) -> bool:
    if not entry.given or not entry.family:
        return False
    entry.given, entry.family = entry.family, entry.given
    return True


def _part_chosen(entry: Entry, _: Random) -> bool:
    """Of a chain of names, the last but one taken for the family name."""
    if len(entry.given) < 2 or len(entry.given[-1].text) < 3:
        return False
    entry.family = [entry.given.pop()]
    return True


def _cut_short(entry: Entry, _: Random) -> bool:
    """A family name that a form has too few boxes for."""
    if not entry.family or len(entry.family[0].text) <= _BOXES:
        return False
    entry.family = [entry.family[0]._replace(text=entry.family[0].text[:_BOXES])]
    return True


def _a_date(change: Callable[[date, Random], str | None]) -> Slip:
    """A slip that happens to a whole date only, and leaves one: which a register would take."""

    def slip(entry: Entry, chance: Random) -> bool:
        if len(entry.born) < len("2000-01-01"):
            return False
        was = entry.born
        changed = change(date.fromisoformat(was), chance)
        if changed is None:
            return False
        entry.born = changed
        return changed != was

    return slip


def _day_month_swapped(born: date, _: Random) -> str | None:
    return born.replace(day=born.month, month=born.day).isoformat() if born.day <= 12 else None


def _wrong_digit(born: date, chance: Random) -> str | None:
    """One digit of the last seven; drawn again where no such day is."""
    text = born.isoformat()
    while True:
        slipped = text[:2] + slips.digit(text[2:], chance)
        try:
            date.fromisoformat(slipped)
        except ValueError:
            continue
        return slipped


def _year_off(born: date, chance: Random) -> str | None:
    """A year too early or too late, or ten."""
    year = born.year + chance.choice((-10, -2, -1, -1, 1, 1, 2, 10))
    try:
        return born.replace(year=year).isoformat()
    except ValueError:  # 29 February
        return born.replace(year=year, day=28).isoformat()


def _postcode_slip(entry: Entry, chance: Random) -> bool:
    if not entry.postcode:
        return False
    entry.postcode = slips.digit(entry.postcode, chance)
    return True


def _postcode_part(entry: Entry, _: Random) -> bool:
    """The outward part alone."""
    if " " not in entry.postcode:
        return False
    entry.postcode = entry.postcode.partition(" ")[0]
    return True


def _postcode_missing(entry: Entry, _: Random) -> bool:
    if not entry.postcode:
        return False
    entry.postcode = ""
    return True


def _split(text: str) -> list[str]:
    """The parts of a name of several words, hyphens or apostrophes; none if it is one word."""
    parts = text.replace("-", " ").replace("'", " ").split()
    return parts if len(parts) > 1 else []


#: Every kind of slip, in the order in which they happen. What has changed since the file was written (``moved``,
#: ``former-name``) isn't one, but is named with them.
SLIPS: Final[Mapping[str, Slip]] = {
    "respelled": _respelled,
    "nickname": _nickname,
    "part-missing": _part_missing,
    "joined": _joined,
    "part-chosen": _part_chosen,
    "typing": _in_a_word(slips.typing),
    "hearing": _in_a_word(slips.hearing),
    "scanning": _in_a_word(slips.scanning),
    "initial-only": _initial_only,
    "cut-short": _cut_short,
    "names-swapped": _names_swapped,
    "given-missing": _given_missing,
    "family-missing": _family_missing,
    "january-first": _a_date(lambda born, _: born.replace(day=1, month=1).isoformat()),
    "day-month-swapped": _a_date(_day_month_swapped),
    "wrong-digit": _a_date(_wrong_digit),
    "year-off": _a_date(_year_off),
    "year-only": _a_date(lambda born, _: str(born.year)),
    "date-missing": _a_date(lambda _born, _chance: ""),
    "postcode-slip": _postcode_slip,
    "postcode-part": _postcode_part,
    "postcode-missing": _postcode_missing,
}
CHANGES: Final = ("moved", "former-name")
