"""The lifecycle of a sharing decision."""

import pytest

from handrail.gate import RuleBroken
from handrail.programme import load
from handrail.sharing.models import DecisionState
from handrail.sharing.rules.decision import DECISION, QUESTIONS, SWEEP, unanswered


def test_the_table_knows_every_state_and_reaches_it() -> None:
    assert DECISION.states == set(DecisionState.values) == set(DECISION.titles)
    assert DECISION.reachable() == DECISION.states


def test_every_step_leads_to_a_known_state_and_is_somebodys() -> None:
    roles = {*load("mac").roles.codes, *SWEEP}
    for row in DECISION.transitions.values():
        for step in row.values():
            assert step.to in DECISION.states
            assert step.who
            assert set(step.who) <= roles


@pytest.mark.parametrize("state", ["released", "declined", "withdrawn", "lapsed"])
def test_what_was_decided_stays_decided(state: str) -> None:
    assert DECISION.transitions[state] == {}


@pytest.mark.parametrize("step", ["edit", "propose"])
def test_nothing_is_changed_while_it_waits(step: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        DECISION.next("proposed", step)
    assert broken.value.rule == "state"


@pytest.mark.parametrize("step", ["release", "decline", "send_back"])
def test_a_draft_is_not_decided_on(step: str) -> None:
    for state in ("draft", "sent_back"):
        with pytest.raises(RuleBroken):
            DECISION.next(state, step)


def test_all_five_questions_are_answered() -> None:
    answers = dict.fromkeys(QUESTIONS, "Yes.")
    assert unanswered(answers) == ()
    for question in QUESTIONS:
        assert [fault.field for fault in unanswered(answers | {question: " \n"})] == [question]
    assert len(unanswered({})) == 5
