"""A record as a register's file or table has it, column by column, and what is wrong with it."""

import re
from calendar import month_name
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from handrail.matching.identity.identity import Identity

#: The columns of a register. Every one but the id may be empty or left out; where several values can stand, they are
#: separated by semicolons.
COLUMNS: Final = (
    "record_id",
    "given_names",
    "family_name",
    "also_known_as",
    "date_of_birth",
    "postcode",
    "previous_postcodes",
    "town",
    "nhs_number",
    "upn",
)
#: Characters of one field: beyond this it is no name and no postcode.
LONGEST: Final = 300
#: Values in one field. Somebody with more addresses than this is a street.
MOST_VALUES: Final = 20
_BETWEEN_VALUES: Final = ";"
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_LIKE_A_DATE: Final = re.compile(r"[\d ./-]{1,20}")


class Problem(NamedTuple):
    """What is wrong with a record: the column, and why."""

    column: str
    says: str

    def __str__(self) -> str:
        return f"{self.column}: {self.says}"


def read(row: Mapping[str, str | None]) -> tuple[Identity, tuple[Problem, ...]]:
    """The identity that a row states, and everything that is wrong with the row. A problem's field is read as empty.

    A number with a wrong check digit, or a postcode that is none, is an ordinary slip and no problem: no key is made
    of it.
    """
    written = {column: (row.get(column) or "").strip() for column in COLUMNS}
    problems = tuple(_problems(written))
    for problem in problems:
        written[problem.column] = ""
    identity = Identity(
        given=_several(written["given_names"]),
        family=_several(written["family_name"]),
        also_known_as=_several(written["also_known_as"]),
        born=written["date_of_birth"],
        postcodes=_several(written["postcode"]) + _several(written["previous_postcodes"]),
        places=_several(written["town"]),
        nhs_number=written["nhs_number"],
        upn=written["upn"],
    )
    return identity, problems


def unknown_columns(header: Iterable[str]) -> tuple[str, ...]:
    """The columns of a header that a register doesn't have: a misspelt one would silently be left out."""
    return tuple(column for column in header if column not in COLUMNS)


def _several(written: str) -> tuple[str, ...]:
    return tuple(value for value in map(str.strip, written.split(_BETWEEN_VALUES)) if value)


def _problems(written: Mapping[str, str]) -> Iterator[Problem]:
    if not written["record_id"]:
        yield Problem("record_id", "it is empty")
    for column, value in written.items():
        if len(value) > LONGEST:
            yield Problem(column, f"it is longer than {LONGEST} characters")
        elif value.count(_BETWEEN_VALUES) >= MOST_VALUES:
            yield Problem(column, f"it has more than {MOST_VALUES} values")
        elif not value.isprintable():
            yield Problem(column, "it holds a character that can't be printed")
        elif column == "date_of_birth" and value and (why := _no_date(value)):
            yield Problem(column, why)


def _no_date(written: str) -> str | None:
    found = _DATE.fullmatch(written)
    if not found:
        # What has letters may be a name in the wrong column: it is not repeated.
        what = written if _LIKE_A_DATE.fullmatch(written) else "this"
        return f"{what} is not a date like 1984-05-31, 1984-05 or 1984"
    year, month, day = (int(part) if part else None for part in found.groups())
    if month is not None and not 1 <= month <= 12:
        return f"there is no month {month}"
    try:
        date(year or 0, month or 1, 1 if day is None else day)
    except ValueError:
        return f"{day} {month_name[month or 1]} is not a date" if year else "there is no year 0"
    return None
