"""The years of an agreement, in which names are counted."""

from datetime import date


def agreement_year(in_force_on: date, today: date) -> date:
    """The first day of the agreement's year that ``today`` is in: years run from the day it first came into force.

    One that came into force on 29 February begins its other years on 1 March.
    """
    years = max(today.year - in_force_on.year, 0)
    if years and _anniversary(in_force_on, years) > today:
        years -= 1
    return _anniversary(in_force_on, years)


def _anniversary(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
