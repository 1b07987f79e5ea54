"""The one place that knows what time it is.

Every moment that Handrail records comes from here, so that a test or the demo pilot can live on a clock of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

#: Stands for "no end": policy reads only columns that are never NULL, and psycopg refuses PostgreSQL's infinity.
FAR_FUTURE = date(9999, 12, 31)

#: The same for a moment. Noon, so that no time zone can push it past the last day that Python knows.
FAR_FUTURE_MOMENT = datetime(9999, 12, 31, 12, 0, tzinfo=UTC)

#: The day, and the moment, of what never was: policy and filters read no NULL.
NEVER = date(1970, 1, 1)
NEVER_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)

_set_to: ContextVar[datetime | None] = ContextVar("handrail_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def today() -> date:
    """The date in London at this moment: due dates and ends are days there, not in UTC."""
    return now().astimezone(LONDON).date()


def day_number(day: date) -> int:
    """Days since 1 January 1970: how policy, which has no dates, compares them."""
    return (day - NEVER).days


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Live at ``moment`` (which must be aware) inside the block."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
