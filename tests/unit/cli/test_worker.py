"""The worker sequences the ledger and runs jobs; killed at any moment, it loses nothing."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from handrail import ledger
from handrail.directory.actions.organisations import add_organisation
from handrail.directory.services import service
from handrail.gate import clock
from tests.harness.databases import Database
from tests.unit.cli.conftest import Handrail, command, surroundings

PATIENCE_SECONDS = 40


@contextmanager
def _worker(site: Callable[[], dict[str, str]]) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        command("worker"), env=surroundings(site()), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _record(slug: str) -> None:
    add_organisation(by=service("installer", uuid4()), purpose="administration", name=slug, slug=slug, kind="council")


def _until_in_the_tree(entries: int) -> None:
    """Wait for as many entries at least: a worker that starts near half past two at night compares database and ledger,
    and records it.
    """
    patience = time.monotonic() + PATIENCE_SECONDS
    while True:
        head = ledger.head()
        if head is not None and head.size >= entries and not ledger.lag(clock.now()).unsequenced:
            return
        assert time.monotonic() < patience, f"the tree is at {head.size if head else 0}, not {entries}"
        time.sleep(0.1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_works_and_stops_when_asked(
    database: Database, site: Callable[[], dict[str, str]], handrail: Handrail, number: signal.Signals
) -> None:
    _record("before-it-started")
    with _worker(site) as worker:
        _until_in_the_tree(1)
        _record("while-it-runs")
        _until_in_the_tree(2)
        assert "ok   worker" in handrail("doctor").out
        worker.send_signal(number)
        _, said = worker.communicate(timeout=PATIENCE_SECONDS)
    assert worker.returncode == 0
    assert "Traceback" not in said


def test_killed_worker_is_taken_up_by_the_next(database: Database, site: Callable[[], dict[str, str]]) -> None:
    with _worker(site) as worker:
        _record("first")
        _until_in_the_tree(1)
        worker.kill()
    _record("while-none-runs")
    with _worker(site):
        _until_in_the_tree(2)
    assert ledger.verify().ok


def test_worker_that_cannot_sign_says_so_and_goes_on_when_it_can(
    database: Database, site: Callable[[], dict[str, str]]
) -> None:
    key = database.keys / ledger.SIGNING_KEY
    text = key.read_text()
    key.unlink()
    _record("unsigned")
    with _worker(site) as worker:
        assert worker.stderr is not None
        assert "The ledger can't be sequenced now" in worker.stderr.readline()
        key.touch(mode=0o600)
        key.write_text(text)
        _until_in_the_tree(1)
