"""A bounded question to one partner: put, approved where it must be, answered by two people, and nothing more."""

from datetime import date

import pytest
from django.db import ProgrammingError

from handrail.casework.actions import planning
from handrail.casework.queries.cases import open_case
from handrail.duties.models import Duty
from handrail.gate import Faults, NotFound, Refused, RuleBroken
from handrail.questions import rules
from handrail.questions.actions import asking
from handrail.questions.models import Question
from handrail.questions.queries.asking import asking as may_ask
from handrail.questions.queries.asking import partners
from handrail.questions.queries.questions import questions
from handrail.sharing.actions import drafting, recalling
from handrail.sharing.changes import PutItem
from handrail.sharing.models import Disclosure, Holding
from handrail.sharing.queries.disclosures import HeldPage, open_disclosure
from tests.asking import (
    WHY,
    answered,
    approve,
    case_with,
    page,
    put,
    release_answer,
    reply,
    row,
    write_answer,
)
from tests.moving import contributed
from tests.nominating import acting_for, let_training_lapse, statement
from tests.recorded import recorded
from tests.working import COORDINATOR, SUPPORT
from tests.worlds import World

CONTACT, SECOND = "single_point_of_contact@housing", "second_contact@housing"
CHAIR = "panel_chair@council"


def open_duties(pilot: World, key: str) -> list[tuple[str, str]]:
    house = pilot.organisation(key)
    with acting_for(house):
        due = Duty.objects.filter(organisation_id=house, state="open", subject_kind__in=("Question", "Decision"))
        return sorted(due.values_list("kind", "role"))


def test_it_works(pilot: World) -> None:
    case = case_with(pilot, "housing", told=("housing",))
    question = put(pilot, case, "housing", "home_settled")

    asked = page(pilot, question, CONTACT)
    assert (asked.words, asked.necessity, asked.asker) == (
        "Is their home settled for the next six months?",
        WHY,
        "Camden Council",
    )
    assert ("answer_question", "single_point_of_contact") in open_duties(pilot, "housing")

    decision = write_answer(pilot, question, "housing")
    assert page(pilot, question).state == "asked"
    assert page(pilot, question).given is None
    assert ("decide_answer", "single_point_of_contact") in open_duties(pilot, "housing")

    release_answer(pilot, decision, SECOND)
    shown = page(pilot, question)
    assert shown.state == "answered"
    assert shown.given is not None
    assert shown.given.words == "Yes"
    assert open_duties(pilot, "housing") == []


def test_whom_a_partner_told_of_its_own_answer_still_does_not_know_of_the_programme(pilot: World) -> None:
    """The unit put off telling the person: nobody approaches them because a landlord told them of an answer."""
    case = case_with(pilot, "housing", told=("housing",))
    answered(pilot, put(pilot, case, "housing", "home_settled"), "housing", telling="told")
    assert not open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case).told


def test_the_answer_is_one_item_with_its_own_handling_and_its_own_end(pilot: World) -> None:
    case = case_with(pilot, "housing", told=("housing",))
    question = put(pilot, case, "housing", "home_settled")
    answered(pilot, question, "housing", conditions="For the person who plans housing support only.")

    with acting_for(pilot.organisation("council")):
        given = Disclosure.objects.get(originator_id=pilot.organisation("housing"))
        (held,) = Holding.objects.filter(disclosure=given)
    assert (given.kind, given.power, held.category, held.handling) == ("answer", "care_act", "housing", "C")
    assert held.expires_on == date(2025, 11, 29)
    shown = page(pilot, question).given
    assert shown is not None
    assert shown.conditions == "For the person who plans housing support only."


def test_nobody_carries_a_risk_because_a_partner_answered(pilot: World) -> None:
    """“Who carries the risk?” is the police for what they told, and nobody for what a landlord told."""
    case = case_with(pilot, "housing", told=("housing",))
    answered(pilot, put(pilot, case, "housing", "home_settled"), "housing")
    with acting_for(pilot.organisation("council")):
        told = dict(Disclosure.objects.values_list("originator__slug", "id"))
    contact = pilot.actor("single_point_of_contact@council")
    shown = {
        who: open_disclosure(by=contact, purpose=SUPPORT, disclosure=disclosure) for who, disclosure in told.items()
    }
    carry = {who: held.held.police_carry for who, held in shown.items() if isinstance(held, HeldPage)}
    assert carry == {"ctu": True, "housing": False}


