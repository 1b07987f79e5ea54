"""A need that was met stays on the page as met: who judged so, when, and how they know. Nobody forgets it was there."""

from typing import Any
from uuid import UUID

import pytest

from handrail.casework.actions import planning, reviewing
from handrail.casework.actions.needs import close_need
from handrail.casework.queries.cases import open_case
from handrail.casework.values import NeedCard
from handrail.gate import NotFound, RuleBroken
from tests.working import COORDINATOR, SUPPORT, Given, disclosed, opened
from tests.worlds import NOW, World

HOUSING = "single_point_of_contact@housing"


@pytest.fixture
def given(pilot: World) -> Given:
    return disclosed(pilot, "council")["council"]


@pytest.fixture
def case(pilot: World, given: Given) -> UUID:
    return opened(pilot, given, partners=("housing",))


def need(pilot: World, case: UUID, *, strength: bool = False, draws_on: tuple[UUID, ...] = ()) -> UUID:
    return planning.add_need(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, kind="trusted_person" if strength else "home",
        strength=strength, description="He turns to his aunt." if strength else "He may lose his room.",
        draws_on=draws_on,
    )  # fmt: skip


def end(pilot: World, case: UUID, found: UUID, step: str, *, who: str = COORDINATOR, **said: Any) -> None:
    words = said.get("words", "He moved in on Monday.")
    close_need(by=pilot.actor(who), purpose=SUPPORT, case=case, need=found, step=step, words=words)


def card(pilot: World, case: UUID, who: str = COORDINATOR) -> NeedCard:
    (only,) = open_case(by=pilot.actor(who), purpose=SUPPORT, case=case).needs
    return only


def test_it_works(pilot: World, case: UUID) -> None:
    end(pilot, case, need(pilot, case), "meet", who=HOUSING)
    met = card(pilot, case)
    assert (met.state, met.ending, met.ended_at) == ("met", "He moved in on Monday.", NOW)
    assert met.ended_by
    assert met.ended_by != met.judged_by
    events = [line.what for line in open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case).events]
    assert "need_met" in events


def test_a_need_that_is_there_again_is_open_and_says_so(pilot: World, case: UUID) -> None:
    found = need(pilot, case)
    end(pilot, case, found, "meet")
    end(pilot, case, found, "reopen", words="He has to move out.")
    again = card(pilot, case)
    assert (again.state, again.ending, again.ended_at, again.ended_by) == ("open", "He has to move out.", None, "")


def test_a_strength_can_be_lost_and_is_never_met(pilot: World, case: UUID) -> None:
    found = need(pilot, case, strength=True)
    with pytest.raises(RuleBroken):
        end(pilot, case, found, "meet")
    end(pilot, case, found, "close", words="His aunt died in May.")
    assert card(pilot, case).state == "closed"


@pytest.mark.parametrize("step", ["close", "meet"])
def test_what_has_ended_is_not_ended_again(pilot: World, case: UUID, step: str) -> None:
    found = need(pilot, case)
    end(pilot, case, found, "meet")
    with pytest.raises(RuleBroken):
        end(pilot, case, found, step)


def test_nobody_ends_what_they_were_not_given(pilot: World, given: Given, case: UUID) -> None:
    found = need(pilot, case, draws_on=given.items[1:2])
    with pytest.raises(RuleBroken) as caught:
        end(pilot, case, found, "meet", who=HOUSING)
    assert caught.value.rule == "read-before-you-replace"
    end(pilot, case, found, "meet")
    theirs = card(pilot, case, HOUSING)
    assert (theirs.state, theirs.description, theirs.ending) == ("met", None, None)


def test_a_step_that_does_not_exist_and_a_need_of_another_case_are_refused(pilot: World, case: UUID) -> None:
    found = need(pilot, case)
    other = opened(pilot, disclosed(pilot, "council", person="Samir Costa")["council"])
    for where, step in ((case, "forget"), (other, "meet")):
        with pytest.raises(RuleBroken):
            end(pilot, where, found, step)
    with pytest.raises(NotFound):
        end(pilot, case, found, "meet", who="single_point_of_contact@second_council")


def test_nothing_changes_in_a_closed_case(pilot: World, case: UUID) -> None:
    found = need(pilot, case)
    reviewing.close(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, reason="needs_met", note="Settled.")
    with pytest.raises(RuleBroken):
        end(pilot, case, found, "meet")
