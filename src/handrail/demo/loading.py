"""Loading the demonstration: a pilot of many months, lived through in order, through the actions that people use."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from random import Random

from django.db import connection

from handrail import ledger
from handrail.demo import agreements, founding, people, reading, resourcing, staffing
from handrail.demo import journey as steps
from handrail.demo.organisations import entries
from handrail.demo.pilot import Pilot
from handrail.demo.timeline import Diary, Timeline
from handrail.directory.signed_in import DemoMember, demo_members
from handrail.gate import clock
from handrail.upkeep.sweep import sweep

#: Told how much is done, of how much, and what is being done. It may raise, to stop.
Progress = Callable[[int, int, str], None]


def load(*, people: int, seed: int, today: date, progress: Progress) -> None:
    """Make the pilot with so many synthetic people, as it stands on the morning of ``today``.

    The database must be new. The same seed makes the same people, and what happens to them; ids and references are
    new each time. What ``progress`` raises ends it half way, and whoever called begins again with a new database.
    """
    _Loading(people=people, seed=seed, today=today, progress=progress).run()


def cast() -> tuple[DemoMember, ...]:
    """Those who do the steps of the journey, in its order, each once."""
    known = {member.email: member for member in demo_members()}
    return tuple(known[email] for email in dict.fromkeys(step.email for step in steps.STEPS) if email in known)


class _Loading:
    def __init__(self, *, people: int, seed: int, today: date, progress: Progress) -> None:
        self._people, self._seed, self._progress = people, seed, progress
        random = Random(f"{seed}/pilot")
        diary = Diary(random, today)
        self._pilot = Pilot(random, diary, Timeline(diary.end))
        self._founded = 0
        self._month = 0

    def run(self) -> None:
        pilot = self._pilot
        with _commits_that_may_be_lost():
            founding.found(pilot, seed=self._seed, step=self._told_of)
            agreements.begin(pilot)
            resourcing.begin(pilot)
            staffing.begin(pilot)
            people.begin(pilot, people=self._people, seed=self._seed)
            reading.begin(pilot)
            pilot.timeline.run(self._lived_until)
            with clock.at(pilot.diary.end):
                sweep()
        _sequence(pilot.diary.end)

    def _told_of(self, organisation: str) -> None:
        self._founded += 1
        self._progress(self._founded, len(entries()) + self._people, organisation)

    def _lived_until(self, moment: datetime) -> None:
        if moment.month != self._month:
            self._month = moment.month
            _sequence(moment)
        timeline = self._pilot.timeline
        done = self._founded + timeline.ended
        self._progress(done, done + timeline.going_on, f"{moment.astimezone(clock.LONDON):%B %Y}")


def _sequence(at: datetime) -> None:
    """Let the ledger's tree grow to what has been done by then."""
    while ledger.sequence_once(at=at).more:
        pass


@contextmanager
def _commits_that_may_be_lost() -> Iterator[None]:
    """Inside the block a commit doesn't wait for the disk: what a failing machine loses is begun again as a whole.

    The commits after it wait, and with them everything before.
    """
    _wait_for_the_disk("off")
    try:
        yield
    finally:
        _wait_for_the_disk("on")


def _wait_for_the_disk(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('synchronous_commit', %s, false)", [value])
