"""Published reviews found partners asked for "everything you have": a record fished for, one question at a time.

Here questions are bounded by a list, by how many are before a partner at once, by how many in a year, and by how often
the same one may be put; every time after the first is a decision of its own, by two people.
"""

from uuid import UUID

import pytest

from handrail.gate import Refused, RuleBroken
from handrail.programme import load
from handrail.questions import rules
from handrail.questions.actions import asking
from handrail.questions.models import Question
from tests.asking import AGAIN, approve, case_with, page, put, say_nothing
from tests.nominating import acting_for
from tests.working import COORDINATOR, SUPPORT
from tests.worlds import World

#: Questions that a council may put to a housing provider, in the order of the rulebook.
HOUSING = ("home_settled", "meeting_safely", "worker_already", "helped_before", "communication")
CHAIR = "panel_chair@council"


def test_a_partner_has_only_so_many_questions_before_it_at_once(pilot: World) -> None:
    case = case_with(pilot, "housing")
    limit = load("mac").ceilings["questions_open_per_recipient"].limit
    assert len(HOUSING) == limit
    for code in HOUSING:
        put(pilot, case, "housing", code)
    with pytest.raises(rules.TooManyOpen):
        put(pilot, case, "housing", "housing_help_open")


def test_saying_nothing_makes_no_room_that_the_asker_could_measure(pilot: World) -> None:
    case = case_with(pilot, "housing")
    asked = [put(pilot, case, "housing", code) for code in HOUSING]
    say_nothing(pilot, asked[0], "housing", "withheld")
    with pytest.raises(rules.TooManyOpen):
        put(pilot, case, "housing", "housing_help_open")


def test_another_partner_of_the_case_counts_for_itself(pilot: World) -> None:
    """So that nobody learns from a limit that somebody else asked."""
    case = case_with(pilot, "housing", "school")
    for code in HOUSING:
        put(pilot, case, "housing", code)
    put(pilot, case, "housing", "communication", by="single_point_of_contact@school")
    with acting_for(pilot.organisation("school")):
        assert [each.code for each in Question.objects.all()] == ["communication"]


def test_the_same_question_is_not_before_them_twice(pilot: World) -> None:
    case = case_with(pilot, "housing")
    put(pilot, case, "housing", "home_settled")
    with pytest.raises(rules.AskedAlready):
        put(pilot, case, "housing", "home_settled", again=AGAIN)


def test_asking_again_needs_a_reason_and_a_second_person(pilot: World) -> None:
    case = case_with(pilot, "housing")
    question = put(pilot, case, "housing", "home_settled")
    asking.withdraw(by=pilot.actor(COORDINATOR), purpose=SUPPORT, question=question)
    with pytest.raises(rules.SayWhyAgain):
        put(pilot, case, "housing", "home_settled")
    again = put(pilot, case, "housing", "home_settled", again=AGAIN)
    waiting = page(pilot, again, CHAIR)
    assert (waiting.state, waiting.again) == ("waiting", AGAIN)
    assert [(each.words, each.state) for each in waiting.before] == [
        ("Is their home settled for the next six months?", "withdrawn")
    ]
    approve(pilot, again)
    assert page(pilot, again, "single_point_of_contact@housing").again == AGAIN


def test_the_same_question_comes_to_an_end(pilot: World) -> None:
    case = case_with(pilot, "housing")
    times = load("mac").questions["home_settled"].times
    for number in range(times):
        question = put(pilot, case, "housing", "home_settled", again=AGAIN)
        if number:
            approve(pilot, question)
        asking.withdraw(by=pilot.actor(COORDINATOR), purpose=SUPPORT, question=question)
    with pytest.raises(rules.AskedTooOften) as caught:
        put(pilot, case, "housing", "home_settled", again=AGAIN)
    assert f"{times} times" in caught.value.sentence


def test_own_words_are_no_way_round(pilot: World) -> None:
    """Each needs its second person, one is before a partner at a time, and there are only so many."""
    case = case_with(pilot, "housing")
    first = put(pilot, case, "housing", "own_words", text="Is there a lift in her building?")
    with pytest.raises(rules.AskedAlready):
        put(pilot, case, "housing", "own_words", text="What is in her file?")
    approve(pilot, first)
    with pytest.raises(Refused):
        approve(pilot, put(pilot, case, "housing", "helped_before"), by=COORDINATOR)
    with pytest.raises(RuleBroken):
        put(pilot, case, "housing", "own_words", text="x" * 601)


def test_everything_that_may_be_asked_is_more_than_may_be_asked_in_a_year(pilot: World) -> None:
    case = case_with(pilot, "housing")
    limit = load("mac").ceilings["questions_per_recipient_year"].limit
    assert limit == 2 * len((*HOUSING, "housing_help_open"))
    for code in (*HOUSING, "housing_help_open") * 2:
        _put_and_taken_back(pilot, case, code)
    with pytest.raises(rules.TooManyInAYear):
        put(pilot, case, "housing", "home_settled", again=AGAIN)


def _put_and_taken_back(pilot: World, case: UUID, code: str) -> None:
    question = put(pilot, case, "housing", code, again=AGAIN)
    if page(pilot, question).state == "waiting":
        approve(pilot, question)
    asking.withdraw(by=pilot.actor(COORDINATOR), purpose=SUPPORT, question=question)


def test_a_question_that_was_never_put_does_not_count(pilot: World) -> None:
    case = case_with(pilot, "housing")
    question = put(pilot, case, "housing", "own_words", text="Is there a lift in her building?")
    asking.turn_down(by=pilot.actor(CHAIR), purpose=SUPPORT, question=question)
    again = put(pilot, case, "housing", "own_words", text="Does she have a carer?")
    assert page(pilot, again, CHAIR).before == ()
