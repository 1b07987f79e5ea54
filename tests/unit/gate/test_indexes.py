"""An upgrade that was broken off while it built an index goes on when it is begun again."""

from collections.abc import Iterator

import psycopg
import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import OperationalError, connections
from django.db.migrations.loader import MigrationLoader

from handrail.site.addresses import OWNER_ROLE
from tests.harness.databases import Database

CASES = ("casework", "0015_cases_are_found_by_who_is_in_them")
BUILT = ("cases_of_a_person", "cases_by_partner")


@pytest.fixture
def loader(database: Database) -> MigrationLoader:
    return MigrationLoader(connections["owner"])


@pytest.fixture
def unbuilt(database: Database) -> Iterator[psycopg.Connection]:
    """A connection beside the upgrade's, to a database that lacks the indexes."""
    with psycopg.connect(database.conninfo(OWNER_ROLE), autocommit=True) as beside:
        for name in BUILT:
            beside.execute(f"DROP INDEX {name}")
        yield beside


def migrate(loader: MigrationLoader) -> None:
    with connections["owner"].schema_editor(atomic=False) as editor:
        loader.get_migration(*CASES).apply(loader.project_state([CASES], at_end=False), editor)


def standing(beside: psycopg.Connection) -> dict[str, bool]:
    found = beside.execute(
        "SELECT relname, indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE relname = ANY (%s)",
        [list(BUILT)],
    )
    return dict(found.fetchall())


def test_an_index_that_was_half_built_is_built_anew(loader: MigrationLoader, unbuilt: psycopg.Connection) -> None:
    with unbuilt.transaction():
        unbuilt.execute("LOCK TABLE casework_case IN ROW EXCLUSIVE MODE")  # somebody writes, and the build waits
        with connections["owner"].cursor() as cursor:
            cursor.execute("SET statement_timeout = '300ms'")
        with pytest.raises(OperationalError):
            migrate(loader)
        with connections["owner"].cursor() as cursor:
            cursor.execute("RESET statement_timeout")
    assert standing(unbuilt) == {"cases_of_a_person": False}
    migrate(loader)
    assert standing(unbuilt) == dict.fromkeys(BUILT, True)


def test_an_index_that_was_finished_before_the_upgrade_was_broken_off_is_kept(
    loader: MigrationLoader, unbuilt: psycopg.Connection
) -> None:
    migrate(loader)
    unbuilt.execute("DROP INDEX cases_by_partner")
    migrate(loader)
    assert standing(unbuilt) == dict.fromkeys(BUILT, True)


def test_every_index_that_is_built_meanwhile_is_one_that_can_be_begun_again(loader: MigrationLoader) -> None:
    ours = (each for each in loader.disk_migrations.values() if each.__module__.startswith("handrail."))
    plain = [str(each) for each in ours for step in each.operations if type(step) is AddIndexConcurrently]
    assert plain == []


def test_the_index_of_what_a_rule_stopped_takes_the_place_of_another_and_can_be_taken_back(
    loader: MigrationLoader, database: Database
) -> None:
    key = ("ledger", "0009_what_a_rule_stopped_is_found")
    found = "SELECT indexname FROM pg_indexes WHERE indexname IN ('ledger_payload_stopped', 'ledger_payload_rules')"
    with psycopg.connect(database.conninfo(OWNER_ROLE), autocommit=True) as beside:
        for step, stands in (("unapply", "ledger_payload_rules"), ("apply", "ledger_payload_stopped")):
            with connections["owner"].schema_editor(atomic=False) as editor:
                getattr(loader.get_migration(*key), step)(loader.project_state([key], at_end=False), editor)
            assert beside.execute(found).fetchall() == [(stands,)]
