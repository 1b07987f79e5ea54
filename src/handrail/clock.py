"""What time it is: the one place that knows, for the centre, a witness and a partner alike.

Every moment that Handrail records comes from here, so that a test or the demo pilot can live on a clock of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_set_to: ContextVar[datetime | None] = ContextVar("handrail_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _set_to.get() or datetime.now(UTC)


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
