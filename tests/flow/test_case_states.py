"""What cannot be done to a case, a plan and a risk, in which state."""

from datetime import date
from uuid import UUID

import pytest

from handrail.casework.actions import challenging as flagging
from handrail.casework.actions import consenting, escalating, opening, planning, reviewing, risks, teaming
from handrail.casework.queries.cases import open_case
from handrail.casework.rules import RiskEscalated, SaidNo
from handrail.directory.models import Member, MemberStatus, RoleGrant
from handrail.duties.models import Duty
from handrail.gate import Refused, RuleBroken
from handrail.sharing.actions import challenging, recalling
from tests.nominating import OFFICER, PURPOSE, acting_for
from tests.working import COORDINATOR, REVIEW_ON, SUPPORT, Given, disclosed, opened, planned, police_risk, says, told
from tests.worlds import World

RIGHTS = "individual_rights"
POLICE = "police_risk_owner@force"


@pytest.fixture
def given(pilot: World) -> Given:
    return disclosed(pilot, "council")["council"]


def open_duties(organisation: UUID, kind: str) -> int:
    with acting_for(organisation):
        return Duty.objects.filter(organisation_id=organisation, kind=kind, state="open").count()


def test_nothing_is_added_to_a_closed_case(pilot: World, given: Given) -> None:
    case = opened(pilot, given)
    by = pilot.actor(COORDINATOR)
    reviewing.close(by=by, purpose=SUPPORT, case=case, reason="needs_met", note="All is well.")
    steps = (
        lambda: planning.add_need(
            by=by, purpose=SUPPORT, case=case, kind="home", strength=False, description="A home."
        ),
        lambda: opening.add_risk(by=by, purpose=SUPPORT, case=case, risk=police_risk(pilot)),
        lambda: planned(pilot, case),
        lambda: reviewing.set_review(by=by, purpose=SUPPORT, case=case, review_on=REVIEW_ON),
        lambda: consenting.record_told(by=by, purpose=SUPPORT, case=case, on=date(2025, 6, 2)),
        lambda: says(pilot, case, "give"),
        lambda: teaming.add_partner(
            by=by, purpose=SUPPORT, case=case, organisation=pilot.organisation("housing"), why="advises"
        ),
        lambda: teaming.add_member(
            by=by, purpose=SUPPORT, case=case, member=pilot.member("practitioner@council"), part="practitioner"
        ),
    )
    for step in steps:
        with pytest.raises(RuleBroken, match="closed"):
            step()


def escalated(pilot: World, case: UUID) -> UUID:
    return escalating.escalate(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, what_is_happening="He has a knife.", danger_now=True
    )


def test_the_risk_of_an_open_escalation_stays_until_the_escalation_is_closed(pilot: World, given: Given) -> None:
    case = opened(pilot, given)
    escalation = escalated(pilot, case)
    police = pilot.actor(POLICE)
    immediate = next(
        risk.id
        for risk in open_case(by=police, purpose="risk_management", case=case).risks
        if risk.kind == "immediate_risk"
    )
    with pytest.raises(RiskEscalated):
        risks.close(by=police, purpose="risk_management", risk=immediate)
    escalating.acknowledge(by=police, purpose="risk_management", escalation=escalation)
    escalating.close(by=police, purpose="risk_management", escalation=escalation, outcome="made_safe")


@pytest.mark.parametrize("vacant", [("police_risk_owner",), ("police_risk_owner", "duty_officer")])
def test_danger_is_not_refused_because_a_post_is_vacant(pilot: World, given: Given, vacant: tuple[str, ...]) -> None:
    case = opened(pilot, given)
    force = pilot.organisation("force")
    with acting_for(force):
        RoleGrant.objects.filter(organisation_id=force, role__in=vacant).update(state="ended")
    escalated(pilot, case)
    page = open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case)
    (risk,) = (each for each in page.risks if each.kind == "immediate_risk")
    assert (risk.owner.organisation, bool(risk.owner.member_name)) == (force, True)


def test_somebody_who_left_is_never_made_the_owner_of_an_escalated_risk(pilot: World, given: Given) -> None:
    case = opened(pilot, given)
    force = pilot.organisation("force")
    with acting_for(force):
        Member.objects.filter(pk=pilot.member(POLICE)).update(status=MemberStatus.LEFT)
        left = Member.objects.get(pk=pilot.member(POLICE)).name
    escalated(pilot, case)
    page = open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case)
    (risk,) = (each for each in page.risks if each.kind == "immediate_risk")
    assert risk.owner.member_name != left


def both_conclude(pilot: World, challenge: UUID, outcome: str, *houses: str) -> None:
    for key in houses:
        by = pilot.actor(f"data_protection_officer@{key}")
        challenging.close(by=by, purpose=RIGHTS, challenge=challenge, outcome=outcome)


def flagged(pilot: World, action: UUID) -> UUID:
    return flagging.asks_to_watch(
        by=pilot.actor("single_point_of_contact@council"), purpose=SUPPORT, support_action=action,
        words="It has us say when she comes in.",
    )  # fmt: skip


def test_consent_withdrawn_while_an_action_is_stopped_stays_withdrawn_when_it_resumes(
    pilot: World, given: Given
) -> None:
    case = opened(pilot, given)
    told(pilot, case)
    says(pilot, case, "give")
    action = planned(pilot, case, support="support_worker", consent="given")
    challenge = flagged(pilot, action)
    says(pilot, case, "withdraw")
    both_conclude(pilot, challenge, "is_support", "council", "force")
    with pytest.raises(Refused) as caught:
        planning.start(by=pilot.actor("single_point_of_contact@council"), purpose=SUPPORT, support_action=action)
    assert "support-needs-consent" in caught.value.rules


def test_support_is_not_planned_as_agreed_after_the_person_said_no(pilot: World, given: Given) -> None:
    case = opened(pilot, given)
    told(pilot, case)
    says(pilot, case, "refuse")
    with pytest.raises(SaidNo):
        planned(pilot, case, support="support_worker", consent="given")


def test_a_flag_on_support_closes_although_the_support_was_cancelled_meanwhile(pilot: World, given: Given) -> None:
    action = planned(pilot, opened(pilot, given))
    challenge = flagged(pilot, action)
    planning.cancel(by=pilot.actor(COORDINATOR), purpose=SUPPORT, support_action=action)
    both_conclude(pilot, challenge, "is_support", "council", "force")
    assert open_duties(pilot.organisation("council"), "review_flag") == 0


def test_support_that_both_officers_withdraw_is_owed_by_nobody(pilot: World, given: Given) -> None:
    action = planned(pilot, opened(pilot, given))
    both_conclude(pilot, flagged(pilot, action), "withdrawn", "council", "force")
    assert open_duties(pilot.organisation("council"), "deliver_support") == 0


def test_a_review_of_the_case_looks_again_at_what_was_marked(pilot: World, given: Given) -> None:
    case = opened(pilot, given, draws_on=given.items[1:2])
    recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=given.items[1], reason="inaccurate")
    council, by = pilot.organisation("council"), pilot.actor(COORDINATOR)
    assert open_duties(council, "review_judgement") == 1
    assert open_case(by=by, purpose=SUPPORT, case=case).risks[0].to_review
    reviewing.set_review(by=by, purpose=SUPPORT, case=case, review_on=REVIEW_ON)
    assert open_duties(council, "review_judgement") == 0
    assert not open_case(by=by, purpose=SUPPORT, case=case).risks[0].to_review
