"""Every command of ``handrail``, run where the people of the story are: what it prints and writes holds nobody."""

import json
import re
from inspect import signature
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from procrastinate.contrib.django import app as worker

from handrail import ledger
from handrail.directory.models import Member, Organisation
from handrail.gate import clock
from handrail.sharing.initials import initials
from handrail.site import tasks  # noqa: F401  (the worker has this one too)
from handrail.site.addresses import APP_ROLE, OWNER_ROLE, SUPERUSER
from handrail.site.home import Home
from tests.filing import as_bytes, nomination_file
from tests.harness.databases import Databases
from tests.leak.commands_table import COPIES, DIFFERENCES, PROCESSES, READS_NO_HOME, RUN, SYNTHETIC, TYPED, Run
from tests.leak.passages_told import Told, told  # noqa: F401
from tests.leak.passages_words import words
from tests.leak.story import story  # noqa: F401
from tests.nominating import NAME
from tests.unit.cli.conftest import run_handrail
from tests.unit.cli.test_documented import COMMANDS


def test_every_command_is_in_the_table() -> None:
    """A command that isn't fails: whoever adds it says what it may print, and of whom."""
    said = [*READS_NO_HOME, *PROCESSES, *SYNTHETIC, *COPIES, *DIFFERENCES, *TYPED, *RUN]
    assert sorted(map(" ".join, COMMANDS)) == sorted(said)


@pytest.fixture(scope="module")
def site(told: Told, databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:  # noqa: F811
    """The variables of a home whose database is the story's, on the day of the test: commands know no other clock."""
    home = Home(tmp_path_factory.mktemp("commands") / "home")
    home.create()
    ledger.sequence_all(at=clock.now())
    database = databases.current
    with psycopg.connect(database.conninfo(SUPERUSER)) as connection:
        for table, column in LASTS:
            connection.execute(f"UPDATE {table} SET {column} = '2099-12-31'")
    return {
        "HANDRAIL_HOME": str(home.path),
        "DATABASE_URL": database.conninfo(APP_ROLE),
        "HANDRAIL_OWNER_DATABASE_URL": database.conninfo(OWNER_ROLE),
        "HANDRAIL_BACKUP_DATABASE_URL": database.conninfo(SUPERUSER),
        "HANDRAIL_KEY_DIR": str(database.keys),
    }


#: Shorter texts are found by chance.
LEAST = 6

#: What has run out meanwhile.
LASTS = (
    ("directory_training", "valid_until"), ("directory_centre", "ends_on"), ("directory_centre", "programme_ends_on"),
    ("directory_agreement", "ends_on"), ("sharing_holding", "expires_on"),
)  # fmt: skip


def secrets(told: Told, whose: str) -> set[str]:  # noqa: F811
    """What the command may not say: the words about people that others have, names, initials, references and ids."""
    said = [each for each in words(told.pilot) if len(each.text) >= LEAST]
    others = {each.text for each in said if each.house != whose} - {each.text for each in said if each.house == whose}
    if whose:
        return others
    people = {NAME, *NAME.split(), initials(NAME), "LDN-", *Member.objects.values_list("name", flat=True)}
    records = {each.record for each in told.victims} - {each.id for each in Organisation.objects.all()}
    return others | people | {str(record) for record in records | {told.story.in_addresses["person"]}}


@pytest.mark.parametrize(
    ("command", "run"), [(name, run) for name, runs in RUN.items() for run in runs], ids=lambda each: str(each)[:60]
)
def test_it_says_nothing_of_anybody_but_to_whom_it_may(
    told: Told, site: dict[str, str], tmp_path: Path, command: str, run: Run  # noqa: F811
) -> None:  # fmt: skip
    places = {name: str(tmp_path / name) for name in ("file", "feed", "out", "folder")} | {
        "case": str(told.victim("case").record)
    }
    (tmp_path / "file").write_bytes(as_bytes(nomination_file(1)))
    (tmp_path / "feed").write_text(json.dumps({"services": []}), encoding="utf-8")
    typed = [each.format(**places) for each in run.arguments]
    ran = run_handrail(*command.split(), *typed, **site)
    assert run.may_fail or ran.code == 0, ran.err
    files = [each for each in (tmp_path / "out", *(tmp_path / "folder").rglob("*")) if each.is_file()]
    wrote = "".join(each.read_text(encoding="utf-8", errors="replace") for each in files)
    said = ran.out + ran.err + wrote
    assert said
    found = {each for each in secrets(told, run.whose) if re.search(rf"\b{re.escape(each)}", said)}
    assert found - set(typed) == set()
    if run.whose:
        assert NAME.split()[0] in said  # else it would prove nothing


# --- jobs -------------------------------------------------------------------------------------------------------------


def test_jobs_are_told_whom_to_tell_by_an_opaque_id_and_nothing_else() -> None:
    """A new argument of a job has to be looked at: it is kept in a table that is nobody's."""
    ours = {name: each for name, each in worker.tasks.items() if each.func.__module__.startswith("handrail.")}
    assert {name: [*signature(each.func).parameters] for name, each in ours.items()} == {
        "site.take_up_again": ["timestamp"], "upkeep.urgent_mail": ["member"], "upkeep.digest": ["timestamp"],
        "upkeep.climb": ["timestamp"], "upkeep.sweep": ["timestamp"], "upkeep.reconcile": ["timestamp"],
        "oversight.witnesses": ["timestamp"], "oversight.second_looks": ["timestamp"],
        "oversight.second_looks_of": ["organisation"], "matching.run_search": ["organisation", "search"],
        "matching.round": ["timestamp"], "matching.destroy_table": ["register"],
    }  # fmt: skip


def test_what_is_stored_of_jobs_is_opaque_ids_and_moments(told: Told, databases: Databases) -> None:  # noqa: F811
    with psycopg.connect(databases.current.conninfo(SUPERUSER)) as connection:
        stored = connection.execute("SELECT args, lock, queueing_lock FROM procrastinate_jobs").fetchall()
    assert stored
    members, organisations = set(told.pilot.members.values()), set(told.pilot.organisations.values())
    for arguments, lock, queueing_lock in stored:
        assert arguments.keys() <= {"member", "organisation", "search", "timestamp"}
        assert UUID(arguments["member"]) in members if "member" in arguments else True
        assert UUID(arguments["organisation"]) in organisations if "organisation" in arguments else True
        assert UUID(arguments["search"]) if "search" in arguments else True
        assert {lock, queueing_lock} <= {
            None, "climb", "digest", "matching", "reconcile", "second_looks", "sweep", "take_up_again", "witnesses",
        }  # fmt: skip
