"""The database and the ledger are compared: whatever somebody does behind the gate's back is named."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections, models

import handrail
from handrail import gate, ledger
from handrail.directory.services import THE_INSTALLATION, service
from handrail.exchange.checking import check
from handrail.exchange.staging import begin, stage
from handrail.oversight.queries.why import kinds
from handrail.site.addresses import APP_ROLE, OWNER_ROLE, SUPERUSER
from handrail.site.database import migrate
from handrail.upkeep.reconciling import differences, statements
from handrail.upkeep.reconciling.nightly import compare, record
from handrail.upkeep.reconciling.reconciliation import TRACES
from handrail.upkeep.reconciling.subjects import REMOVED_BY, SUBJECTS
from handrail.upkeep.reconciling.traces import ANY
from handrail.upkeep.reconciling.untraced import UNTRACED_COLUMNS, UNTRACED_MODELS
from tests.filing import as_bytes, bring, nomination_file
from tests.harness.databases import Databases
from tests.nominating import OFFICER, PURPOSE, start
from tests.working import disclosed, opened
from tests.worlds import World

#: The world is set up past the gate: of its members, roles and agreement no entry tells.
SET_UP = "directory_"

Tamper = Callable[..., Any]


@pytest.fixture
def tamper(pilot: World, databases: Databases) -> Tamper:
    """What somebody can do who has the database's superuser: no trigger, no key and no row security stops them."""

    def statement(query: str, *values: object) -> Any:
        with psycopg.connect(databases.current.conninfo(SUPERUSER), autocommit=True) as superuser:
            superuser.execute("SET session_replication_role = replica")
            return superuser.execute(query.encode(), values).fetchall()

    return statement


def named() -> list[str]:
    """The differences, but for what the world was set up with."""
    return [f"{each.kind} {each.what}" for each in differences() if not each.what.startswith(SET_UP)]


def test_what_is_done_behind_the_gates_back_is_named(pilot: World, tamper: Tamper) -> None:
    given = disclosed(pilot, "council", "nhs")
    opened(pilot, given["council"])
    ledger.fold()
    assert named() == []

    [(ctu, day)] = tamper(
        "WITH gone AS (DELETE FROM ledger_payload WHERE action = 'decision.release' RETURNING *),"
        " leaf AS (DELETE FROM ledger_entry USING gone WHERE id = entry_id)"
        " SELECT organisation_id, (at AT TIME ZONE 'UTC')::date FROM gone"
    )
    removed = set(named())
    decision = given["council"].decision
    [(judgement,)] = tamper("SELECT id FROM sharing_judgement")
    assert removed == {
        f"entry_removed decision.release on {day}, in the record of {ctu}: 1 were counted, 0 are there.",
        f"entry_removed decision on {day}, among the leaves: 13 were counted, 12 are there.",
        f"row_without_entry sharing_sharingdecision {decision}: no entry tells of its decided_at.",
        f"row_without_entry sharing_judgement {judgement}: no entry tells of its at.",
    }

    [(added,)] = tamper(
        "INSERT INTO casework_caseevent SELECT (jsonb_populate_record(event, jsonb_build_object("
        "'id', gen_random_uuid(), 'at', at + interval '1 hour'))).* FROM casework_caseevent event LIMIT 1 RETURNING id"
    )
    assert set(named()) - removed == {f"row_without_entry casework_caseevent {added}: no entry tells of its at."}


def test_a_row_taken_away_and_an_entry_slipped_in_are_named(pilot: World, tamper: Tamper) -> None:
    nhs = pilot.organisation("nhs")
    given = disclosed(pilot, "council", "nhs")
    tamper("DELETE FROM sharing_disclosure WHERE id = %s RETURNING id", given["nhs"].disclosure)
    [(day,)] = tamper(
        "WITH entry AS (INSERT INTO ledger_entry SELECT gen_random_uuid(), kind, hour, commitment, xid, epoch"
        " FROM ledger_entry WHERE kind = 'disclosure' LIMIT 1 RETURNING id, hour)"
        " INSERT INTO ledger_payload (entry_id, organisation_id, at, action, actor, outcome, rules, subject_type,"
        " subject_id, person) SELECT id, %s, hour, 'disclosure.received', %s, 'done', '{}', '', %s, %s FROM entry"
        " RETURNING (at AT TIME ZONE 'UTC')::date",
        nhs, ledger.NOBODY, ledger.NOBODY, ledger.NOBODY,
    )  # fmt: skip
    found = named()
    assert {
        f"entry_added disclosure.received on {day}, in the record of {nhs}: 1 were counted, 2 are there.",
        f"entry_added disclosure on {day}, among the leaves: 12 were counted, 13 are there.",
    } == {each for each in found if each.startswith("entry_added")}
    told = {str(entry) for (entry,) in tamper("SELECT entry_id FROM ledger_payload WHERE subject_id = %s",
                                              given["nhs"].disclosure)}  # fmt: skip
    alone = [each for each in found if each.startswith("entry_without_row")]
    assert alone
    assert all("no row in sharing_disclosure" in each and each.split()[2] in told for each in alone)


