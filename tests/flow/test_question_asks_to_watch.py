"""“This asks me to watch someone”, said of a question: it stops at once, and both officers conclude."""

from uuid import UUID

import pytest

from handrail.gate import NotFound, Refused, RuleBroken
from handrail.questions import rules
from handrail.questions.actions import asking
from handrail.questions.actions.challenging import asks_to_watch
from handrail.sharing.actions import challenging
from handrail.sharing.queries.followups import open_challenge
from tests.asking import approve, case_with, page, put, release_answer, write_answer
from tests.nominating import let_training_lapse
from tests.working import COORDINATOR, SUPPORT
from tests.worlds import World

CONTACT, SECOND = "single_point_of_contact@housing", "second_contact@housing"
OURS, THEIRS, RIGHTS = "data_protection_officer@housing", "data_protection_officer@council", "individual_rights"
WORDS = "It asks us to say who goes in and out."


@pytest.fixture
def question(pilot: World) -> UUID:
    case = case_with(pilot, "housing", told=("housing",))
    asked = put(pilot, case, "housing", "own_words", text="Who comes to her home in the evening?")
    approve(pilot, asked)
    return asked


def flag(pilot: World, question: UUID, who: str = CONTACT) -> UUID:
    return asks_to_watch(by=pilot.actor(who), purpose=SUPPORT, question=question, words=WORDS)


def conclude(pilot: World, challenge: UUID, outcome: str) -> None:
    for who in (OURS, THEIRS):
        challenging.close(by=pilot.actor(who), purpose=RIGHTS, challenge=challenge, outcome=outcome)


def test_it_works(pilot: World, question: UUID) -> None:
    challenge = flag(pilot, question)
    assert page(pilot, question).state == "stopped"
    with pytest.raises(rules.Closed):
        write_answer(pilot, question, "housing")
    for who in (OURS, THEIRS):
        assert open_challenge(by=pilot.actor(who), purpose=RIGHTS, challenge=challenge).words == WORDS
    conclude(pilot, challenge, "withdrawn")
    assert page(pilot, question).state == "ended"


def test_what_both_find_to_be_support_is_before_them_again_with_its_whole_time(pilot: World, question: UUID) -> None:
    closes = page(pilot, question).closes_at
    conclude(pilot, flag(pilot, question), "is_support")
    again = page(pilot, question, CONTACT)
    assert again.state == "asked"
    assert again.closes_at >= closes
    release_answer(pilot, write_answer(pilot, question, "housing", value="Nobody.", category="housing"), SECOND)


def test_an_answer_that_was_being_decided_on_is_not_released(pilot: World, question: UUID) -> None:
    decision = write_answer(pilot, question, "housing", value="Nobody.", category="housing")
    flag(pilot, question, SECOND)
    with pytest.raises(Refused):
        release_answer(pilot, decision, SECOND)


def test_a_question_taken_back_meanwhile_stays_taken_back(pilot: World, question: UUID) -> None:
    challenge = flag(pilot, question)
    asking.withdraw(by=pilot.actor(COORDINATOR), purpose=SUPPORT, question=question)
    conclude(pilot, challenge, "is_support")
    assert page(pilot, question).state == "withdrawn"


def test_lapsed_training_keeps_nobody_from_saying_so(pilot: World, question: UUID) -> None:
    let_training_lapse(pilot, CONTACT)
    flag(pilot, question)


def test_only_the_one_who_is_asked_says_so_and_with_words(pilot: World, question: UUID) -> None:
    with pytest.raises(Refused):
        flag(pilot, question, COORDINATOR)
    with pytest.raises(NotFound):
        flag(pilot, question, "single_point_of_contact@school")
    with pytest.raises(RuleBroken):
        asks_to_watch(by=pilot.actor(CONTACT), purpose=SUPPORT, question=question, words=" ")
