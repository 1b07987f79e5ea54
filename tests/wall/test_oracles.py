"""Nothing that an organisation writes tells it what others have: no foreign key, no unique one, and no forgery.

The council has a row of every kind, and the school the same under ids of its own. Then the school writes rows that
refer to the council's, or to nothing at all, and gets the same answer to both.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4, uuid5

import psycopg
import pytest
from psycopg import sql

from handrail.site.addresses import SUPERUSER
from tests.harness.databases import Databases
from tests.wall.belonging import BELONGS, Everything, Row, key_of, read_everything
from tests.wall.rows import make_up
from tests.wall.test_catalogue import READ_BY_ALL
from tests.worlds import build_small_pilot

#: Keys to a row of the same table, which a policy can't ask about: PostgreSQL would ask it for ever. Their ids are
#: random, so nobody who isn't shown the row can name it.
TO_THE_SAME_TABLE = {"casework_risk.continues_id", "costs_costentry.reverses_id", "directory_agreement.previous_id"}

#: Unique keys that two organisations could meet in, and why neither learns anything that it wasn't shown.
UNIQUE_FOR_ALL = {
    "casework_risk_continues_id_key": "a random id",
    "costs_costentry_reverses_id_key": "a random id",
    "one_next_version_at_a_time": "a random id, of an agreement that everybody reads",
    "directory_member_account_id_key": "who works where is read by all",
    "directory_organisation_slug_key": "who takes part is published",
    "one_live_grant": "who holds which role is read by all",
    "installed_once": "everybody works under the same programmes",
}

#: The column that says who has added a row, where the row belongs to more than one organisation.
ADDED_BY = {
    "casework_case": "organisation_id",
    "casework_transfer": "organisation_id",
    "casework_concern": "organisation_id",
    "casework_handin": "organisation_id",
    "casework_supportcontact": "organisation_id",
    "meetings_meeting": "organisation_id",
    "meetings_agendacase": "organisation_id",
    "meetings_meetingaction": "organisation_id",
    "meetings_meetingpaper": "organisation_id",
    "questions_question": "organisation_id",
    "matching_register": "organisation_id",
    "matching_check": "organisation_id",
    "assessments_wording": "organisation_id",
    "costs_costentry": "organisation_id",
    "sharing_knowsstatement": "organisation_id",
    "sharing_challenge": "raised_by_organisation_id",
    "sharing_disclosure": "recipient_id",
    "sharing_recallnotice": "holder_id",
}

#: What is about a member, and written by their own organisation alone.
OF_OWN_MEMBER = [
    *((f"directory_{table}", "member_id") for table in ("training", "invitation", "calendaraddress")),
    ("oversight_secondlook", "member_id"),
]

FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, attname, confrelid::regclass::text
    FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace
"""
UNIQUE_KEYS = """
    SELECT indrelid::regclass::text, indexrelid::regclass::text,
           ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = indrelid AND attnum = ANY (indkey))
    FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
    WHERE relnamespace = 'public'::regnamespace AND NOT indisprimary AND (indisunique OR indisexclusion)
"""
PRIMARY_KEYS = """
    SELECT conrelid::regclass::text, format_type(atttypid, NULL)
    FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
    WHERE contype = 'p' AND connamespace = 'public'::regnamespace
"""

#: Columns that PostgreSQL works out itself.
GENERATED = {"searched"}

#: Agreements that everybody reads hide nothing.
DRAFTS = "UPDATE directory_agreement SET previous_id = NULL, state = 'draft'"

#: One member is looked at twice by a rule for each row that was made up.
BY_EACH_RULE = "UPDATE oversight_secondlook SET rule = id::text"

#: A register that two people haven't offered yet.
REGISTERS = "UPDATE matching_register SET open_to_others = false"

#: Of each action that was made up there is one count, and of each end of an identity check.
OF_EACH_ACTION = "UPDATE ledger_count SET action = id::text"
OF_EACH_END = "UPDATE matching_checktally SET ended = id::text"

#: What is about a member is about one of the council's.
OWN_MEMBERS = [
    f"UPDATE {table} AS it SET member_id = member.id FROM directory_member AS member"
    " WHERE member.organisation_id = it.organisation_id"
    for table, _ in OF_OWN_MEMBER
]

LOOKING = """
    SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname IN ('refers_to', 'stays_whose_it_is')
"""