def test_a_question_says_which_kinds_of_answer_it_takes(pilot: World) -> None:
    case = case_with(pilot, "housing", "school", told=("housing", "school"))
    yes_no = put(pilot, case, "housing", "home_settled")
    day = put(pilot, case, "school", "place_ends")
    option = put(pilot, case, "housing", "housing_help_open")
    words = put(pilot, case, "school", "helps_learning")

    for question, key, wrong in (
        (yes_no, "housing", "perhaps"),
        (day, "school", "next summer"),
        (option, "housing", "9"),
        (words, "school", "x" * 301),
        (words, "school", "  "),
    ):
        with pytest.raises(rules.AnswerOutOfShape):
            write_answer(pilot, question, key, value=wrong)
    answered(pilot, yes_no, "housing", value="no")
    answered(pilot, day, "school", value="2026-07-17")
    answered(pilot, option, "housing", value="2")
    answered(pilot, words, "school", value="Morning lessons in a small group.")
    given = [page(pilot, question).given for question in (yes_no, day, option, words)]
    assert [each.words if each else None for each in given] == [
        "No",
        "17 July 2026",
        "Help to keep a tenancy",
        "Morning lessons in a small group.",
    ]


def test_nobody_is_asked_who_does_not_know_of_the_case(pilot: World) -> None:
    case = case_with(pilot, "school")
    with pytest.raises(rules.NotAsked):
        put(pilot, case, "housing", "home_settled")
    assert [each.name for each in partners(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case)] == [
        "Metropolitan Police",
        "Parkway College",
    ]


def test_the_catalogue_is_closed_and_goes_by_kind_of_partner(pilot: World) -> None:
    case = case_with(pilot, "school")
    for code in ("home_settled", "everything_you_have"):
        with pytest.raises(rules.NotOnTheList):
            put(pilot, case, "school", code)
    offers = may_ask(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, asked_of=pilot.organisation("school"))
    assert {"on_roll", "own_words"} <= {each.code for each in offers.offers}
    assert "in_touch_with_health" not in {each.code for each in offers.offers}


def test_what_could_not_be_answered_is_not_asked(pilot: World) -> None:
    """A school may not have what probation knows of a licence, so it can't ask for it."""
    case = case_with(pilot, "school", "probation")
    with pytest.raises(rules.NothingWouldFlow):
        put(pilot, case, "probation", "conditions_to_fit", by="single_point_of_contact@school")


def test_an_own_question_waits_for_a_second_person_and_nobody_else_sees_it(pilot: World) -> None:
    case = case_with(pilot, "housing", told=("housing",))
    question = put(pilot, case, "housing", "own_words", text="Is there a lift in her building?")

    assert page(pilot, question).state == "waiting"
    with pytest.raises(NotFound):
        page(pilot, question, CONTACT)
    with acting_for(pilot.organisation("housing")):
        assert not Question.objects.filter(pk=question).exists()
    assert ("approve_question", "panel_chair") in open_duties(pilot, "council")

    approve(pilot, question)
    assert page(pilot, question, CONTACT).words == "Is there a lift in her building?"
    answered(pilot, question, "housing", value="Yes, since last year.", category="housing")
    given = page(pilot, question).given
    assert given is not None
    assert given.words == "Yes, since last year."


def test_the_two_are_two_people(pilot: World) -> None:
    case = case_with(pilot, "housing")
    question = put(pilot, case, "housing", "own_words", by=CHAIR, text="Is there a lift in her building?")
    with pytest.raises(Refused) as caught:
        approve(pilot, question, by=CHAIR)
    assert "two-different-people-question" in caught.value.rules
    with pytest.raises(Refused):
        approve(pilot, question, by=COORDINATOR)


