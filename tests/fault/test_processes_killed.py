"""kill -9 of the web server, of the worker and of the database, each in the middle of what it does.

A lock that the test holds brings them there: the first recipient's copies are written, the second's are not. Nobody is
ever told that something was done which then is not; and each goes on by itself once it is started again.
"""

import http.client
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from contextvars import copy_context
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
import psycopg
import pytest
from django.db import DatabaseError, connections
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

from handrail import ledger
from handrail.gate import clock
from handrail.sharing.actions import drafting
from handrail.site.addresses import SUPERUSER
from handrail.site.tasks import take_up_again
from handrail.upkeep.tasks import sweep_all
from tests.fault.books import assert_books_agree, assert_sound, disclosures_of, fingerprint
from tests.fault.conftest import Site
from tests.harness.processes import Running, Surroundings, surroundings, web, worker
from tests.nominating import ANSWERS, AUTHORISER, OFFICER, PURPOSE, Written, put_forward, release
from tests.recorded import recorded
from tests.visiting import Page, Visitor
from tests.waiting import until
from tests.working import disclosed
from tests.worlds import World

#: Held by the test, it stops a release behind its first recipient's copies.
DUTIES = "LOCK TABLE duties_duty IN EXCLUSIVE MODE"
#: Held by the test, it stops a sweep at this disclosure, behind those before it.
DISCLOSURE = "SELECT 1 FROM sharing_disclosure WHERE id = %s FOR UPDATE"
#: Held by the test, it stops the sequencer before it stores what it has signed.
CHECKPOINTS = "LOCK TABLE ledger_checkpoint IN EXCLUSIVE MODE"
RECIPIENTS = ("council", "nhs")
BUSY = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'handrail_app' AND xact_start IS NOT NULL"
WAITING = BUSY + " AND wait_event_type = 'Lock'"


@pytest.fixture
def around(site: Site, tmp_path: Path) -> Surroundings:
    return surroundings(tmp_path, site.database)


@contextmanager
def held_up(site: Site, lock: str, *values: object) -> Iterator[None]:
    """Inside the block, whoever needs what ``lock`` takes waits; the block begins with the test holding it."""
    with closing(psycopg.connect(site.database.conninfo(SUPERUSER))) as connection:
        connection.execute(lock, values)
        yield


def until_waiting(site: Site) -> None:
    until(lambda: site.read(WAITING) == [(1,)], "somebody waiting in the middle of a transaction")


def until_nobody_is_busy(site: Site) -> None:
    until(lambda: site.read(BUSY) == [(0,)], "the database undoing what the killed process had begun")


def post_release(pilot: World, visitor: Visitor, written: Written) -> Page:
    """Press "Release" on the page of deciding."""
    path = f"/nominations/{written.id}/authorise"
    visitor.get(path)
    to = [str(pilot.organisation(key)) for key in RECIPIENTS]
    version = str(written.draft.version)
    return visitor.post(path, {**asdict(ANSWERS), "release_to": to, "decide": "release", "version": version})


@contextmanager
def beside(work: Callable[[], object]) -> Iterator["Future[object]"]:
    """Do ``work`` in a thread beside the block."""

    def and_hang_up() -> object:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(copy_context().run, and_hang_up)


def assert_released_once(site: Site, written: Written) -> None:
    assert disclosures_of(site, written.id) == len(RECIPIENTS)
    assert_books_agree(site)
    assert_sound(site)


@pytest.mark.parametrize("whole", [False, True], ids=["one process that answers", "all of the server"])
def test_web_server_killed_in_the_middle_of_a_release(site: Site, around: Surroundings, whole: bool) -> None:
    written = put_forward(site.pilot, recipients=RECIPIENTS)
    with web(around) as server:
        visitor = Visitor(server.port, site.pilot, AUTHORISER)
        before = fingerprint(site)
        with held_up(site, DUTIES), beside(lambda: post_release(site.pilot, visitor, written)) as answer:
            until_waiting(site)
            if whole:
                server.kill()
            else:
                kill_whoever_answers(server)
            with pytest.raises((http.client.HTTPException, OSError)):
                answer.result()
        until_nobody_is_busy(site)
        assert nothing_but_reads(before, fingerprint(site))
        assert disclosures_of(site, written.id) == 0
        assert_books_agree(site)
        if not whole:
            assert post_release(site.pilot, visitor, written).status == http.client.SEE_OTHER
    if whole:
        with web(around) as server:
            again = Visitor(server.port, site.pilot, AUTHORISER)
            assert post_release(site.pilot, again, written).status == http.client.SEE_OTHER
    assert_released_once(site, written)


def kill_whoever_answers(server: Running) -> None:
    """kill -9 of gunicorn's working processes; its master starts another."""
    killed = server.workers
    for process in killed:
        process.kill()
    psutil.wait_procs(killed, timeout=30)


def nothing_but_reads(before: dict[str, str], after: dict[str, str]) -> bool:
    """Whether nothing changed but the record: the page was opened first, and that is recorded."""
    return {table for table in before if before[table] != after[table]} <= {
        "ledger_entry",
        "ledger_payload",
        "ledger_tally",
    }


