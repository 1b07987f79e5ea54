"""The centre's days and moments: when it is in London, and what stands for "never" and "no end"."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from handrail.clock import at, now

__all__ = [
    "FAR_FUTURE",
    "FAR_FUTURE_MOMENT",
    "LONDON",
    "NEVER",
    "NEVER_MOMENT",
    "at",
    "day_number",
    "now",
    "today",
]

LONDON = ZoneInfo("Europe/London")

#: Stands for "no end": policy reads only columns that are never NULL, and psycopg refuses PostgreSQL's infinity.
FAR_FUTURE = date(9999, 12, 31)

#: The same for a moment. Noon, so that no time zone can push it past the last day that Python knows.
FAR_FUTURE_MOMENT = datetime(9999, 12, 31, 12, 0, tzinfo=UTC)

#: The day, and the moment, of what never was: policy and filters read no NULL.
NEVER = date(1970, 1, 1)
NEVER_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)


def today() -> date:
    """The date in London at this moment: due dates and ends are days there, not in UTC."""
    return now().astimezone(LONDON).date()


def day_number(day: date) -> int:
    """Days since 1 January 1970: how policy, which has no dates, compares them."""
    return (day - NEVER).days
