"""Whether a partner holds nothing, holds something and won't say, or has not looked: the asker can't tell."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection

from handrail.gate import clock
from handrail.questions.queries.questions import questions
from handrail.upkeep.sweep import sweep_organisation
from tests.asking import case_with, decline_answer, page, put, reply, row, say_nothing, write_answer
from tests.nominating import acting_for
from tests.recorded import recorded
from tests.working import COORDINATOR, SUPPORT
from tests.worlds import NOW, World

Decides = Callable[[World, UUID], object]

#: What a health service may have decided by the time that the asker looks.
DECISIONS: dict[str, Decides] = {
    "nothing held": lambda pilot, question: say_nothing(pilot, question, "nhs", "nothing_held"),
    "withheld": lambda pilot, question: say_nothing(pilot, question, "nhs", "withheld"),
    "an answer waits for its guardian": lambda pilot, question: write_answer(pilot, question, "nhs"),
    "the guardian said no": lambda pilot, question: decline_answer(
        pilot, write_answer(pilot, question, "nhs"), "caldicott_guardian@nhs"
    ),
}


def all_that_it_can_read(pilot: World, key: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that a session of this organisation can read: what the database would tell it."""
    rows: dict[str, list[tuple[object, ...]]] = {}
    with acting_for(pilot.organisation(key)), connection.cursor() as cursor:
        for model in apps.get_models():
            if model.__module__.startswith("handrail.") and not model.__module__.startswith("handrail.ledger"):
                table = model._meta.db_table
                cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
                rows[table] = cursor.fetchall()
    rows["its own record"] = [(each.action,) for each in recorded(organisation=pilot.organisation(key))]
    return rows


@pytest.mark.parametrize("decides", DECISIONS.values(), ids=DECISIONS.keys())
def test_nothing_that_the_asker_can_read_changes(pilot: World, decides: Decides) -> None:
    question = put(pilot, case_with(pilot, "nhs", told=("nhs",)), "nhs", "in_touch_with_health")
    before = all_that_it_can_read(pilot, "council")
    with clock.at(NOW + timedelta(hours=3)):
        decides(pilot, question)
    after = all_that_it_can_read(pilot, "council")
    assert {table for table in before if before[table] != after[table]} == set()
    assert reply(pilot, question, "nhs") is not None
    assert reply(pilot, question, "council") is None


@pytest.mark.parametrize("decides", DECISIONS.values(), ids=DECISIONS.keys())
def test_the_asker_sees_the_same_before_and_after_its_time_is_over(pilot: World, decides: Decides) -> None:
    case = case_with(pilot, "nhs", told=("nhs",))
    first, second = put(pilot, case, "nhs", "in_touch_with_health"), put(pilot, case, "nhs", "health_appointment")
    decides(pilot, first)
    closes = page(pilot, first).closes_at
    for moment in (NOW + timedelta(hours=1), closes - timedelta(seconds=1), closes, closes + timedelta(days=1)):
        with clock.at(moment):
            sweep_organisation(pilot.organisation("council"))
            looked, not_looked = page(pilot, first), page(pilot, second)
            assert (looked.state, looked.silence, looked.steps, looked.given) == (
                not_looked.state,
                not_looked.silence,
                not_looked.steps,
                not_looked.given,
            )
            shown = questions(by=pilot.actor(COORDINATOR), purpose=SUPPORT, person=looked.person).put
            assert {line.state for line in shown} == {looked.state}
            assert [line.id for line in shown] == sorted([first, second], key=str)


def test_where_the_rulebook_tells_silences_apart_the_asker_is_told_which(pilot: World) -> None:
    case = case_with(pilot, "school", told=("school",))
    question = put(pilot, case, "school", "on_roll")
    say_nothing(pilot, question, "school", "nothing_held")
    assert (page(pilot, question).state, page(pilot, question).silence) == ("silent", "nothing_held")


def test_the_partner_keeps_on_record_which_it_was(pilot: World) -> None:
    question = put(pilot, case_with(pilot, "nhs", told=("nhs",)), "nhs", "in_touch_with_health")
    say_nothing(pilot, question, "nhs", "withheld")
    kept = reply(pilot, question, "nhs")
    assert kept is not None
    assert (kept.state, kept.silence) == ("unsaid", "withheld")
    assert row(pilot, question, "nhs").silence == ""


def test_the_partner_may_think_again_while_its_time_runs(pilot: World) -> None:
    question = put(pilot, case_with(pilot, "nhs", told=("nhs",)), "nhs", "in_touch_with_health")
    say_nothing(pilot, question, "nhs", "withheld")
    write_answer(pilot, question, "nhs")
    kept = reply(pilot, question, "nhs")
    assert kept is not None
    assert kept.state == "weighed"
