"""What the app role may do with a table is said by its model, and is no more."""

from collections.abc import Iterator

import psycopg
import pytest
from django.apps import apps

from handrail.ledger.models import LedgerEntry
from handrail.site.addresses import APP_ROLE, OWNER_ROLE
from handrail.site.database import ALL_PRIVILEGES, grant
from tests.harness.databases import Database


@pytest.fixture
def owner(database: Database) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    with psycopg.connect(database.conninfo(OWNER_ROLE), autocommit=True) as connection:
        yield connection


def _privileges(owner: "psycopg.Connection[tuple[object, ...]]", table: str) -> set[object]:
    rows = owner.execute(
        "SELECT privilege_type FROM information_schema.role_table_grants WHERE table_name = %s AND grantee = %s",
        [table, APP_ROLE],
    )
    return {row[0] for row in rows}


def test_every_table_has_the_privileges_of_its_model(owner: "psycopg.Connection[tuple[object, ...]]") -> None:
    for model in apps.get_models(include_auto_created=True):
        wanted = set(getattr(model, "app_privileges", ALL_PRIVILEGES))
        if hasattr(model, "app_update_columns"):
            wanted -= {"UPDATE"}
        assert _privileges(owner, model._meta.db_table) == wanted, model


def test_narrowed_update_reaches_the_named_columns_only(owner: "psycopg.Connection[tuple[object, ...]]") -> None:
    rows = owner.execute(
        "SELECT column_name FROM information_schema.role_column_grants"
        " WHERE table_name = %s AND grantee = %s AND privilege_type = 'UPDATE'",
        [LedgerEntry._meta.db_table, APP_ROLE],
    )
    assert {row[0] for row in rows} == set(LedgerEntry.app_update_columns)


def test_privilege_given_by_hand_is_gone_after_the_next_migration(
    owner: "psycopg.Connection[tuple[object, ...]]",
) -> None:
    owner.execute("GRANT DELETE ON ledger_entry TO handrail_app")
    owner.execute("GRANT UPDATE (kind) ON ledger_entry TO handrail_app")
    grant()
    assert _privileges(owner, "ledger_entry") == {"SELECT", "INSERT"}
    test_narrowed_update_reaches_the_named_columns_only(owner)


def test_nobody_else_may_do_anything(owner: "psycopg.Connection[tuple[object, ...]]") -> None:
    rows = owner.execute(
        "SELECT DISTINCT grantee FROM information_schema.role_table_grants WHERE table_schema = 'public'"
    )
    assert {row[0] for row in rows} - {"PUBLIC"} == {OWNER_ROLE, APP_ROLE}
    public = owner.execute(
        "SELECT table_name FROM information_schema.role_table_grants"
        " WHERE table_schema = 'public' AND grantee = 'PUBLIC'"
    )
    assert public.fetchall() == []
