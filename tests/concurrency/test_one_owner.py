"""A risk has exactly one owner at every instant: the database itself sees to it, whatever the code above it does.

These tests write to the tables as the product's own role does, inside the right organisation: the last thing between
a mistake in Handrail and a risk that nobody owns.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import errors

from handrail.site.addresses import SUPERUSER
from tests.harness.databases import Databases
from tests.waiting import until
from tests.working import disclosed, opened
from tests.worlds import World

Connection = psycopg.Connection[Any]

END = "UPDATE casework_riskownership SET during = tstzrange(lower(during), now()) WHERE upper_inf(during)"
EARLIER = "UPDATE casework_riskownership SET during = tstzrange(lower(during) - interval '1 day', NULL)"
RENAME = "UPDATE casework_risk SET owner_member_id = %(second)s"
CLOSE = "UPDATE casework_risk SET state = 'closed', closed_at = now() + %(after)s::interval"
BEGIN = """
INSERT INTO casework_riskownership (id, risk_id, case_id, organisation_id, member_id, during, why)
SELECT %(id)s, id, case_id, owner_id, owner_member_id, tstzrange(now() + %(after)s::interval, NULL), 'handed_over'
FROM casework_risk
"""
ANOTHER = """
INSERT INTO casework_risk (id, case_id, kind, severity, description_sealed, owner_id, owner_member_id, state,
                           judged_by, judged_at)
SELECT %(id)s, case_id, kind, severity, '', owner_id, owner_member_id, 'open', judged_by, judged_at FROM casework_risk
"""


@pytest.fixture
def case(pilot: World) -> UUID:
    """A case with one risk, owned by the police."""
    return opened(pilot, disclosed(pilot, "council")["council"])


@contextmanager
def as_police(pilot: World, databases: Databases) -> Iterator[Connection]:
    """A connection of the product's own role, that acts for the force; its transaction is the test's to end."""
    with psycopg.connect(databases.current.conninfo()) as connection:
        acting = str(pilot.organisation("force"))
        connection.execute("SELECT handrail_say('organisation', %s)", [acting])
        yield connection
        connection.rollback()


def values(pilot: World, *, after: str = "0") -> dict[str, object]:
    return {"id": uuid4(), "after": after, "second": pilot.member("second_risk_owner@force")}


def test_one_owner_follows_another_without_a_gap(pilot: World, case: UUID, databases: Databases) -> None:
    with as_police(pilot, databases) as police:
        police.execute(END)
        police.execute(RENAME, values(pilot))
        police.execute(BEGIN, values(pilot))
        police.commit()


WRONG: dict[str, tuple[list[str], str]] = {
    "nobody any more": ([END], "0"),
    "the row of its owner is gone": (["DELETE FROM casework_riskownership"], "0"),
    "another than it names": ([RENAME], "0"),
    "one that goes on after it was closed": ([CLOSE], "0"),
    "nobody between its end and its closing": ([END, CLOSE], "1 day"),
    "a new one only from tomorrow": ([END, BEGIN], "1 day"),
    "one from before there was a risk": ([EARLIER], "0"),
    "nobody from the beginning": ([ANOTHER], "0"),
}


@pytest.mark.parametrize("what", WRONG)
def test_anything_else_is_not_committed(pilot: World, case: UUID, databases: Databases, what: str) -> None:
    statements, after = WRONG[what]
    with as_police(pilot, databases) as police:
        for statement in statements:
            police.execute(statement, values(pilot, after=after))
        with pytest.raises(errors.RaiseException, match="exactly one owner"):
            police.commit()


GIVE = "UPDATE casework_risk SET owner_id = %(council)s, owner_member_id = %(contact)s"
CALL = "UPDATE casework_risk SET kind = 'homelessness'"


def test_another_organisation_does_not_become_the_owner_unless_both_have_signed(
    pilot: World, case: UUID, databases: Databases
) -> None:
    with as_police(pilot, databases) as police:
        police.execute(END)
        council = {
            "council": pilot.organisation("council"),
            "contact": pilot.member("single_point_of_contact@council"),
        }
        police.execute(GIVE, council)
        police.execute(BEGIN, values(pilot))
        with pytest.raises(errors.RaiseException, match="both signatures"):
            police.commit()


def test_a_risk_is_not_called_by_another_kind_without_a_change_on_record(
    pilot: World, case: UUID, databases: Databases
) -> None:
    with as_police(pilot, databases) as police:
        police.execute(CALL)
        with pytest.raises(errors.RaiseException, match="another kind"):
            police.commit()


def test_an_ownership_is_not_moved_to_another_risk(pilot: World, case: UUID, databases: Databases) -> None:
    another = values(pilot)
    with as_police(pilot, databases) as police:
        police.execute(
            "INSERT INTO casework_risk SELECT like_it.* FROM casework_risk AS risk,"
            " jsonb_populate_record(risk, jsonb_build_object('id', %(id)s::text)) AS like_it LIMIT 1", another
        )  # fmt: skip
        with pytest.raises(errors.RaiseException, match="stays with its risk"):
            police.execute("UPDATE casework_riskownership SET risk_id = %(id)s", another)


def test_a_risk_that_is_deleted_takes_its_owners_along(pilot: World, case: UUID, databases: Databases) -> None:
    """As retention does, when everything about a person is destroyed."""
    with as_police(pilot, databases) as police:
        police.execute("DELETE FROM casework_riskownership")
        police.execute("DELETE FROM casework_risk")
        police.commit()


def test_two_owners_at_once_are_refused_at_the_first_attempt(pilot: World, case: UUID, databases: Databases) -> None:
    with as_police(pilot, databases) as police, pytest.raises(errors.ExclusionViolation):
        police.execute(BEGIN, values(pilot))


def test_two_who_hand_it_over_at_once_leave_one_owner(pilot: World, case: UUID, databases: Databases) -> None:
    """Both have ended the same ownership; the second waits for the first and is refused."""
    with as_police(pilot, databases) as first, as_police(pilot, databases) as second, ThreadPoolExecutor(1) as pool:
        first.execute(END)
        first.execute(RENAME, values(pilot))
        first.execute(BEGIN, values(pilot))
        late = pool.submit(second.execute, BEGIN, values(pilot))
        until(lambda: waits(databases), "the second waiting for the first")
        first.commit()
        with pytest.raises(errors.ExclusionViolation):
            late.result()
    with psycopg.connect(databases.current.conninfo(SUPERUSER)) as everything:
        (owned,) = everything.execute("SELECT count(*) FROM casework_riskownership WHERE upper_inf(during)").fetchall()
    assert owned == (1,)


def waits(databases: Databases) -> bool:
    with psycopg.connect(databases.current.conninfo(SUPERUSER)) as everything:
        (row,) = everything.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchall()
    return bool(row[0])