def test_there_is_no_difference_while_people_work_and_a_file_is_brought_in(pilot: World) -> None:
    """What is compared is one moment: counts, rows and entries of what is done meanwhile are all seen, or none."""
    going_on = True

    def work() -> int:
        done = 0
        try:
            while going_on:
                start(pilot)
                done += 1
        finally:
            connections.close_all()
        return done

    def bring_in() -> int:
        try:
            return bring(pilot, nomination_file(8)).drafts
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as people:
        at_work = [people.submit(copy_context().run, each) for each in (work, work, bring_in)]
        try:
            found = [named(), ledger.fold(), named()]
        finally:
            going_on = False
        assert all(each.result() > 1 for each in at_work)
    assert [found[0], found[2], named()] == [[], [], []]
    assert found[1]


def test_a_file_half_brought_in_is_no_difference(pilot: World) -> None:
    """Nobody else sees its drafts yet; the ledger tells of them already."""
    by = pilot.actor(OFFICER)
    checked = check(as_bytes(nomination_file(1)), by=by, purpose=PURPOSE)
    begun = begin(by=by, purpose=PURPOSE, centre=pilot.centre, nominations=1)
    stage(by=by, purpose=PURPOSE, import_id=begun, nominations=checked.new)
    assert named() == []


def test_a_person_who_left_the_team_leaves_no_difference(pilot: World, tamper: Tamper) -> None:
    """What they recorded is seen by others, and no longer by them."""
    opened(pilot, disclosed(pilot, "council")["council"])
    tamper("UPDATE casework_case SET organisation_id = %s RETURNING id", pilot.organisation("force"))
    assert [each for each in named() if "casework_case " in each and "entry_without_row" in each] == []


