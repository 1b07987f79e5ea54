"""Published reviews found partners left in the dark: asked and not chased, answering and not told what became of it.

Here a question has an owner and a day, the one who asked sees when it closes, and each side is told what the other did.
"""

from datetime import timedelta
from uuid import UUID

import pytest

from handrail.casework.actions import reviewing
from handrail.directory.services import service
from handrail.duties.actions import look_after_late
from handrail.duties.models import Duty
from handrail.gate import FAR_FUTURE_MOMENT, RuleBroken, clock
from handrail.questions import rules
from handrail.questions.actions import asking
from handrail.questions.actions.lapsing import lapse, questions_over
from handrail.questions.queries.questions import questions
from handrail.sharing.models import Disclosure
from handrail.upkeep.sweep import sweep_organisation
from tests.asking import answered, case_with, page, put, row, write_answer
from tests.nominating import acting_for
from tests.nominating import waiting as waits_for
from tests.recorded import recorded
from tests.working import COORDINATOR, SUPPORT
from tests.worlds import NOW, World

CONTACT, SECOND = "single_point_of_contact@housing", "second_contact@housing"


def due(pilot: World, key: str, kind: str) -> list[Duty]:
    house = pilot.organisation(key)
    with acting_for(house):
        return list(Duty.objects.filter(organisation_id=house, kind=kind))


def test_a_question_is_somebodys_to_answer_by_a_day(pilot: World) -> None:
    put(pilot, case_with(pilot, "housing"), "housing", "home_settled")
    (waiting,) = [each for each in waits_for(pilot, CONTACT, purpose=SUPPORT) if each.kind == "answer_question"]
    assert waiting.due_at.astimezone(clock.LONDON).strftime("%d %B %H:%M") == "09 June 17:00"


def test_whoever_is_late_is_reminded_and_the_asker_need_not_chase(pilot: World) -> None:
    put(pilot, case_with(pilot, "housing"), "housing", "home_settled")
    with clock.at(NOW + timedelta(days=8)):
        look_after_late(by=service("sweep", pilot.organisation("housing")), purpose="administration")
    (owed,) = due(pilot, "housing", "answer_question")
    assert owed.reminded_at < FAR_FUTURE_MOMENT


def test_a_question_that_nobody_answers_closes_and_the_asker_sees_it(pilot: World) -> None:
    question = put(pilot, case_with(pilot, "housing"), "housing", "home_settled")
    closes = page(pilot, question).closes_at
    assert closes.astimezone(clock.LONDON).strftime("%d %B %H:%M") == "16 June 17:00"
    with clock.at(closes - timedelta(minutes=1)):
        assert sweep_organisation(pilot.organisation("council")) >= 0
        assert page(pilot, question).state == "asked"
    with clock.at(closes):
        assert page(pilot, question).state == "lapsed"
        with pytest.raises(rules.Closed):
            write_answer(pilot, question, "housing")
        sweep_organisation(pilot.organisation("council"))
        assert row(pilot, question).state == "lapsed"
        assert page(pilot, question, CONTACT).state == "lapsed"
    assert [each.state for each in due(pilot, "housing", "answer_question")] == ["cancelled"]
    assert len(recorded(organisation=pilot.organisation("housing"), action="question.lapsed")) == 1


def test_nothing_lapses_early(pilot: World) -> None:
    question = put(pilot, case_with(pilot, "housing"), "housing", "home_settled")
    by = service("sweep", pilot.organisation("council"))
    assert questions_over(by=by, purpose="administration") == ()
    with pytest.raises(rules.NotOver):
        lapse(by=by, purpose="administration", question=question)


def test_whoever_asked_is_told_what_became_of_it_until_they_have_seen_it(pilot: World) -> None:
    case = case_with(pilot, "housing", told=("housing",))
    settled, working = put(pilot, case, "housing", "home_settled"), put(pilot, case, "housing", "worker_already")
    assert outcomes(pilot) == []
    answered(pilot, settled, "housing")
    assert outcomes(pilot) == [settled]
    asking.mark_read(by=pilot.actor(COORDINATOR), purpose=SUPPORT, question=settled)
    assert outcomes(pilot) == []
    with pytest.raises(rules.NotOver):
        asking.mark_read(by=pilot.actor(COORDINATOR), purpose=SUPPORT, question=working)
    with clock.at(page(pilot, working).closes_at):
        sweep_organisation(pilot.organisation("council"))
        assert outcomes(pilot) == [working]
        assert "mark_read" in page(pilot, working).steps


def outcomes(pilot: World) -> list[UUID]:
    """The questions whose outcome waits for the coordinator who put them."""
    waiting = waits_for(pilot, COORDINATOR, purpose=SUPPORT)
    return [each.subject for each in waiting if each.kind == "read_outcome"]


def test_an_answer_reaches_whoever_asked_and_is_acknowledged(pilot: World) -> None:
    case = case_with(pilot, "housing", told=("housing",))
    question = put(pilot, case, "housing", "home_settled")
    answered(pilot, question, "housing")
    owed = [each.subject_id for each in due(pilot, "council", "acknowledge_disclosure") if each.state == "open"]
    with acting_for(pilot.organisation("council")):
        assert owed == [Disclosure.objects.get(originator_id=pilot.organisation("housing")).id]
    (said,) = recorded(organisation=pilot.organisation("council"), action="question.answered")
    assert said.facts["item"] == str(row(pilot, question).item)


def test_each_side_is_told_what_the_other_did(pilot: World) -> None:
    case = case_with(pilot, "housing")
    question = put(pilot, case, "housing", "home_settled")
    asking.withdraw(by=pilot.actor(COORDINATOR), purpose=SUPPORT, question=question)
    for action in ("question.received", "question.withdrawn"):
        assert len(recorded(organisation=pilot.organisation("housing"), action=action)) == 1
    seen = questions(by=pilot.actor(CONTACT), purpose=SUPPORT, person=row(pilot, question).person_id)
    assert [(line.state, line.with_whom) for line in seen.received] == [("withdrawn", "Camden Council")]


def test_a_closed_case_asks_nobody_anything_any_more(pilot: World) -> None:
    case = case_with(pilot, "housing")
    question = put(pilot, case, "housing", "home_settled")
    reviewing.close(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, reason="needs_met", note="She has what she needs."
    )
    with pytest.raises(RuleBroken):
        put(pilot, case, "housing", "worker_already")
    assert page(pilot, question, CONTACT).state == "withdrawn"
