"""What takes a second person waits for one: whoever did the first part of it is not asked to do the second."""

import pytest

from handrail.duties.actions import pass_on, take
from handrail.duties.models import Duty
from handrail.duties.queries import waiting_for
from handrail.duties.rules import CannotTakeOn
from handrail.gate import NotFound
from tests.asking import case_with, put, write_answer
from tests.finding import (
    CONTACT,
    SECOND_CONTACT,
    SUPPORT,
    RealPartner,
    answer,
    asked,
    brought_in,
    fits,
    found,
    searched,
)
from tests.nominating import acting_for
from tests.worlds import World


def waits(pilot: World, who: str, kind: str) -> bool:
    """Whether it is on their page of what waits for them."""
    found = waiting_for(by=pilot.actor(who), purpose=SUPPORT)
    groups = (found.today_and_late, found.this_week, found.later)
    return any(due.kind == kind for group in groups for due in group.duties)


def duty(pilot: World, kind: str) -> Duty:
    with acting_for(pilot.organisation("council")):
        return Duty.objects.get(kind=kind, state="open")


def test_an_answer_waits_for_a_colleague_of_whoever_wrote_it(pilot: World, council_partner: RealPartner) -> None:
    check = asked(pilot, found(pilot, searched(pilot, council_partner)[1]))
    fits(pilot, check, 1)
    answer(pilot, check, "same")
    assert {who: waits(pilot, who, "decide_check") for who in (CONTACT, SECOND_CONTACT)} == {
        CONTACT: False, SECOND_CONTACT: True,
    }  # fmt: skip
    owed = duty(pilot, "decide_check").id
    with pytest.raises(NotFound):
        take(by=pilot.actor(CONTACT), purpose=SUPPORT, duty=owed)
    with pytest.raises(CannotTakeOn):
        pass_on(by=pilot.actor(SECOND_CONTACT), purpose=SUPPORT, duty=owed, to=pilot.member(CONTACT))


def test_a_register_waits_for_a_colleague_of_whoever_brought_it_in(pilot: World, council_partner: RealPartner) -> None:
    brought_in(pilot, council_partner)
    assert (waits(pilot, CONTACT, "accept_register"), waits(pilot, SECOND_CONTACT, "accept_register")) == (False, True)


def test_an_answer_to_a_question_waits_for_a_colleague_of_whoever_wrote_it(pilot: World) -> None:
    question = put(pilot, case_with(pilot, "housing", told=("housing",)), "housing", "home_settled")
    write_answer(pilot, question, "housing")
    who = ("single_point_of_contact@housing", "second_contact@housing")
    assert [waits(pilot, each, "decide_answer") for each in who] == [False, True]