UUIDS = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")

KEPT_APART = [table for table in BELONGS if table not in READ_BY_ALL]


class TwoHouses:
    """The council with a row of every kind, and the school with the same; the connection acts for the school."""

    def __init__(self, connection: psycopg.Connection[Any], theirs: str, ours: str) -> None:
        self.connection, self.theirs, self.ours = connection, theirs, ours
        tables = [table for table in BELONGS if table != "directory_organisation"]
        make_up(
            connection,
            tables,
            [theirs],
            then=[DRAFTS, REGISTERS, BY_EACH_RULE, OF_EACH_ACTION, OF_EACH_END, *OWN_MEMBERS],
        )
        everything = read_everything(connection)
        self.rows = {table: _of_one(everything, table, theirs) for table in KEPT_APART}
        members = everything.rows["directory_member"]
        self._members = [key for key, row in members.items() if row["organisation_id"] == theirs]
        self._own_member = next(key for key, row in members.items() if row["organisation_id"] == ours)
        self._shared = {key for table in READ_BY_ALL for key in everything.rows[table]}

    def ours_like(self, row: Row, **changed: object) -> Row:
        """The row as the school would have it: of its own organisation, with its own ids and reference."""
        own = json.loads(UUIDS.sub(lambda found: self._renamed(found[0]), json.dumps(row)))
        if "reference" in own:
            own["reference"] = "SCHOOL-1"
        return {**own, **changed}

    def add(self, table: str, row: Row, then: str = "") -> None:
        """Add a row, as whoever the connection acts for."""
        names = sql.SQL(", ").join(sql.Identifier(name) for name in row if name not in GENERATED)
        self.connection.execute(
            sql.SQL("INSERT INTO {} ({}) SELECT {} FROM jsonb_populate_record(NULL::{}, %s) {}").format(
                sql.Identifier(table),
                names,
                names,
                sql.Identifier(table),
                sql.SQL(then),
            ),
            [json.dumps(row)],
        )

    def hidden(self, table: str) -> str:
        """The id of a row that is the council's."""
        return next(iter(self.rows[table])) if table in self.rows else self._members[0]

    def answer(self, table: str, row: Row) -> tuple[str, str]:
        """What the database answers to a new row: its state and its message, or nothing."""
        return self._answer(lambda: self.add(table, row))

    def outcome(self, statement: str, arguments: Sequence[str]) -> tuple[str, str]:
        """What it answers to a statement."""
        return self._answer(lambda: self.connection.execute(statement.encode(), arguments))

    def _answer(self, act: Callable[[], object]) -> tuple[str, str]:
        try:
            with self.connection.transaction(force_rollback=True):
                act()
        except psycopg.Error as error:
            return error.sqlstate or "", error.diag.message_primary or ""
        return "", ""

    def _renamed(self, each: str) -> str:
        """The id by which the school has what the council has by this one: another, but for what everybody reads."""
        if each == self.theirs:
            return self.ours
        if each in self._members:
            return self._own_member
        return each if each in self._shared else str(uuid5(UUID(self.ours), each))


def _of_one(everything: Everything, table: str, organisation: str) -> Mapping[str, Row]:
    rows = everything.rows[table]
    return {key: row for key, row in rows.items() if everything.parties(table, row) == {organisation}}


@pytest.fixture(scope="module")
def catalogue(databases: Databases) -> Iterator[tuple[psycopg.Connection[Any], str, str]]:
    with databases.fresh("pilot", build_small_pilot) as (database, pilot):
        houses = [str(pilot.organisation(who)) for who in ("council", "school")]
        with psycopg.connect(database.conninfo(SUPERUSER), autocommit=True) as superuser:
            yield superuser, houses[0], houses[1]


@pytest.fixture(scope="module")
def houses(catalogue: tuple[psycopg.Connection[Any], str, str]) -> TwoHouses:
    """Both; the connection stays the owner's, with all triggers off but those that look at keys."""
    superuser, theirs, ours = catalogue
    both = TwoHouses(superuser, theirs, ours)
    for table, trigger in superuser.execute(LOOKING).fetchall():
        superuser.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}".encode())
    superuser.execute("BEGIN")
    superuser.execute("SET LOCAL session_replication_role = replica")
    superuser.execute("SET LOCAL ROLE handrail_owner")
    superuser.execute("SELECT handrail_say('organisation', %s)", [ours])
    for table, rows in both.rows.items():
        for row in rows.values():
            both.add(table, both.ours_like(row), then="ON CONFLICT DO NOTHING")
    return both


