"""An organisation leaves the team, or can't give what it said it would; a closed case is looked at again."""

from uuid import UUID

import pytest

from handrail.casework.actions import declining, looking_again, opening, planning, reviewing, teaming
from handrail.casework.actions.opening import NewRisk
from handrail.casework.queries.cases import cases, open_case
from handrail.casework.rules import ActionsUnderWay, NothingToLookAt, NotInCatalogue, NotInTeam, StaysInTeam, StillOwns
from handrail.casework.values import CasePage
from handrail.duties.models import Duty
from handrail.gate import NotFound, Refused, RuleBroken
from handrail.sharing.actions import recalling
from tests.nominating import OFFICER, PURPOSE, acting_for
from tests.working import COORDINATOR, SUPPORT, Given, disclosed, opened, planned
from tests.worlds import World

HOUSING, CONTACT = "single_point_of_contact@housing", "single_point_of_contact@council"


@pytest.fixture
def given(pilot: World) -> Given:
    return disclosed(pilot, "council")["council"]


@pytest.fixture
def case(pilot: World, given: Given) -> UUID:
    return opened(pilot, given, partners=("housing",), draws_on=given.items[1:2])


def seen(pilot: World, case: UUID, who: str = COORDINATOR) -> CasePage:
    return open_case(by=pilot.actor(who), purpose=SUPPORT, case=case)


def leave(pilot: World, case: UUID, key: str = "housing", *, who: str = COORDINATOR) -> None:
    teaming.remove_partner(by=pilot.actor(who), purpose=SUPPORT, case=case, organisation=pilot.organisation(key))


def hand_back(pilot: World, support: UUID, *, who: str = HOUSING, reason: str = "no_capacity") -> None:
    declining.cannot_do(by=pilot.actor(who), purpose=SUPPORT, support_action=support, reason=reason)


def owed(pilot: World, key: str) -> set[str]:
    """The kinds of what is due from an organisation now."""
    organisation = pilot.organisation(key)
    with acting_for(organisation):
        return set(Duty.objects.filter(organisation_id=organisation, state="open").values_list("kind", flat=True))


# --- Leaving the team ----------------------------------------------------------------------------------------------


def test_who_has_left_the_team_knows_of_no_case(pilot: World, case: UUID) -> None:
    assert seen(pilot, case, HOUSING).id == case
    leave(pilot, case)
    with pytest.raises(NotFound):
        seen(pilot, case, HOUSING)
    assert cases(by=pilot.actor(HOUSING), purpose=SUPPORT) == ()
    page = seen(pilot, case)
    assert pilot.organisation("housing") not in {each.id for each in page.partners}
    assert "partner_left" in {each.what for each in page.events}


def test_nobody_leaves_with_support_to_give(pilot: World, case: UUID) -> None:
    support = planned(pilot, case, owner="housing")
    with pytest.raises(StillOwns):
        leave(pilot, case)
    hand_back(pilot, support)
    with pytest.raises(StillOwns):
        leave(pilot, case)
    planning.cancel(by=pilot.actor(COORDINATOR), purpose=SUPPORT, support_action=support)
    leave(pilot, case)


def test_nobody_leaves_with_a_risk_to_answer_for(pilot: World, case: UUID) -> None:
    theirs = NewRisk(
        "homelessness", "steady", "He may lose his flat.", pilot.organisation("housing"), pilot.member(HOUSING)
    )
    opening.add_risk(by=pilot.actor(HOUSING), purpose=SUPPORT, case=case, risk=theirs)
    with pytest.raises(StillOwns):
        leave(pilot, case)


def test_the_lead_and_the_police_stay_and_a_stranger_cannot_leave(pilot: World, case: UUID) -> None:
    for key in ("council", "force"):
        with pytest.raises(StaysInTeam):
            leave(pilot, case, key)
    with pytest.raises(NotInTeam):
        leave(pilot, case, "school")


def test_only_who_coordinates_takes_an_organisation_out(pilot: World, case: UUID) -> None:
    for who in (HOUSING, CONTACT):
        with pytest.raises(Refused):
            leave(pilot, case, who=who)


def test_an_organisation_that_left_can_join_again(pilot: World, case: UUID) -> None:
    leave(pilot, case)
    teaming.add_partner(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, organisation=pilot.organisation("housing"),
        why="advises",
    )  # fmt: skip
    assert seen(pilot, case, HOUSING).id == case


# --- Support that can't be given -----------------------------------------------------------------------------------


def test_who_can_not_give_support_says_why_and_the_coordinator_is_told(pilot: World, case: UUID) -> None:
    support = planned(pilot, case, owner="housing")
    assert "deliver_support" in owed(pilot, "housing")
    assert "plan_instead" not in owed(pilot, "council")
    hand_back(pilot, support)
    assert "deliver_support" not in owed(pilot, "housing")
    assert "plan_instead" in owed(pilot, "council")
    (row,) = seen(pilot, case).plan
    assert (row.state, row.cannot_do, row.steps) == ("handed_back", "no_capacity", ("cancel",))
    planning.cancel(by=pilot.actor(COORDINATOR), purpose=SUPPORT, support_action=support)
    assert "plan_instead" not in owed(pilot, "council")


def test_what_is_under_way_can_be_handed_back_and_what_is_over_can_not(pilot: World, case: UUID) -> None:
    support = planned(pilot, case, owner="housing")
    planning.start(by=pilot.actor(HOUSING), purpose=SUPPORT, support_action=support)
    hand_back(pilot, support)
    with pytest.raises(RuleBroken):
        hand_back(pilot, support)


def test_only_the_owner_hands_support_back_and_only_for_a_reason_of_the_rulebook(pilot: World, case: UUID) -> None:
    support = planned(pilot, case, owner="housing")
    with pytest.raises(Refused) as refused:
        hand_back(pilot, support, who=CONTACT)
    assert "support-owner-only" in refused.value.rules
    with pytest.raises(NotInCatalogue):
        hand_back(pilot, support, reason="we would rather not")


def test_a_case_is_not_closed_over_what_was_handed_back(pilot: World, case: UUID) -> None:
    hand_back(pilot, planned(pilot, case, owner="housing"))
    with pytest.raises(ActionsUnderWay):
        close(pilot, case)


# --- A closed case whose sources are withdrawn ---------------------------------------------------------------------


def close(pilot: World, case: UUID) -> None:
    reviewing.close(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, reason="needs_met", note="All is well.")


def test_a_closed_case_is_looked_at_again_without_opening_it(pilot: World, given: Given, case: UUID) -> None:
    close(pilot, case)
    with pytest.raises(NothingToLookAt):
        look(pilot, case)
    recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=given.items[1], reason="inaccurate")
    assert "review_judgement" in owed(pilot, "council")
    assert seen(pilot, case).marked == 2  # the risk, and the closing note that rests on everything
    assert look(pilot, case) == 2
    page = seen(pilot, case)
    assert (page.state, page.marked) == ("closed", 0)
    assert "looked_again" in {each.what for each in page.events}
    assert "review_judgement" not in owed(pilot, "council")


def test_an_open_case_is_looked_at_again_by_its_review(pilot: World, case: UUID) -> None:
    with pytest.raises(RuleBroken):
        look(pilot, case)


def test_only_who_coordinates_looks_again(pilot: World, case: UUID) -> None:
    close(pilot, case)
    with pytest.raises(Refused):
        look(pilot, case, who=CONTACT)


def look(pilot: World, case: UUID, *, who: str = COORDINATOR) -> int:
    return looking_again.look_again(by=pilot.actor(who), purpose=SUPPORT, case=case)
