"""What is in a migrated database besides rows: nothing that goes round row security."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from handrail.site import database as site_database
from handrail.site.addresses import APP_ROLE, OWNER_ROLE, SUPERUSER
from tests.harness.databases import Database
from tests.wall.belonging import BELONGS

#: Tables that aren't behind row security, and why: nothing in them is about a person whom an organisation supports.
OPEN = {
    "directory_account": "who may sign in, looked up before anybody acts: an e-mail address, a hashed password",
    "account_emailaddress": "the same address, as django-allauth keeps it",
    "account_emailconfirmation": "unused: addresses are confirmed by invitation",
    "mfa_authenticator": "second factors, needed to sign in",
    "django_session": "who is signed in: read by the key in a cookie before anybody acts",
    "site_cache": "how often an address tried to sign in",
    "directory_centre": "the published list of centres",
    "sharing_centreyear": "how many names a centre took in a year, of whichever organisation",
    "ledger_entry": "the tree's leaves: what kind of act, which hour, and a commitment; shown to witnesses",
    "ledger_checkpoint": "signed heads of the tree, published",
    "ledger_subtree": "hashes over the leaves, published",
    "ledger_cosignature": "what witnesses signed, published with the heads",
    "ledger_witness_refusal": "which witness did not sign a head, and what it answered",
    "ledger_epoch": "which lives the database has had",
    "procrastinate_jobs": "work to be done: names of tasks, and ids",
    "procrastinate_events": "what became of it",
    "procrastinate_periodic_defers": "when it was last put in the queue",
    "procrastinate_workers": "which workers are alive",
    "django_migrations": "which steps the tables have taken",
    "django_content_type": "the names of models",
    "auth_permission": "unused: policy decides",
    "auth_group": "unused: policy decides",
    "auth_group_permissions": "unused: policy decides",
}

#: Tables behind row security that everybody reads, and why. Only their own organisation writes them.
READ_BY_ALL = {
    "directory_organisation": "who takes part is published",
    "directory_member": "who works where is read before anybody has signed in, and by everybody who shares a case",
    "directory_rolegrant": "and in which role",
    "directory_installedprogramme": "everybody works under the same programmes",
    "services_servicefeed": "directories of services are published",
    "services_localservice": "directories of services are published",
}

TABLES = """
    SELECT relname, relrowsecurity, relforcerowsecurity, pg_get_userbyid(relowner) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
"""
#: Of each policy: its table, its command (* is any), whether it only restricts, for whom, and its two conditions.
POLICIES = """
    SELECT polrelid::regclass::text, polcmd::text, polpermissive, polroles = '{0}',
           pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid) FROM pg_policy
