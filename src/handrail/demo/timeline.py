"""Everything in the order in which it happens: many lives side by side, each on the clock at its own moments.

A life is a generator. What it does happens at the moment that it last yielded; it goes on when it is the earliest of
all. So the demonstration's ledger tells one story, from the first day of the pilot to the last.
"""

import heapq
from collections.abc import Callable, Generator
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from handrail.duties.working_time import WorkingTime, is_working_day
from handrail.gate import clock

#: Yields the moment at which it goes on.
Life = Generator[datetime, None, None]

_AT_WORK = WorkingTime()


class Timeline:
    """The lives of the demonstration, up to ``end``: what would happen later stays undone."""

    def __init__(self, end: datetime) -> None:
        self.end = end
        self.ended = 0
        self._next: list[tuple[datetime, int, Life]] = []
        self._number = count()

    @property
    def going_on(self) -> int:
        """How many lives have more to come."""
        return len(self._next)

    def add(self, begins: datetime, life: Life) -> None:
        """Let ``life`` begin then; never, if that is after the end."""
        if begins <= self.end:
            heapq.heappush(self._next, (begins, next(self._number), life))
        else:
            self.ended += 1

    def run(self, step: Callable[[datetime], object]) -> None:
        """Live all of them. ``step`` is told the moment after each thing that happened."""
        while self._next:
            moment, _, life = heapq.heappop(self._next)
            with clock.at(moment):
                goes_on = next(life, None)
            if goes_on is None:
                self.ended += 1
            else:
                self.add(max(goes_on, moment), life)
            step(moment)


class Diary:
    """Moments at which people are at work, some way before ``today`` or after the present moment."""

    def __init__(self, random: Random, today: date) -> None:
        self._random = random
        self.today = today
        last = today - timedelta(days=1)
        while not is_working_day(last):
            last -= timedelta(days=1)
        #: The last moment of the demonstration's past.
        self.end = datetime.combine(last, time(17), clock.LONDON)

    def ago(self, days: int) -> datetime:
        """In working hours, that many days before the last day of the past (or on the working day before)."""
        day = self.end.date() - timedelta(days=days)
        while not is_working_day(day):
            day -= timedelta(days=1)
        at = time(self._random.randrange(9, 16), self._random.randrange(50))
        return datetime.combine(day, at, clock.LONDON)

    def later(self, least: float, most: float) -> datetime:
        """In working hours, between so many and so many days from now."""
        days = self._random.uniform(least, most)
        return _AT_WORK.reached(clock.now() + timedelta(days=days)) + timedelta(minutes=self._random.randrange(1, 20))

    def soon(self) -> datetime:
        """A few minutes from now, as somebody goes on with what they are doing."""
        return clock.now() + timedelta(minutes=self._random.randrange(2, 9))