def test_what_others_see_hides_nothing_however_much_it_is(
    pilot: World, tamper: Tamper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what nobody sees is counted towards the most that are named."""
    monkeypatch.setattr(statements, "MOST", 1)
    given = [disclosed(pilot, "council", person=name)["council"] for name in ("Karim Osman", "Leila Haddad")]
    seen, gone = sorted(each.disclosure for each in given)
    nhs = pilot.organisation("nhs")
    tamper("UPDATE sharing_disclosure SET recipient_id = %s WHERE id = %s RETURNING id", nhs, seen)
    tamper("DELETE FROM sharing_disclosure WHERE id = %s RETURNING id", gone)
    told = {str(entry) for (entry,) in tamper("SELECT entry_id FROM ledger_payload WHERE subject_id = %s", gone)}
    alone = [each.split() for each in named() if "no row in sharing_disclosure " in each]
    assert {each[2] for each in alone} <= told
    assert {each[3] for each in alone} & {"(disclosure.received):", "(disclosure.acknowledge):"}, "the recipient's own"


# --- the counts -------------------------------------------------------------------------------------------------------


def test_an_upgrade_counts_what_is_there(pilot: World) -> None:
    disclosed(pilot, "council")
    call_command("migrate", "ledger", "0005", database="owner", interactive=False, verbosity=0)
    migrate()
    with ledger.one_moment():
        assert list(ledger.miscounts()) == []


COUNTS = (
    "SELECT sum(entries) FROM (SELECT entries FROM ledger_count UNION ALL SELECT entries FROM ledger_tally) AS all_"
)


@pytest.mark.parametrize("role", [APP_ROLE, OWNER_ROLE])
def test_counts_only_grow_and_by_folding_alone(pilot: World, databases: Databases, tamper: Tamper, role: str) -> None:
    disclosed(pilot, "council")
    ledger.fold()
    disclosed(pilot, "nhs", person="Omar Haddad")
    [(before,)] = tamper(COUNTS)
    attempts = (
        "UPDATE ledger_count SET entries = entries - 1",
        "UPDATE ledger_count SET entries = entries + 1",
        "INSERT INTO ledger_count (organisation_id, action, day, entries) VALUES (gen_random_uuid(), 'x', now(), 1)",
        "UPDATE ledger_count SET day = day - 1",
        "UPDATE ledger_count SET action = 'other'",
        "DELETE FROM ledger_count",
        "TRUNCATE ledger_count",
        "UPDATE ledger_tally SET entries = 1",
        "TRUNCATE ledger_tally",
        "INSERT INTO ledger_tally (organisation_id, action, day, entries) SELECT gen_random_uuid(), 'x', now(), -1",
    )
    with psycopg.connect(databases.current.conninfo(role)) as own:
        for attempt in attempts:
            own.execute("SELECT handrail_say('organisation', %s)", [str(pilot.organisation("ctu"))])
            with pytest.raises(psycopg.Error) as refused:
                own.execute(attempt.encode())
            own.rollback()
            assert refused.value.sqlstate in {"42501", "23514"}, attempt
        own.execute("SELECT handrail_say('organisation', %s)", [str(pilot.organisation("ctu"))])
        assert own.execute("DELETE FROM ledger_tally").rowcount, "what is deleted is counted on"
        own.commit()
    assert tamper(COUNTS) == [(before,)]


# --- every night ------------------------------------------------------------------------------------------------------


def test_how_it_ended_is_recorded_in_numbers_alone(pilot: World, tamper: Tamper) -> None:
    disclosed(pilot, "council")
    assert ledger.last_reconciled(THE_INSTALLATION) is None
    found = compare()
    last = ledger.last_reconciled(THE_INSTALLATION)
    assert last is not None
    assert (last.at, last.differences) == (gate.clock.now(), sum(found.values()))
    assert set(last.found) == {"entry_removed", "entry_added", "row_without_entry", "entry_without_row"}
    assert tamper("SELECT count(*) FROM ledger_tally") == [(1,)], "all but the record of this"


def test_no_other_service_says_how_it_ended(pilot: World) -> None:
    for by in (service("sweep", THE_INSTALLATION), service("installer", uuid4())):
        with pytest.raises(gate.Refused):
            record(by=by, purpose="administration", found={})
    assert ledger.last_reconciled(THE_INSTALLATION) is None


# --- nothing is left out ----------------------------------------------------------------------------------------------


def test_every_moment_of_every_model_is_compared_or_is_not_for_a_reason() -> None:
    """Whoever adds a model decides: its moments are told of by entries, or why they are not."""
    traced = {(each.model, each.when.split(".")[-1].rstrip(")")) for each in TRACES}
    undecided, undated = set(), set()
    for model in apps.get_models():
        if not model.__module__.startswith("handrail."):
            continue
        label = model._meta.label
        moments = {(label, each.column) for each in model._meta.concrete_fields if _is_moment(each)}
        if not moments or label in UNTRACED_MODELS:
            undated.add(label)
        else:
            undecided |= moments
    assert undecided == traced | UNTRACED_COLUMNS.keys()
    assert traced.isdisjoint(UNTRACED_COLUMNS)
    assert undated == UNTRACED_MODELS.keys()


def _is_moment(column: "models.Field[Any, Any]") -> bool:
    return column.get_internal_type() in {"DateTimeField", "DateTimeRangeField"}


def test_traces_name_actions_columns_and_kinds_that_there_are() -> None:
    told = {action for each in TRACES for action in (*each.actions, *each.for_another)} - {ANY}
    told |= {action for actions in REMOVED_BY.values() for action in actions}
    source = "".join(file.read_text(encoding="utf-8") for file in Path(handrail.__file__).parent.glob("*/**/*.py")
                     if "reconciling" not in file.parts)  # fmt: skip
    assert {action for action in told if f'"{action}"' not in source} == set()
    for each in TRACES:
        columns = {field.column for field in apps.get_model(each.model)._meta.concrete_fields}
        assert {each.who, *each.actions.values()} - {""} <= columns, each
        assert set(each.leaves) <= each.actions.keys(), each
    assert kinds().keys() <= SUBJECTS.keys()
    assert REMOVED_BY.keys() <= SUBJECTS.keys()
