"""For whom a transaction acts is said in it and forgotten with it, whatever becomes of it or of its connection."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from psycopg import Connection

import handrail
from handrail.directory.models import Training
from handrail.gate.row_security import set_acting_organisation
from tests.acting import act_as
from tests.harness.databases import Databases
from tests.worlds import World

TRAINING = "SELECT array_agg(DISTINCT organisation_id) FROM directory_training"
NOBODY = "No acting organisation"


@pytest.fixture
def direct(pilot: World, databases: Databases) -> Iterator[Connection[Any]]:
    """A connection of the product's own role, such as one that is kept and serves one request after another."""
    with psycopg.connect(databases.current.conninfo()) as kept:
        yield kept


def say(direct: Connection[Any], organisation: UUID) -> None:
    direct.execute("SELECT handrail_say('organisation', %s)", [str(organisation)])


def shown(direct: Connection[Any], query: str = TRAINING) -> list[UUID]:
    """Whose training the connection is shown."""
    return list(direct.execute(query.encode()).fetchone()[0])  # type: ignore[index]


def assert_forgotten(direct: Connection[Any]) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match=NOBODY):
        shown(direct)
    direct.rollback()


# --- how a transaction may end ----------------------------------------------------------------------------------------


def test_a_connection_that_nobody_has_used_shows_nothing(direct: Connection[Any]) -> None:
    assert_forgotten(direct)


@pytest.mark.parametrize("end", ["COMMIT", "ROLLBACK", "an error"])
def test_it_is_forgotten_when_the_transaction_ends(pilot: World, direct: Connection[Any], end: str) -> None:
    say(direct, pilot.organisation("council"))
    assert shown(direct) == [pilot.organisation("council")]
    if end == "an error":
        with pytest.raises(psycopg.errors.DivisionByZero):
            direct.execute("SELECT 1 / 0")
        with pytest.raises(psycopg.errors.InFailedSqlTransaction):
            shown(direct)
        direct.rollback()
    else:
        direct.execute(end.encode())
    assert_forgotten(direct)


@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_a_setting_made_for_the_session_by_mistake_is_not_believed_later(
    pilot: World, direct: Connection[Any], end: str
) -> None:
    say(direct, pilot.organisation("council"))
    direct.execute("SELECT set_config('handrail.organisation', current_setting('handrail.organisation'), false)")
    assert shown(direct) == [pilot.organisation("council")]
    getattr(direct, end)()
    assert_forgotten(direct)


@pytest.mark.parametrize("setting", ["organisation", "oversight", "counting_costs", "import"])
def test_a_setting_that_does_not_say_when_it_was_made_is_not_believed(direct: Connection[Any], setting: str) -> None:
    for value in ("on", "00000000-0000-0000-0000-000000000001"):
        direct.execute("SELECT set_config(%s, %s, false)", [f"handrail.{setting}", value])
        assert direct.execute("SELECT handrail_said(%s)", [setting]).fetchone() == ("",)


def test_what_is_said_after_a_savepoint_goes_when_it_is_rolled_back(pilot: World, direct: Connection[Any]) -> None:
    council, school = map(pilot.organisation, ("council", "school"))
    say(direct, council)
    direct.execute("SAVEPOINT before")
    say(direct, school)
    assert shown(direct) == [school]
    direct.execute("ROLLBACK TO before")
    assert shown(direct) == [council]


def test_a_kept_connection_shows_the_next_request_nothing(pilot: World) -> None:
    with act_as(pilot, "practitioner@council"):
        assert Training.objects.exists()
        kept = connection.connection
    with transaction.atomic(), pytest.raises(DatabaseError, match=NOBODY):
        list(Training.objects.all())
    assert connection.connection is kept


def test_it_is_not_said_outside_a_transaction(pilot: World) -> None:
    with pytest.raises(RuntimeError, match="open the transaction first"):
        set_acting_organisation(pilot.organisation("council"))


# --- plans that are kept ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("plans", ["force_generic_plan", "force_custom_plan"])
def test_a_plan_that_is_kept_shows_each_only_their_own(pilot: World, direct: Connection[Any], plans: str) -> None:
    """In one transaction, as in a delivery, and in the next; planned for the first and run for all."""
    direct.execute(f"SET plan_cache_mode = {plans}".encode())
    direct.execute(f"PREPARE kept AS {TRAINING}".encode())
    for organisations in (("council", "school"), ("nhs", "council")):
        for organisation in map(pilot.organisation, organisations):
            say(direct, organisation)
            assert shown(direct, "EXECUTE kept") == [organisation]
        direct.commit()
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match=NOBODY):
            direct.execute("EXECUTE kept")
        direct.rollback()