@pytest.mark.slow
def test_database_killed_in_the_middle_of_a_release(site: Site, around: Surroundings) -> None:
    """The page says that it failed; the same web server works again once the database does."""
    written = put_forward(site.pilot, recipients=RECIPIENTS)
    with web(around) as server:
        visitor = Visitor(server.port, site.pilot, AUTHORISER)
        with held_up(site, DUTIES), beside(lambda: post_release(site.pilot, visitor, written)) as answer:
            until_waiting(site)
            site.kill_database()
            page = answer.result()
        assert isinstance(page, Page)
        assert page.status == http.client.INTERNAL_SERVER_ERROR
        assert disclosures_of(site, written.id) == 0
        assert_books_agree(site)
        assert post_release(site.pilot, visitor, written).status == http.client.SEE_OTHER
    assert_released_once(site, written)


def test_database_killed_under_a_release_by_command(site: Site) -> None:
    """Whoever is told of an error has released nothing, and releases it afterwards."""
    written = put_forward(site.pilot, recipients=RECIPIENTS)
    before = fingerprint(site)
    with held_up(site, DUTIES), beside(lambda: release(site.pilot, written)) as answer:
        until_waiting(site)
        site.kill_database()
        with pytest.raises(DatabaseError):
            answer.result()
    assert fingerprint(site) == before
    release(site.pilot, written)
    assert_released_once(site, written)


def test_everything_acknowledged_outlives_a_killed_database_and_is_in_the_ledger(site: Site) -> None:
    """Several officers at work; whatever any of them was told is done is there afterwards, and nothing unrecorded."""
    acknowledged: list[UUID] = []

    def start_until_it_fails() -> None:
        while True:
            draft = drafting.start(by=site.pilot.actor(OFFICER), purpose=PURPOSE, centre=site.pilot.centre)
            acknowledged.append(draft.decision)

    with beside(start_until_it_fails) as one, beside(start_until_it_fails) as other:
        until(lambda: len(acknowledged) >= 20, "twenty drafts acknowledged")
        site.kill_database()
        for officer in (one, other):
            with pytest.raises(DatabaseError):
                officer.result()
    there = {decision for (decision,) in site.read("SELECT id FROM sharing_sharingdecision")}
    in_ledger = {UUID(each.facts["decision"]) for each in recorded(action="decision.draft")}
    assert set(acknowledged) <= there == in_ledger
    assert_sound(site)


RUNNING = "SELECT count(*) FROM sharing_disclosure WHERE state <> 'expired'"
JOBS = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'upkeep.sweep' AND status IN ('doing', 'todo')"


def ask_for(job: Task[Any, Any, Any]) -> None:
    """Queue a periodic job now, unless it waits there already because its time has come."""
    with suppress(AlreadyEnqueued):
        job.defer(timestamp=0)


def forget_the_killed_worker(site: Site) -> None:
    """As if half a minute had passed: a worker that has been silent for so long is taken to be gone."""
    with psycopg.connect(site.database.conninfo(SUPERUSER)) as connection:
        connection.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'")


@pytest.mark.slow
def test_worker_killed_in_the_middle_of_a_sweep(site: Site, around: Surroundings) -> None:
    """What it had ended is ended and recorded; the next worker takes the job up again and ends the rest."""
    disclosed(site.pilot, *RECIPIENTS, acknowledged=False)
    disclosed(site.pilot, "council")
    council, received = site.pilot.organisation("council"), site.read("SELECT id, recipient_id FROM sharing_disclosure")
    last = max(disclosure for disclosure, recipient in received if recipient == council)
    with clock.at(clock.now() + timedelta(days=300)):
        later = Surroundings(around.home, around.database, around.temporary, clock.now())
        with worker(later) as killed, held_up(site, DISCLOSURE, last):
            ask_for(sweep_all)
            until_waiting(site)
            killed.kill()
        until_nobody_is_busy(site)
        assert_books_agree(site)
        assert site.read(RUNNING) in ([(1,)], [(2,)])  # the council's first is over; the health trust's may be
        forget_the_killed_worker(site)
        with worker(later):
            ask_for(take_up_again)
            until(lambda: site.read(RUNNING) == [(0,)], "the next worker ending the rest")
            until(lambda: site.read(JOBS) == [(0,)], "the job being done")
        assert_books_agree(site)
        assert_sound(site)


@pytest.mark.slow
def test_worker_killed_in_the_middle_of_sequencing(site: Site, around: Surroundings) -> None:
    """It had chosen the entries and was about to sign; none has a place, and the next worker gives each exactly one."""
    put_forward(site.pilot)
    recorded_so_far = ledger.lag(clock.now()).unsequenced
    assert recorded_so_far > 5
    with held_up(site, CHECKPOINTS), worker(around) as killed:
        until_waiting(site)
        killed.kill()
    until_nobody_is_busy(site)
    assert ledger.head() is None
    assert ledger.verify().unsequenced >= recorded_so_far
    with worker(around):
        until(lambda: ledger.head() is not None and ledger.lag(clock.now()).unsequenced == 0, "the tree growing")
    found = ledger.verify()
    assert (found.problems, found.unsequenced) == ((), 0)
