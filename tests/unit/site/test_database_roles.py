"""The roles that the product runs as can't get round row-level security."""

import psycopg
import pytest
from django.db import connection

from handrail.site.addresses import APP_ROLE, OWNER_ROLE
from tests.harness.databases import Database


def test_django_runs_as_the_app_role(database: Database) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        assert cursor.fetchone() == (APP_ROLE, database.name)


@pytest.mark.parametrize("role", [OWNER_ROLE, APP_ROLE])
def test_role_is_no_superuser_and_bypasses_no_row_security(database: Database, role: str) -> None:
    with psycopg.connect(database.conninfo(role)) as direct:
        row = direct.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == (False, False, False, False)


def test_app_role_owns_no_table(database: Database) -> None:
    with psycopg.connect(database.conninfo()) as direct:
        owners = direct.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert owners == [(OWNER_ROLE,)]


@pytest.mark.parametrize("statement", ["CREATE TABLE mine (id int)", "DELETE FROM django_migrations"])
def test_app_role_changes_no_structure(database: Database, statement: str) -> None:
    with psycopg.connect(database.conninfo()) as direct, pytest.raises(psycopg.errors.InsufficientPrivilege):
        direct.execute(statement)