"""
OURS = "NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = {}.oid AND deptype = 'e')"


@pytest.fixture(scope="module")
def database(databases: Any) -> Iterator[Database]:
    """A migrated database, which the tests here only look at."""
    with databases.fresh() as (fresh, _):
        yield fresh


@pytest.fixture(scope="module")
def catalogue(database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.conninfo(SUPERUSER), autocommit=True) as superuser:
        yield superuser


@pytest.fixture
def app(database: Database) -> Iterator[psycopg.Connection[Any]]:
    """The role that the product runs as."""
    with psycopg.connect(database.conninfo(), autocommit=True) as connection:
        yield connection


def listed(catalogue: psycopg.Connection[Any], query: str) -> set[Any]:
    rows = catalogue.execute(query.encode()).fetchall()
    return {row[0] if len(row) == 1 else row for row in rows}


# --- tables -----------------------------------------------------------------------------------------------------------


def test_every_table_is_behind_row_security_or_is_open_for_a_reason(catalogue: psycopg.Connection[Any]) -> None:
    """Both lists are exact: a new table joins one, and a reason that is none any more goes."""
    tables = catalogue.execute(TABLES).fetchall()
    assert {table for table, on, *_ in tables if not on} == OPEN.keys()
    assert {table for table, on, *_ in tables if on} == BELONGS.keys()


def test_row_security_binds_the_tables_owner_too(catalogue: psycopg.Connection[Any]) -> None:
    assert [table for table, on, forced, _ in catalogue.execute(TABLES).fetchall() if on != forced] == []


def test_policies_bind_every_role(catalogue: psycopg.Connection[Any]) -> None:
    assert [table for table, _, _, everybody, *_ in catalogue.execute(POLICIES).fetchall() if not everybody] == []


def test_only_what_everybody_may_read_has_a_policy_that_asks_nothing(catalogue: psycopg.Connection[Any]) -> None:
    """A condition that is always true is for reading alone; to lock a row, it may also say which rows are locked."""
    asks_nothing = {
        (table, command)
        for table, command, permissive, _, using, check in catalogue.execute(POLICIES).fetchall()
        if permissive and "true" in (using, check)
    }
    assert {table for table, _ in asks_nothing} == READ_BY_ALL.keys()
    assert {each for each in asks_nothing if each[1] != "r"} == {("directory_organisation", "w")}


def test_partitions_and_inheritance_are_not_used(catalogue: psycopg.Connection[Any]) -> None:
    """A child table has row security of its own, or none."""
    assert listed(catalogue, "SELECT inhrelid::regclass::text FROM pg_inherits") - listed(
        catalogue, "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('i', 'I')"
    ) == set()  # fmt: skip


# --- what could stand beside tables -----------------------------------------------------------------------------------


def test_no_view_foreign_table_rule_or_publication_stands_beside_the_tables(
    catalogue: psycopg.Connection[Any],
) -> None:
    """A view reads as its owner unless it says otherwise; a rule rewrites; a publication sends rows elsewhere."""
    kinds = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind NOT IN {}"
    assert listed(catalogue, kinds.format("('r', 'i', 'S', 'c')")) == set()
    for beside in (
        "rulename FROM pg_rules WHERE schemaname = 'public'",
        "pubname FROM pg_publication",
        "subname FROM pg_subscription",
        "evtname FROM pg_event_trigger",
        "srvname FROM pg_foreign_server",
    ):
        assert listed(catalogue, f"SELECT {beside}") == set()


def test_every_function_runs_with_its_callers_rights_and_promises_nothing(catalogue: psycopg.Connection[Any]) -> None:
    """SECURITY DEFINER would read as the owner, and LEAKPROOF lets a condition see rows before row security does."""
    functions = f"SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND {OURS.format('pg_proc')}"
    assert "handrail_organisation" in listed(catalogue, functions)
    assert listed(catalogue, f"{functions} AND (prosecdef OR proleakproof)") == set()


def test_extensions_are_those_that_indexes_need(catalogue: psycopg.Connection[Any]) -> None:
    """None that keeps statements, reads files or reaches other databases."""
    assert listed(catalogue, "SELECT extname FROM pg_extension") == {"plpgsql", "btree_gist", "pg_trgm"}


def test_nothing_is_kept_as_a_large_object(catalogue: psycopg.Connection[Any]) -> None:
    """They have no row security."""
    assert listed(catalogue, "SELECT oid FROM pg_largeobject_metadata") == set()


def test_there_is_one_schema(catalogue: psycopg.Connection[Any]) -> None:
    schemas = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'"
    assert listed(catalogue, schemas) == {"public"}


# --- roles ------------------------------------------------------------------------------------------------------------


def test_the_roles_stand_below_row_security_and_belong_to_no_other(catalogue: psycopg.Connection[Any]) -> None:
    above = (
        "SELECT rolname FROM pg_roles WHERE rolname ~ '^handrail'"
        " AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)"
    )
    assert listed(catalogue, above) == set()
    assert listed(catalogue, "SELECT rolname FROM pg_roles WHERE rolname ~ '^handrail'") == {APP_ROLE, OWNER_ROLE}
    others = """
        SELECT us.rolname, them.rolname FROM pg_roles AS us CROSS JOIN pg_roles AS them
        WHERE us.rolname ~ '^handrail' AND us.oid <> them.oid AND them.rolname <> 'pg_database_owner'
          AND pg_has_role(us.oid, them.oid, 'MEMBER')
    """
    assert listed(catalogue, others) == set()


def test_into_the_database_come_the_two_roles_alone(database: Database) -> None:
    """And the product's makes no temporary tables there, which would stand before the others of their name."""
    server, name = database.server, database.server.new_name()
    site_database.provision(server.superuser, passwords=server.passwords, name=name)
    with psycopg.connect(server.conninfo(SUPERUSER, name)) as superuser:
        granted = superuser.execute(
            "SELECT grantee::regrole::text, privilege_type FROM pg_database, aclexplode(datacl)"
            " WHERE datname = current_database()"
        ).fetchall()
    server.discard(name)
    assert sorted(granted) == [
        (APP_ROLE, "CONNECT"), (OWNER_ROLE, "CONNECT"), (OWNER_ROLE, "CREATE"), (OWNER_ROLE, "TEMPORARY"),
    ]  # fmt: skip


