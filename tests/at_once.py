"""Two people at the same moment, made certain: both are brought to one row, and only then let go.

    with held(databases, "SELECT 1 FROM sharing_sharingdecision WHERE id = %s FOR UPDATE", decision) as hold:
        answers = hold.race(lambda: release(…), lambda: withdraw(…))

The test holds a lock that all of them need. Each call is started in a thread of its own once the one before it is
seen to wait for a lock; then the test lets go. PostgreSQL grants a row in the order in which it was asked for, so the
first call is also the first through.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from typing import Any

import psycopg
from django.db import connections

from handrail.gate import GateError
from handrail.site.addresses import SUPERUSER
from tests.harness.databases import Database, Databases
from tests.waiting import PATIENCE_SECONDS, until

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


class Hold:
    """A lock that this test holds in its own database, and those who wait behind it."""

    def __init__(self, database: Database, holder: "psycopg.Connection[Any]") -> None:
        self._holder = holder
        self._watcher = psycopg.connect(database.conninfo(SUPERUSER), autocommit=True)

    def waiting(self) -> int:
        """How many connections wait for a lock."""
        row = self._watcher.execute(WAITING).fetchone()
        return int(row[0]) if row else 0

    def until_waiting(self, count: int) -> None:
        """Return when so many wait."""
        until(lambda: self.waiting() == count, f"{count} waiting for a lock")

    def let_go(self) -> None:
        """Release the lock; nothing of what was done to take it remains."""
        self._holder.rollback()

    def race(self, *calls: Callable[[], object]) -> list[object]:
        """Start the calls one after the other, let go, and give what each returned, or by which error it was refused.

        Fails if one of them ends, or raises anything but the gate's errors, without having met the others.
        """
        with ThreadPoolExecutor(len(calls)) as pool:
            try:
                running: list[Future[object]] = []
                for number, call in enumerate(calls, 1):
                    running.append(pool.submit(copy_context().run, _answer, call))
                    until(lambda: self.waiting() == number or running[-1].done(), f"call {number} at the lock")  # noqa: B023
                    assert not running[-1].done(), f"call {number} did not wait: {running[-1].result()!r}"
            finally:
                self.let_go()
            return [each.result(timeout=PATIENCE_SECONDS) for each in running]

    def close(self) -> None:
        """Let go, and end the connections."""
        self._holder.close()
        self._watcher.close()


@contextmanager
def held(databases: Databases, statement: str, *values: object) -> Iterator[Hold]:
    """Hold the lock that ``statement`` takes (as superuser, past row security), inside the block."""
    database = databases.current
    holder = psycopg.connect(database.conninfo(SUPERUSER))
    hold = Hold(database, holder)
    try:
        holder.execute(statement, values)
        yield hold
    finally:
        hold.close()


def row(table: str) -> str:
    """The statement that holds one row of ``table`` by its id."""
    return f"SELECT 1 FROM {table} WHERE id = %s FOR UPDATE"


def _answer(call: Callable[[], object]) -> object:
    try:
        return call()
    except GateError as refused:
        return refused
    finally:
        connections.close_all()
