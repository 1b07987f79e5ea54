"""The years of an agreement or a centre, in which names are counted."""

from datetime import date


def year_of(began_on: date, today: date) -> date:
    """The first day of the year that ``today`` is in, where years run from the day on which something began.

    What began on 29 February begins its other years on 1 March.
    """
    years = max(today.year - began_on.year, 0)
    if years and _anniversary(began_on, years) > today:
        years -= 1
    return _anniversary(began_on, years)


def _anniversary(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
