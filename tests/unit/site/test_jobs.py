"""A worker that is killed in the middle of a job loses nothing: the next one takes it up again."""

import asyncio

import psycopg
import pytest
from procrastinate.contrib.django import app

from handrail.site.tasks import take_up_again
from tests.harness.databases import Database

WORKER = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second') RETURNING id"
JOB = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, queueing_lock, worker_id)"
    " VALUES ('mail', 'upkeep.digest', '{}', %s, %s, %s) RETURNING id"
)


def _take_up_again() -> None:
    async def run() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as worker_app:  # type: ignore[attr-defined]
            async with worker_app.open_async():
                await take_up_again(timestamp=0)

    asyncio.run(run())


@pytest.fixture
def statuses(database: Database) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(database.conninfo(), autocommit=True)


def _begun(connection: "psycopg.Connection[tuple[object, ...]]", *, silent_for: int, lock: str = "digest") -> object:
    worker = connection.execute(WORKER, [silent_for]).fetchone()
    assert worker is not None
    row = connection.execute(JOB, ["doing", lock, worker[0]]).fetchone()
    assert row is not None
    return row[0]


def _status(connection: "psycopg.Connection[tuple[object, ...]]", job: object) -> object:
    row = connection.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [job]).fetchone()
    return row and row[0]


def test_job_of_a_silent_worker_goes_back_into_the_queue(statuses: "psycopg.Connection[tuple[object, ...]]") -> None:
    with statuses:
        job = _begun(statuses, silent_for=120)
        _take_up_again()
        assert _status(statuses, job) == "todo"


def test_job_of_a_working_worker_is_left_alone(statuses: "psycopg.Connection[tuple[object, ...]]") -> None:
    with statuses:
        job = _begun(statuses, silent_for=5)
        _take_up_again()
        assert _status(statuses, job) == "doing"


def test_job_that_was_queued_anew_meanwhile_is_dropped(statuses: "psycopg.Connection[tuple[object, ...]]") -> None:
    with statuses:
        job = _begun(statuses, silent_for=120)
        anew = statuses.execute(JOB, ["todo", "digest", None]).fetchone()
        assert anew is not None
        _take_up_again()
        assert _status(statuses, job) is None
        assert _status(statuses, anew[0]) == "todo"