def guarded(catalogue: psycopg.Connection[Any]) -> list[tuple[str, str, str]]:
    """The foreign keys from a row that not everybody reads to another such, or to a member who must be one's own."""
    found = catalogue.execute(FOREIGN_KEYS).fetchall()
    keys = [each for each in found if each[0] in KEPT_APART and (each[2] in KEPT_APART or each[:2] in OF_OWN_MEMBER)]
    return [each for each in keys if f"{each[0]}.{each[1]}" not in TO_THE_SAME_TABLE]


def test_a_key_to_anothers_row_is_answered_like_a_key_to_nothing(houses: TwoHouses) -> None:
    answers = {}
    for table, column, parent in guarded(houses.connection):
        example = next(iter(houses.rows[table].values()))
        new = {key_of(table): str(uuid4())}
        hidden = houses.answer(table, houses.ours_like(example, **new | {column: houses.hidden(parent)}))
        absent = houses.answer(table, houses.ours_like(example, **new | {column: str(uuid4())}))
        if hidden != absent or hidden[0] != "42501":
            answers[f"{table}.{column}"] = (hidden, absent)
    assert answers == {}


def test_a_key_is_not_turned_to_anothers_row_either(houses: TwoHouses) -> None:
    answers = {}
    for table, column, parent in guarded(houses.connection):
        (key, *_) = houses.connection.execute(f"SELECT {key_of(table)} FROM {table}".encode()).fetchone() or ("",)
        turned = f"UPDATE {table} SET {column} = %s WHERE {key_of(table)} = %s"
        hidden, absent = (houses.outcome(turned, [other, key]) for other in (houses.hidden(parent), str(uuid4())))
        if hidden != absent or hidden[0] != "42501":
            answers[f"{table}.{column}"] = (hidden, absent)
    assert answers == {}


def test_a_row_like_anothers_collides_with_nothing(houses: TwoHouses) -> None:
    """All that makes it unique is the same, and only its organisation is the school."""
    answers = {}
    for table, rows in houses.rows.items():
        for row in rows.values():
            own = json.loads(json.dumps({**row, key_of(table): str(uuid4())}).replace(houses.theirs, houses.ours))
            if (answer := houses.answer(table, own))[0] not in ("", "42501"):
                answers[table] = answer
    assert answers == {}


@pytest.mark.parametrize("table", ADDED_BY)
def test_nobody_adds_a_row_in_anothers_name(houses: TwoHouses, table: str) -> None:
    example = next(iter(houses.rows[table].values()))
    own = houses.ours_like(example, **{key_of(table): str(uuid4())})
    assert houses.answer(table, {**own, ADDED_BY[table]: houses.theirs})[0] == "42501"


@pytest.mark.parametrize("column", ["organisation_id", "person_id"])
def test_a_case_is_not_made_like_anothers(houses: TwoHouses, column: str) -> None:
    """Whoever is in a team could ask so whether its lead has another open case about a person."""
    turned = f"UPDATE casework_case SET {column} = %s, partners = partners || %s::uuid"
    answer = houses.outcome(turned, [houses.theirs, houses.ours])
    assert answer == ("P0001", "a case stays with its lead and its person")


def test_what_two_organisations_could_meet_in_is_listed(houses: TwoHouses) -> None:
    """Every other unique key holds its organisation, or refers to what only those can refer to who are shown it."""
    keys = {(table, column) for table, column, _ in guarded(houses.connection)}
    for_all = set()
    for table, index, columns in houses.connection.execute(UNIQUE_KEYS).fetchall():
        own = {"organisation_id", "holder_id"} & set(columns)
        if table in BELONGS and not own and not any((table, column) in keys for column in columns):
            for_all.add(index)
    assert for_all == UNIQUE_FOR_ALL.keys()


def test_keys_are_random(houses: TwoHouses) -> None:
    """A key that is counted up could be guessed, and tells how many there are."""
    kinds = dict(houses.connection.execute(PRIMARY_KEYS).fetchall())
    assert {table for table in BELONGS if kinds[table] != "uuid"} == set()
