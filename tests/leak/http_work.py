"""The work that an answer takes, in statements and in time, and what it leaves in the log."""

import logging
import random
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from statistics import median
from uuid import uuid4

from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

from tests.leak.http_cells import Attempt
from tests.leak.http_routes import Route
from tests.recorded import how_many, recorded

_VALUE = re.compile(r"E?'(?:[^']|'')*'(?:::\w+(?:\[\])?)?|\b\d+\b")

#: Everything done for an answer: the statements without their values, and what the ledger says afterwards.
Work = tuple[list[str], list[tuple[object, ...]]]


def done_for(attempt: Attempt, route: Route, method: str, *, hidden: bool) -> Work:
    """What was done about the victim's record, or about none."""
    before = how_many()
    reset_queries()
    with CaptureQueriesContext(connection) as captured:
        (attempt.about_victim if hidden else attempt.about_nobody)(route, method)
    asked = [_VALUE.sub("?", query["sql"]) for query in captured.captured_queries]
    return asked, [(each.action, each.outcome, each.rules, each.facts) for each in recorded(since=before)]


@contextmanager
def logged() -> Iterator[StringIO]:
    """What the site's own log says inside the block, of everything down to the least."""
    said, root = StringIO(), logging.getLogger()
    handlers = [each for each in root.handlers if type(each) is logging.StreamHandler]
    streams, levels = [each.stream for each in handlers], [(each, each.level) for each in _loggers()]
    for handler in handlers:
        handler.setStream(said)
    for logger, _ in levels:
        logger.setLevel(logging.DEBUG)
    try:
        yield said
    finally:
        for handler, stream in zip(handlers, streams, strict=True):
            handler.setStream(stream)
        for logger, level in levels:
            logger.setLevel(level)


def _loggers() -> list[logging.Logger]:
    return [logging.getLogger(name) for name in ("", "handrail", "django.request", "django.security", "procrastinate")]


@dataclass(frozen=True)
class Times:
    """How long answers took, in seconds: about a hidden record, and about two that never were, in turn."""

    hidden: Sequence[float]
    absent: Sequence[float]
    also_absent: Sequence[float]

    @property
    def difference(self) -> float:
        """By how much of an answer's time the medians of hidden and absent differ."""
        return abs(median(self.hidden) - median(self.absent)) / median(self.absent)

    @property
    def noise(self) -> float:
        """By how much two kinds of absent do, which differ in nothing."""
        return abs(median(self.also_absent) - median(self.absent)) / median(self.absent)

    def by_chance(self, *, shuffles: int = 2000) -> float:
        """How often names drawn at random make as great a difference: a permutation test, the same each time."""
        drawing, times = random.Random(4), [*self.hidden, *self.absent]
        many, far = len(self.hidden), abs(median(self.hidden) - median(self.absent))
        greater = 0
        for _ in range(shuffles):
            drawing.shuffle(times)
            greater += abs(median(times[:many]) - median(times[many:])) >= far
        return (greater + 1) / (shuffles + 1)


def timed(attempt: Attempt, route: Route, rounds: int) -> Times:
    """Ask in turn, so that whatever else the machine does falls on all three alike."""
    hidden, nobody, no_one = attempt.site.ids, {"person": uuid4()}, {"person": uuid4()}
    took: tuple[list[float], list[float], list[float]] = ([], [], [])
    order = [(took[0], hidden), (took[1], nobody), (took[2], no_one)]
    for number in range(rounds):
        for times, ids in order[number % 3 :] + order[: number % 3]:
            path = route.filled(ids)
            began = time.perf_counter()
            attempt.asker.ask("GET", path)
            times.append(time.perf_counter() - began)
    return Times(*took)
