"""kill -9 in the middle of an import: of the importing process, of the database. All of the file is there, or nothing.

What was acknowledged is never lost, nothing is there without its ledger entry, and the file can be sent again.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from handrail import ledger
from handrail.gate import clock
from handrail.sharing.queries.nominations import nominations
from handrail.site.addresses import APP_ROLE, OWNER_ROLE, SUPERUSER
from tests.fault.conftest import Site
from tests.filing import OFFICER, PURPOSE, as_bytes, bring, nomination_file
from tests.harness.databases import close_connections
from tests.unit.cli.conftest import surroundings
from tests.waiting import until

PEOPLE = 60
STEPS = ("Writing 0 of 60", "Writing 20 of 60", "Writing 40 of 60", "Publishing 60 of 60")


class Importer:
    """An import in a process of its own, which takes a step each time that it is told to."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def goes_on_until(self, step: str) -> None:
        """Let it work until it says that ``step`` is next."""
        assert self.process.stdout is not None
        for said in self.process.stdout:
            if said.strip() == step:
                return
            self.goes_on()
        raise AssertionError(f"It ended before “{step}”: {self.process.communicate()[1]}")

    def goes_on(self) -> None:
        """Let it take the next step."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()


@contextmanager
def importer(site: Site, folder: Path) -> Iterator[Importer]:
    file = folder / "nominations.json"
    file.write_bytes(as_bytes(nomination_file(PEOPLE)))
    variables = {
        "DJANGO_SETTINGS_MODULE": "handrail.site.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
        "HANDRAIL_HOME": str(folder / "home"),
        "DATABASE_URL": site.database.conninfo(APP_ROLE),
        "HANDRAIL_OWNER_DATABASE_URL": site.database.conninfo(OWNER_ROLE),
        "HANDRAIL_KEY_DIR": str(site.database.keys),
    }
    officer = site.pilot.actor(OFFICER)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.fault.importer", str(file), str(officer.id), str(officer.organisation)],
        env=surroundings(variables),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Importer(process)
        finally:
            process.kill()


@contextmanager
def held_up(site: Site, statement: str) -> Iterator[None]:
    """Inside the block, whoever needs what ``statement`` locks has to wait."""
    with closing(psycopg.connect(site.database.conninfo(SUPERUSER))) as connection:
        connection.execute(statement)
        yield


def waits(site: Site) -> bool:
    """Whether some process of the product waits for a lock, in the middle of its transaction."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'handrail_app' AND wait_event_type = 'Lock'"
    return site.read(waiting) == [(1,)]


def nobody_is_connected(site: Site) -> bool:
    """Whether the killed process is gone from the database too."""
    close_connections()
    return site.read("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'handrail handrail_app'") == [(0,)]


def drafts(site: Site) -> int:
    """How many drafts the officer sees."""
    return nominations(by=site.pilot.actor(OFFICER), purpose=PURPOSE).total


def nothing_is_there_without_its_entry(site: Site) -> bool:
    """Every draft in the tables, seen or not, is in the ledger under its person; every publication is too."""
    unrecorded = site.read(
        "SELECT count(*) FROM sharing_sharingdecision d WHERE NOT EXISTS (SELECT FROM ledger_payload p"
        " WHERE p.action = 'decision.staged' AND p.subject_id = d.id AND p.person = d.person_id)"
    )
    published = site.read("SELECT count(*) FROM sharing_nominationimport WHERE state = 'published'")
    recorded = site.read("SELECT count(*) FROM ledger_payload WHERE action = 'decision.import' AND outcome = 'done'")
    return unrecorded == [(0,)] and published == recorded


def comes_to_its_end_when_sent_again(site: Site) -> None:
    """The same file, sent again after whatever happened, is there whole; then the ledger verifies."""
    assert drafts(site) == 0
    assert nothing_is_there_without_its_entry(site)
    assert bring(site.pilot, nomination_file(PEOPLE)).drafts == PEOPLE
    assert drafts(site) == PEOPLE
    for table in ("sharingdecision", "personrecord", "nomination"):
        assert site.read(f"SELECT count(*) FROM sharing_{table}") == [(PEOPLE,)], table
    assert nothing_is_there_without_its_entry(site)
    assert bring(site.pilot, nomination_file(PEOPLE)).unchanged == PEOPLE
    ledger.sequence_all(at=clock.now())
    assert ledger.verify().ok


@pytest.mark.parametrize("step", STEPS)
def test_an_importer_killed_between_two_steps_leaves_nothing(site: Site, tmp_path: Path, step: str) -> None:
    with importer(site, tmp_path) as running:
        running.goes_on_until(step)
        running.process.kill()
    until(lambda: nobody_is_connected(site), "the database undoing what was begun")
    comes_to_its_end_when_sent_again(site)


#: What holds an import up inside a transaction: in the middle of a chunk's rows, and at the moment of publication.
IN_THE_MIDDLE = {
    "writing": ("Writing 20 of 60", "LOCK TABLE sharing_proposedrecipient"),
    "publishing": ("Publishing 60 of 60", "SELECT FROM sharing_nominationimport FOR UPDATE"),
}


@pytest.mark.parametrize("where", IN_THE_MIDDLE)
def test_an_importer_killed_in_the_middle_of_a_step_leaves_nothing(site: Site, tmp_path: Path, where: str) -> None:
    step, lock = IN_THE_MIDDLE[where]
    with importer(site, tmp_path) as running:
        running.goes_on_until(step)
        with held_up(site, lock):
            running.goes_on()
            until(lambda: waits(site), "the import waiting in the middle of a step")
            running.process.kill()
            running.process.wait()
    until(lambda: nobody_is_connected(site), "the database undoing what was begun")
    comes_to_its_end_when_sent_again(site)


@pytest.mark.parametrize("where", IN_THE_MIDDLE)
def test_a_database_killed_in_the_middle_of_a_step_has_nothing(site: Site, tmp_path: Path, where: str) -> None:
    step, lock = IN_THE_MIDDLE[where]
    with importer(site, tmp_path) as running:
        running.goes_on_until(step)
        with held_up(site, lock):
            running.goes_on()
            until(lambda: waits(site), "the import waiting in the middle of a step")
            site.kill_database()
        said, _ = running.process.communicate()
    assert "drafts are there" not in said
    assert running.process.returncode != 0
    comes_to_its_end_when_sent_again(site)


def test_what_was_acknowledged_outlives_a_database_killed_at_once(site: Site, tmp_path: Path) -> None:
    with importer(site, tmp_path) as running:
        for step in STEPS:
            running.goes_on_until(step)
            running.goes_on()
        assert running.process.stdout is not None
        assert running.process.stdout.readline().strip() == f"{PEOPLE} drafts are there"
        site.kill_database()
    assert drafts(site) == PEOPLE
    assert nothing_is_there_without_its_entry(site)
    imported = "SELECT payload FROM ledger_payload WHERE action = 'decision.import'"
    ((payload,),) = site.read(imported)
    assert json.loads(bytes(payload))["facts"]["nominations"] == PEOPLE