def test_parallel_workers_are_told_for_whom_they_work(pilot: World, direct: Connection[Any]) -> None:
    """PostgreSQL 15 plans none for what asks who acts, whatever it is told."""
    newer = direct.info.server_version >= 160_000
    direct.execute(f"SET {'debug_parallel_query' if newer else 'force_parallel_mode'} = on".encode())
    say(direct, pilot.organisation("council"))
    plan = direct.execute(f"EXPLAIN (ANALYZE, COSTS OFF) {TRAINING}".encode()).fetchall()
    assert ("Workers Launched: 1" in str(plan)) is newer
    assert shown(direct) == [pilot.organisation("council")]


# --- other organisations' houses --------------------------------------------------------------------------------------


class Stopped(Exception):
    """What a body may raise."""


def whose() -> set[UUID]:
    return set(Training.objects.values_list("organisation_id", flat=True))


@pytest.mark.parametrize("visit", ["deliver_to", "in_house_of"])
def test_a_visit_ends_at_home(pilot: World, visit: str) -> None:
    """Also after an error, also where the database itself raised it, also where a visit follows a visit."""
    council, school = map(pilot.organisation, ("council", "school"))
    with act_as(pilot, "practitioner@council") as act:
        visiting = getattr(act, visit)
        with visiting(school):
            assert whose() == {school}
        assert whose() == {council}
        with pytest.raises(Stopped), visiting(school):
            raise Stopped
        assert whose() == {council}
        with pytest.raises(DatabaseError), transaction.atomic(), visiting(school):
            Training.objects.update(valid_until=None)
        assert whose() == {council}
        with visiting(school), pytest.raises(DatabaseError), transaction.atomic():
            Training.objects.update(valid_until=None)
        assert whose() == {council}


def test_a_delivery_from_another_house_ends_in_that_house(pilot: World) -> None:
    council, school, nhs = map(pilot.organisation, ("council", "school", "nhs"))
    with act_as(pilot, "practitioner@council") as act:
        with act.in_house_of(school):
            with pytest.raises(Stopped), act.deliver_to(nhs):
                raise Stopped
            assert whose() == {school}
        assert whose() == {council}


def test_nobody_visits_from_a_delivery(pilot: World) -> None:
    """And the attempt leaves them where they were."""
    school, nhs = map(pilot.organisation, ("school", "nhs"))
    with act_as(pilot, "practitioner@council") as act:
        for visit in (act.deliver_to, act.in_house_of):
            with act.deliver_to(school), pytest.raises(RuntimeError), visit(nhs):
                pytest.fail("It was let in.")
            with act.deliver_to(school):
                assert whose() == {school}


# --- who may say what -------------------------------------------------------------------------------------------------

#: What may be said, and the one place that says it. Anything more is a new door in the wall.
SAID_BY = {
    ("organisation", "gate/row_security.py"),
    ("oversight", "gate/row_security.py"),
    ("organisation", "vault/rotation.py"),
    ("oversight", "ledger/log.py"),
    ("organisation", "ledger/counts.py"),
    ("organisation", "upkeep/reconciling/comparing.py"),
    ("import", "upkeep/reconciling/comparing.py"),
    ("counting_costs", "costs/queries/totals.py"),
    ("import", "exchange/staging.py"),
}


def test_what_is_said_is_said_in_few_places_and_in_no_other_way() -> None:
    source = Path(handrail.__file__).parent
    said, otherwise = set(), list[str]()
    for file in sorted(source.rglob("*.py")):
        if "migrations" in file.parts:
            continue
        text = file.read_text(encoding="utf-8")
        said |= {(name, str(file.relative_to(source))) for name in re.findall(r"handrail_say\('(\w+)'", text)}
        otherwise += re.findall(r"(?i)\bset(?:_config\('|\s+(?:local\s+|session\s+)?)(handrail\.\w+)", text)
        otherwise += re.findall(r"handrail_say\((?!')", text)
        if file.parent.name != "gate":
            otherwise += re.findall("set_acting_organisation", text)
    assert said == SAID_BY
    assert otherwise == []


def test_only_auditors_of_oversight_bodies_read_across_organisations(pilot: World) -> None:
    across = set()
    for who in pilot.members:
        with act_as(pilot, who) as act:
            if act.principal.oversight:
                across.add(who)
    assert across == {"auditor@oversight"}
