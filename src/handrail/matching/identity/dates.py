"""Dates of birth made comparable, whichever of day and month stands first."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

_WRITTEN: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class Born:
    """A date of birth as far as it is known: 0 is "not known"."""

    year: int = 0
    month: int = 0
    day: int = 0

    @property
    def in_year(self) -> tuple[int, int] | None:
        """Day and month, the smaller first, so that 3 May and 5 March are one; none for a date that is a default.

        Where a day is unknown, registers write 1 January: the year is then all that it says.
        """
        if not self.day or (self.day, self.month) == (1, 1):
            return None
        return min(self.day, self.month), max(self.day, self.month)


def born(written: str) -> Born:
    """What an ISO date or a part of one says: of a day that is in no calendar, its year; of what is none, nothing."""
    found = _WRITTEN.fullmatch(written.strip())
    if not found:
        return Born()
    year, month, day = (int(part or 0) for part in found.groups())
    if month > 12 and day and day <= 12:
        month, day = day, month
    if not year:
        return Born()
    try:
        date(year, month if day else month or 1, day or 1)
    except ValueError:
        return Born(year)
    return Born(year, month, day)
