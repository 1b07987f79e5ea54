"""A numbered statement about a person as its writer gives it: its words, marking, grading and handling."""

import json
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from handrail.sharing.conditions import NONE

NAME, DATE_OF_BIRTH, ADDRESS, IDENTIFIER = "name", "date_of_birth", "address", "identifier"

NAME_KINDS = {"legal": "legal name", "alias": "also known as", "former": "former name"}
ADDRESS_KINDS = {"current": "current address", "former": "former address"}
IDENTIFIER_KINDS = {
    "nhs_number": "NHS number",
    "upn": "unique pupil number",
    "uln": "unique learner number",
    "pnc_id": "Police National Computer number",
    "prison_number": "prison number",
    "crn": "probation case reference number",
}

_BIRTH = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Grading:
    """How reliable an item is and how it may be handled, in the scheme that it was recorded in."""

    source: str
    information: str
    scheme: str = "3x5x2"
    handling: str = "P"
    action: str = NONE
    sanitisation: str = NONE


@dataclass(frozen=True, slots=True)
class Statement:
    """What an item says. ``original`` is the writer's own opaque reference to what it came from; it never leaves.

    ``parts`` are the parts of an identity item (a name's given and family names) as JSON, empty for other items.
    """

    category: str
    words: str
    marking: int
    grading: Grading
    conditions: str = ""
    original: str = ""
    parts: str = ""


def name(given: str, family: str, kind: str, *, marking: int, grading: Grading) -> Statement:
    """A name, as one statement."""
    words = " ".join(part for part in (given.strip(), family.strip()) if part)
    parts = {"given": given.strip(), "family": family.strip(), "kind": kind}
    return Statement(NAME, words, marking, grading, parts=_parts(parts))


def birth(value: str, *, marking: int, grading: Grading) -> Statement:
    """A date of birth as far as it is known: ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``. Raises ValueError for others."""
    found = _BIRTH.fullmatch(value)
    if found is None:
        raise ValueError("A date of birth is a year, a month or a day.")
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if month and not 1 <= month <= 12:
        raise ValueError("There are twelve months.")
    if day and not 1 <= day <= monthrange(year, month)[1]:
        raise ValueError("The month has no such day.")
    first = date(year, month or 1, day or 1)
    words = f"{first:%-d %B %Y}" if day else f"{first:%B %Y}" if month else f"{year}"
    return Statement(DATE_OF_BIRTH, words, marking, grading, parts=_parts({"date": value}))


def address(lines: str, postcode: str, kind: str, *, marking: int, grading: Grading) -> Statement:
    """An address, line by line."""
    words = "\n".join(
        [*(line.strip() for line in lines.splitlines() if line.strip()), *([postcode] if postcode else [])]
    )
    parts = {"lines": lines, "postcode": postcode, "kind": kind}
    return Statement(ADDRESS, words, marking, grading, parts=_parts(parts))


def identifier(kind: str, value: str, *, marking: int, grading: Grading) -> Statement:
    """A number that a service knows the person by."""
    title = IDENTIFIER_KINDS[kind]
    words = f"{title[0].upper()}{title[1:]}: {value}"
    return Statement(IDENTIFIER, words, marking, grading, parts=_parts({"kind": kind, "value": value}))


def parts_of(text: str) -> dict[str, str]:
    """The parts of an identity item, as its form shows them again."""
    return dict(json.loads(text)) if text else {}


def _parts(parts: dict[str, str]) -> str:
    return json.dumps(parts, ensure_ascii=False)