def test_what_is_turned_down_was_never_put(pilot: World) -> None:
    case = case_with(pilot, "housing")
    question = put(pilot, case, "housing", "own_words", text="Is there a lift in her building?")
    asking.turn_down(by=pilot.actor(CHAIR), purpose=SUPPORT, question=question)
    assert page(pilot, question).state == "turned_down"
    with pytest.raises(NotFound):
        page(pilot, question, CONTACT)
    assert recorded(organisation=pilot.organisation("housing"), action="question.received") == []


@pytest.mark.parametrize(
    "text",
    [
        "Can you keep an eye on her and say when she is in?",
        "Please monitor who visits.",
        "Could you report back on what she says?",
    ],
)
def test_nobody_is_asked_to_watch(pilot: World, text: str) -> None:
    case = case_with(pilot, "housing")
    with pytest.raises(rules.AsksToWatch):
        put(pilot, case, "housing", "own_words", text=text)


def test_a_question_holds_nothing_above_official(pilot: World) -> None:
    case = case_with(pilot, "housing")
    with pytest.raises(RuleBroken) as caught:
        put(pilot, case, "housing", "own_words", text="TOP SECRET: is she at home?")
    assert caught.value.rule == "above-official"


def test_whoever_wrote_the_answer_does_not_release_it(pilot: World) -> None:
    case = case_with(pilot, "housing", told=("housing",))
    decision = write_answer(pilot, put(pilot, case, "housing", "home_settled"), "housing")
    with pytest.raises(Refused) as caught:
        release_answer(pilot, decision, CONTACT)
    assert "two-different-people" in caught.value.rules


def test_in_health_the_guardian_answers(pilot: World) -> None:
    case = case_with(pilot, "nhs", told=("nhs",))
    question = put(pilot, case, "nhs", "in_touch_with_health")
    decision = write_answer(pilot, question, "nhs")
    assert ("decide_answer", "caldicott_guardian") in open_duties(pilot, "nhs")
    with pytest.raises(Refused) as caught:
        release_answer(pilot, decision, "second_contact@nhs")
    assert caught.value.rules == ("health-answers-need-caldicott",)
    assert page(pilot, question).state == "asked"
    release_answer(pilot, decision, "caldicott_guardian@nhs")
    assert page(pilot, question).state == "answered"


def test_nothing_is_added_to_an_answer(pilot: World) -> None:
    case = case_with(pilot, "housing", told=("housing",))
    decision = write_answer(pilot, put(pilot, case, "housing", "home_settled"), "housing")
    for who in (CONTACT, SECOND):
        with pytest.raises(Refused) as caught:
            drafting.edit(
                by=pilot.actor(who), purpose=SUPPORT, decision=decision, version=2,
                change=PutItem(statement("She has visitors.", "housing")),
            )  # fmt: skip
        assert "an-answer-and-no-more" in caught.value.rules


def test_an_answer_lacks_nothing_that_a_decision_has(pilot: World) -> None:
    case = case_with(pilot, "housing", told=("housing",))
    question = put(pilot, case, "housing", "home_settled")
    for changed in ({"power": "offender_management"}, {"necessity": " "}, {"telling": "undecided"}):
        with pytest.raises(RuleBroken):
            write_answer(pilot, question, "housing", **changed)
    assert reply(pilot, question, "housing") is None
    with pytest.raises(Faults):
        write_answer(pilot, question, "housing", necessity="", alternatives="")


def test_an_answer_taken_back_can_be_written_again(pilot: World) -> None:
    case = case_with(pilot, "housing", told=("housing",))
    question = put(pilot, case, "housing", "home_settled")
    first = write_answer(pilot, question, "housing")
    with pytest.raises(RuleBroken):
        write_answer(pilot, question, "housing", value="no")
    drafting.withdraw(by=pilot.actor(CONTACT), purpose=SUPPORT, decision=first)
    assert ("answer_question", "single_point_of_contact") in open_duties(pilot, "housing")
    answered(pilot, question, "housing", value="no")
    given = page(pilot, question).given
    assert given is not None
    assert given.words == "No"