def test_the_owner_owns_everything_and_the_product_nothing(catalogue: psycopg.Connection[Any]) -> None:
    owners = "SELECT DISTINCT pg_get_userbyid({0}owner) FROM pg_{1} AS it WHERE {0}namespace = 'public'::regnamespace"
    ours = OURS.format("it")
    assert listed(catalogue, f"{owners.format('rel', 'class')} AND {ours}") == {OWNER_ROLE}
    assert listed(catalogue, f"{owners.format('pro', 'proc')} AND {ours}") == {OWNER_ROLE}
    # PostgreSQL 15 doesn't count the arrays of an extension's types among what belongs to it.
    assert listed(catalogue, f"{owners.format('typ', 'type')} AND {ours} AND typcategory <> 'A'") == {OWNER_ROLE}


def test_no_privilege_is_given_to_everybody_or_beforehand(catalogue: psycopg.Connection[Any]) -> None:
    """Not on tables, nor by default on those to come: a new table is out of reach until it is granted."""
    given = (
        "SELECT relname FROM pg_class, aclexplode(relacl) WHERE relnamespace = 'public'::regnamespace AND grantee = 0"
    )
    assert listed(catalogue, given) == set()
    assert listed(catalogue, "SELECT oid FROM pg_default_acl") == set()


def test_the_product_has_the_four_privileges_on_rows_and_no_other(catalogue: psycopg.Connection[Any]) -> None:
    """No TRUNCATE, which row security doesn't bind; no TRIGGER, REFERENCES or MAINTAIN; nothing to pass on."""
    granted = f"""
        SELECT DISTINCT privilege_type, is_grantable FROM pg_class, aclexplode(relacl)
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND grantee = '{APP_ROLE}'::regrole
    """
    assert listed(catalogue, granted) == {(each, False) for each in ("SELECT", "INSERT", "UPDATE", "DELETE")}


REFUSED = {
    "become the owner": f"SET ROLE {OWNER_ROLE}",
    "become anybody": "SET SESSION AUTHORIZATION postgres",
    "make a table": "CREATE TABLE mine (id int)",
    "make a view": "CREATE VIEW mine AS SELECT 1",
    "make a function": "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "make a schema": "CREATE SCHEMA mine",
    "make a publication": "CREATE PUBLICATION mine FOR ALL TABLES",
    "empty a table": "TRUNCATE duties_duty",
    "turn triggers off": "ALTER TABLE duties_duty DISABLE TRIGGER ALL",
    "turn triggers off for the session": "SET session_replication_role = replica",
    "turn row security off": "ALTER TABLE duties_duty DISABLE ROW LEVEL SECURITY",
    "change a policy": "ALTER POLICY by_organisation ON duties_duty USING (true)",
    "drop a policy": "DROP POLICY by_organisation ON duties_duty",
    "change a function": "ALTER FUNCTION handrail_organisation() SECURITY DEFINER",
    "rewrite a function": "CREATE OR REPLACE FUNCTION handrail_oversight() RETURNS bool LANGUAGE sql AS 'SELECT true'",
    "read what others' statements say": "SELECT pg_read_file('postgresql.auto.conf')",
    "read the passwords": "SELECT rolpassword FROM pg_authid",
    "sample what the planner knows of columns": "SELECT stavalues1 FROM pg_statistic",
    "write to a file": "COPY duties_duty TO '/tmp/duties'",
    "run a program": "COPY duties_duty FROM PROGRAM 'true'",
    "rewrite the record of migrations": "DELETE FROM django_migrations",
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_product_cannot(app: psycopg.Connection[Any], what: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(REFUSED[what].encode())


@pytest.mark.parametrize("role", [APP_ROLE, OWNER_ROLE])
def test_row_security_that_is_asked_to_be_off_is_an_error_and_not_off(database: Database, role: str) -> None:
    """As pg_dump asks, which copies every row or none."""
    with psycopg.connect(database.conninfo(role)) as connection:
        connection.execute("SET row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            connection.execute("COPY duties_duty TO STDOUT")


def test_the_planners_samples_of_a_table_behind_row_security_are_nobodys(app: psycopg.Connection[Any]) -> None:
    """They hold values of all organisations' rows. The view over them leaves out what row security binds."""
    samples = "SELECT DISTINCT tablename FROM pg_stats WHERE schemaname = 'public'"
    assert listed(app, samples) & BELONGS.keys() == set()


@pytest.mark.parametrize("role", [APP_ROLE, OWNER_ROLE])
@pytest.mark.parametrize("table", sorted(BELONGS.keys() - READ_BY_ALL.keys()))
def test_nothing_is_written_by_whoever_does_not_say_for_whom(database: Database, role: str, table: str) -> None:
    with psycopg.connect(database.conninfo(role)) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(sql.SQL("INSERT INTO {} DEFAULT VALUES").format(sql.Identifier(table)))
