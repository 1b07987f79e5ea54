"""When something is due: clock time, working hours, working days, and calendar days and months, in England.

A working day is Monday to Friday without the bank holidays of England; working hours are those of the rulebook, in
London time. Moments are aware. What reaches somebody outside working hours counts as reaching them when they next
open: nobody's time runs while they sleep, except for what is urgent, which is counted on the clock.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

import holidays

from handrail.gate.clock import LONDON

_DAY = timedelta(days=1)
_SATURDAY = 5


class Unit(StrEnum):
    """What a timescale of a rulebook is counted in."""

    CLOCK_MINUTES = "clock_minutes"
    CLOCK_HOURS = "clock_hours"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    DAYS = "days"
    MONTHS = "months"

    @property
    def urgent(self) -> bool:
        """Whether it runs through the night."""
        return self in {Unit.CLOCK_MINUTES, Unit.CLOCK_HOURS}


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When people are at work: from ``opens`` to ``closes``, London time, on working days."""

    opens: time = time(9)
    closes: time = time(17)

    def due(self, start: datetime, amount: int, unit: Unit) -> datetime:
        """The moment by which something that started at ``start`` is due."""
        match unit:
            case Unit.CLOCK_MINUTES:
                return start + timedelta(minutes=amount)
            case Unit.CLOCK_HOURS:
                return start + timedelta(hours=amount)
            case Unit.WORKING_HOURS:
                return self.after_working_hours(start, amount)
            case Unit.WORKING_DAYS:
                return self.after_working_days(start, amount)
            case Unit.DAYS:
                return self.by(start, _london(start).date() + timedelta(days=amount))
            case Unit.MONTHS:
                return self.by(start, months_after(_london(start).date(), amount))

    def reached(self, moment: datetime) -> datetime:
        """``moment`` if it is in working hours, otherwise the next opening."""
        local = _london(moment)
        day, at = local.date(), local.time()
        if is_working_day(day):
            if at < self.opens:
                return _moment(day, self.opens)
            if at < self.closes:
                return moment
        return _moment(next_working_day(day), self.opens)

    def after_working_hours(self, start: datetime, hours: int) -> datetime:
        """``hours`` of working time after ``start``. Time that ends at closing is due then, not at the next opening."""
        at = self.reached(start)
        left = timedelta(hours=hours)
        while left > (rest := self._closing(at) - at):
            left -= rest
            at = _moment(next_working_day(_london(at).date()), self.opens)
        return at + left

    def after_working_days(self, start: datetime, days: int) -> datetime:
        """Closing time on the last of ``days`` whole working days. The day that it starts on is not counted."""
        day = _london(self.reached(start)).date()
        for _ in range(days):
            day = next_working_day(day)
        return _moment(day, self.closes)

    def by(self, start: datetime, last: date) -> datetime:
        """Closing time on the last working day not after ``last``: a limit in days is a limit, weekend or not.

        Where no working day is left before it, ``last`` itself.
        """
        day = last
        while not is_working_day(day):
            day -= _DAY
        due = _moment(day, self.closes)
        return due if due > start else _moment(last, self.closes)

    def _closing(self, at: datetime) -> datetime:
        return _moment(_london(at).date(), self.closes)


def is_working_day(day: date) -> bool:
    """Whether ``day`` is neither a weekend nor a bank holiday in England."""
    return day.weekday() < _SATURDAY and day not in _bank_holidays(day.year)


def next_working_day(day: date) -> date:
    """The first working day after ``day``."""
    day += _DAY
    while not is_working_day(day):
        day += _DAY
    return day


def months_after(day: date, months: int) -> date:
    """The corresponding date ``months`` later; the last of the month where it has no such date (31 January + 1)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@lru_cache(maxsize=32)
def _bank_holidays(year: int) -> Mapping[date, str]:
    return holidays.country_holidays("GB", subdiv="ENG", years=year)


def _london(moment: datetime) -> datetime:
    return moment.astimezone(LONDON)


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON).astimezone(UTC)
