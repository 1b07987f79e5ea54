"""Two people at once where nominations are handed in to a case: what is owed about them is owed while any waits."""

from uuid import UUID

import pytest

from handrail.casework.actions import intake
from handrail.casework.queries.cases import open_case
from tests.at_once import held
from tests.harness.databases import Databases
from tests.nominating import waiting
from tests.working import COORDINATOR, SUPPORT, Given, disclosed, opened
from tests.worlds import World

CONTACT = "single_point_of_contact@second_council"

#: Where an act waits that has done everything but be recorded.
RECORDED = "LOCK TABLE ledger_payload IN SHARE MODE"


@pytest.fixture
def panel(pilot: World) -> UUID:
    return opened(pilot, disclosed(pilot, "council")["council"], partners=("second_council",))


def hand_in(pilot: World, given: Given, case: UUID) -> UUID:
    reference = open_case(by=pilot.actor(CONTACT), purpose=SUPPORT, case=case).reference
    return intake.hand_in(
        by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=given.disclosure, reference=reference,
        ground="name_and_birth",
    )  # fmt: skip


def take_back(pilot: World, given: Given) -> None:
    intake.take_back(by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=given.disclosure, reason="another_person")


def answer_is_due(pilot: World) -> bool:
    return "answer_hand_in" in {each.kind for each in waiting(pilot, COORDINATOR, purpose=SUPPORT)}


def test_nobody_owes_an_answer_once_the_last_two_are_taken_back(
    pilot: World, databases: Databases, panel: UUID
) -> None:
    first, second = (disclosed(pilot, "second_council")["second_council"] for _ in range(2))
    for given in (first, second):
        hand_in(pilot, given, panel)
    with held(databases, RECORDED) as hold:
        assert hold.race(lambda: take_back(pilot, first), lambda: take_back(pilot, second)) == [None, None]
    assert not answer_is_due(pilot)


def test_an_answer_stays_due_when_another_is_handed_in_while_one_is_taken_back(
    pilot: World, databases: Databases, panel: UUID
) -> None:
    first, second = (disclosed(pilot, "second_council")["second_council"] for _ in range(2))
    hand_in(pilot, first, panel)
    with held(databases, RECORDED) as hold:
        answers = hold.race(lambda: hand_in(pilot, second, panel), lambda: take_back(pilot, first))
    assert answers[1] is None
    assert answer_is_due(pilot)
