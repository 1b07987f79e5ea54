"""Each organisation is shown, changes and takes away its rows and no others: held against an oracle of its own.

As the role that owns the tables, which every privilege is granted to and which row security binds all the same: so it
is the policies alone that answer, and not what the product's own role happens to be granted.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import psycopg
import pytest
from psycopg import sql

from handrail.site.addresses import SUPERUSER
from tests.harness.databases import Databases
from tests.wall.belonging import BELONGS, Everything, key_of, read_everything
from tests.wall.rows import make_up
from tests.worlds import ORGANISATIONS, World, build_small_pilot

WHO = [key for key, *_ in ORGANISATIONS]

DRAFT = "SELECT id FROM directory_agreement WHERE state = 'draft'"

#: An agreement that is still a draft, with what hangs on it; a register that waits for a second person; an unfinished
#: import, with what it brought so far.
UNSEEN = (
    "UPDATE directory_agreement SET state = 'draft' WHERE id = (SELECT id FROM directory_agreement LIMIT 1)",
    *(
        f"UPDATE directory_{table} SET agreement_id = ({DRAFT}) WHERE id = (SELECT id FROM directory_{table} LIMIT 1)"
        f" AND NOT EXISTS (SELECT 1 FROM directory_{table} WHERE agreement_id = ({DRAFT}))"
        for table in ("party", "consultation", "registerquestion", "fundingline", "agreementreview")
    ),
    "UPDATE matching_register SET open_to_others = false WHERE ctid = '(0,1)'",
    "UPDATE sharing_nominationimport SET state = 'staging' WHERE ctid = '(0,1)'",
    *(
        f"UPDATE {table} AS it SET brought_by = begun.id, organisation_id = begun.organisation_id"
        " FROM sharing_nominationimport AS begun WHERE begun.state = 'staging' AND it.ctid = '(0,1)'"
        for table in ("sharing_holding", "sharing_personrecord", "sharing_sharingdecision")
    ),
)


@pytest.fixture(scope="module")
def world(databases: Databases) -> Iterator[World]:
    """The small pilot; all tests here share it, and leave nothing behind."""
    with databases.fresh("pilot", build_small_pilot) as (_, pilot):
        yield pilot


@pytest.fixture(scope="module")
def superuser(world: World, databases: Databases) -> Iterator[psycopg.Connection[Any]]:
    """Whom row security doesn't bind: no part of the product connects so, but for backups."""
    with psycopg.connect(databases.current.conninfo(SUPERUSER), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def everything(world: World, superuser: psycopg.Connection[Any]) -> Everything:
    """Rows of every table, among them some that aren't there yet for everybody to whom they will belong."""
    tables = [table for table in BELONGS if table != "directory_organisation"]
    make_up(superuser, tables, list(map(str, world.organisations.values())), then=UNSEEN)
    return read_everything(superuser)


@pytest.fixture
def owner(superuser: psycopg.Connection[Any]) -> Iterator[psycopg.Connection[Any]]:
    """The tables' owner, in a transaction that comes to nothing, with the triggers off that would answer first."""
    with superuser.transaction(force_rollback=True):
        superuser.execute("SET LOCAL session_replication_role = replica")
        superuser.execute("SET LOCAL ROLE handrail_owner")
        yield superuser


@pytest.fixture(params=WHO)
def acting(request: pytest.FixtureRequest, world: World, owner: psycopg.Connection[Any]) -> str:
    """Each organisation in turn, which the owner's transaction acts for."""
    organisation = str(world.organisation(request.param))
    owner.execute("SELECT handrail_say('organisation', %s)", [organisation])
    return organisation


def keys(owner: psycopg.Connection[Any], statement: str, table: str, *arguments: Any) -> set[str]:
    """The keys of the rows that a statement about the table gives."""
    names = {"key": sql.Identifier(key_of(table)), "table": sql.Identifier(table)}
    return {key for (key,) in owner.execute(sql.SQL(statement).format(**names), arguments).fetchall()}


def differing(found: Mapping[str, set[str]], expected: Mapping[str, set[str]]) -> dict[str, tuple[int, int]]:
    """Of each table where the two differ: how many rows too many, and how many too few."""
    both = {table: (found[table] - expected[table], expected[table] - found[table]) for table in expected}
    return {table: (len(more), len(fewer)) for table, (more, fewer) in both.items() if more or fewer}


def test_the_oracle_knows_every_table_behind_row_security(superuser: psycopg.Connection[Any]) -> None:
    behind = superuser.execute("SELECT relname FROM pg_class WHERE relrowsecurity").fetchall()
    assert {table for (table,) in behind} == BELONGS.keys()


def test_every_table_has_rows_that_some_are_not_shown(world: World, everything: Everything) -> None:
    """Otherwise the tests below would hold whatever the policies say."""
    shown_to_all = {table for table, rows in everything.rows.items() if all(
        everything.parties(table, row) == everything.organisations for row in rows.values())}  # fmt: skip
    assert shown_to_all == {
        "directory_organisation", "directory_member", "directory_rolegrant", "directory_installedprogramme",
        "services_servicefeed", "services_localservice",
    }  # fmt: skip


def test_an_organisation_is_shown_its_rows_and_no_others(
    everything: Everything, owner: psycopg.Connection[Any], acting: str
) -> None:
    shown = {table: keys(owner, "SELECT {key}::text FROM {table}", table) for table in BELONGS}
    assert differing(shown, {table: everything.shown_to(acting, table) for table in BELONGS}) == {}


def test_an_organisation_takes_away_its_rows_and_no_others(
    everything: Everything, owner: psycopg.Connection[Any], acting: str
) -> None:
    taken = {}
    for table in BELONGS:
        with owner.transaction(force_rollback=True):
            taken[table] = keys(owner, "DELETE FROM {table} RETURNING {key}::text", table)
    assert differing(taken, {table: everything.taken_away_by(acting, table) for table in BELONGS}) == {}


def test_an_organisation_changes_its_rows_and_no_others(
    everything: Everything, owner: psycopg.Connection[Any], acting: str
) -> None:
    statement = "UPDATE {table} SET {key} = {key} WHERE {key}::text = ANY(%s) RETURNING {key}::text"
    wrong = {}
    for table in BELONGS:
        own = everything.changed_by(acting, table)
        if (changed := keys(owner, statement, table, list(own))) != own:
            wrong[table] = own - changed
        try:
            with owner.transaction(force_rollback=True):
                if others := keys(owner, statement, table, list(everything.rows[table].keys() - own)):
                    wrong[table] = others
        except psycopg.errors.InsufficientPrivilege:
            continue  # What it would have left behind is not taken.
    assert wrong == {}