def test_a_question_can_be_taken_back_and_what_was_written_to_it_stays_unsaid(pilot: World) -> None:
    case = case_with(pilot, "housing", told=("housing",))
    question = put(pilot, case, "housing", "home_settled")
    decision = write_answer(pilot, question, "housing")
    asking.withdraw(by=pilot.actor(COORDINATOR), purpose=SUPPORT, question=question)
    assert page(pilot, question, CONTACT).state == "withdrawn"
    assert open_duties(pilot, "housing") == []
    with pytest.raises(Refused) as caught:
        release_answer(pilot, decision, SECOND)
    assert "mac-only-proposed-is-decided" in caught.value.rules
    with pytest.raises(rules.Closed):
        write_answer(pilot, question, "housing")


def test_only_the_two_organisations_know_of_it(pilot: World) -> None:
    case = case_with(pilot, "housing", "school", told=("housing", "school"))
    question = put(pilot, case, "housing", "home_settled")
    for who in ("single_point_of_contact@school", "police_risk_owner@force", "single_point_of_contact@force"):
        with pytest.raises((NotFound, Refused)):
            page(pilot, question, who)
    elsewhere = questions(
        by=pilot.actor("single_point_of_contact@school"), purpose=SUPPORT, person=row(pilot, question).person_id
    )
    assert (elsewhere.put, elsewhere.received) == ((), ())
    with acting_for(pilot.organisation("school")):
        assert not Question.objects.exists()


def test_the_police_ask_nothing_here_and_may_be_asked(pilot: World) -> None:
    """So that no follow-up can be asked through a concern that a partner once volunteered."""
    case = case_with(pilot, "housing")
    with pytest.raises(Refused) as caught:
        put(pilot, case, "housing", "home_settled", by="single_point_of_contact@force")
    assert caught.value.rules == ("mac-police-do-not-ask",)
    put(pilot, case, "force", "meeting_safely")


def test_a_partner_outside_the_team_can_be_asked_by_whoever_told_it(pilot: World) -> None:
    """The council gives the college something it knows, and may then ask it; it is not in the team."""
    case = case_with(pilot)
    with pytest.raises(rules.NotAsked):
        put(pilot, case, "school", "on_roll")
    contributed(pilot, "school")
    question = put(pilot, case, "school", "on_roll")
    asked = page(pilot, question, "single_point_of_contact@school")
    assert asked.case is None
    assert asked.knows_them
    answered(pilot, question, "school")
    assert page(pilot, question).state == "answered"


def test_lapsed_training_keeps_nobody_from_saying_that_it_asks_to_watch(pilot: World) -> None:
    case = case_with(pilot, "housing")
    let_training_lapse(pilot, COORDINATOR)
    with pytest.raises(Refused):
        put(pilot, case, "housing", "home_settled")


def test_what_was_put_cannot_be_reworded(pilot: World) -> None:
    case = case_with(pilot, "housing")
    question = put(pilot, case, "housing", "home_settled")
    with pytest.raises(ProgrammingError), acting_for(pilot.organisation("council")):
        Question.objects.filter(pk=question).update(code="worker_already")


def test_an_answer_leans_where_it_was_leaned_on_and_a_recall_marks_it(pilot: World) -> None:
    case = case_with(pilot, "housing", told=("housing",))
    question = put(pilot, case, "housing", "home_settled")
    answered(pilot, question, "housing", value="no")
    item = row(pilot, question).item
    assert item is not None
    planning.add_need(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, kind="home", strength=False,
        description="Her home is not settled.", draws_on=(item,),
    )  # fmt: skip
    recalling.recall(by=pilot.actor(CONTACT), purpose=SUPPORT, item=item, reason="inaccurate")

    shown = page(pilot, question)
    assert shown.given is not None
    assert (shown.given.words, shown.given.state) == (None, "recalled")
    (need,) = open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case).needs
    assert need.to_review
