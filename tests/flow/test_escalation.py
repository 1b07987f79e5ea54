"""Immediate risk: the police own it at once, a named officer acknowledges, and it climbs when nobody does."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from handrail.casework.actions import escalating, planning, reviewing
from handrail.casework.models import Case, RiskOwnership, SupportAction
from handrail.casework.queries.cases import open_case
from handrail.casework.queries.escalations import open_escalation, open_now
from handrail.casework.rules import EscalationOpen
from handrail.duties.queries import waiting_for
from handrail.gate import NotFound, Refused, clock
from handrail.upkeep.sweep import climb_unanswered
from tests.acting import act_as
from tests.working import COORDINATOR, SUPPORT, disclosed, opened, planned
from tests.worlds import NOW, World

OFFICER = "police_risk_owner@force"
RISK = "risk_management"
WORDS = "He has not answered for two days and left a note."


def raised(pilot: World, *, danger_now: bool = False) -> tuple[UUID, UUID]:
    case = opened(pilot, disclosed(pilot, "council")["council"])
    escalation = escalating.escalate(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, what_is_happening=WORDS, danger_now=danger_now
    )
    return case, escalation


def test_it_works(pilot: World) -> None:
    _, escalation = raised(pilot)

    seen = open_escalation(by=pilot.actor(OFFICER), purpose=RISK, escalation=escalation)
    assert (seen.state, seen.words) == ("raised", WORDS)
    escalating.acknowledge(by=pilot.actor(OFFICER), purpose=RISK, escalation=escalation)
    escalating.close(by=pilot.actor(OFFICER), purpose=RISK, escalation=escalation, outcome="made_safe")

    after = open_escalation(by=pilot.actor(COORDINATOR), purpose=SUPPORT, escalation=escalation)
    assert (after.state, after.outcome) == ("closed", "made_safe")


def test_the_police_own_it_from_the_moment_it_is_raised(pilot: World) -> None:
    case, _ = raised(pilot)
    page = open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case)
    (risk,) = [card for card in page.risks if card.kind == "immediate_risk"]
    assert risk.owner.organisation == pilot.organisation("force")
    assert risk.owned_since == NOW


def test_the_officer_who_acknowledges_owns_it_by_name(pilot: World) -> None:
    _, escalation = raised(pilot)
    escalating.acknowledge(by=pilot.actor("second_risk_owner@force"), purpose=RISK, escalation=escalation)
    with act_as(pilot, OFFICER):
        owners = list(
            RiskOwnership.objects.filter(risk__kind="immediate_risk")
            .order_by("during")
            .values_list("member_id", flat=True)
        )
    assert owners[-1] == pilot.member("second_risk_owner@force")


def test_only_the_police_read_what_was_written(pilot: World) -> None:
    _, escalation = raised(pilot)
    assert open_escalation(by=pilot.actor(COORDINATOR), purpose=SUPPORT, escalation=escalation).words is None


def test_a_partner_cannot_acknowledge_for_the_police(pilot: World) -> None:
    _, escalation = raised(pilot)
    with pytest.raises(Refused) as caught:
        escalating.acknowledge(by=pilot.actor(COORDINATOR), purpose=SUPPORT, escalation=escalation)
    assert "police-answer-danger" in caught.value.rules


def test_a_stranger_does_not_learn_of_it(pilot: World) -> None:
    _, escalation = raised(pilot)
    with pytest.raises(NotFound):
        open_escalation(by=pilot.actor("single_point_of_contact@school"), purpose=SUPPORT, escalation=escalation)


def test_danger_now_is_to_be_acknowledged_within_a_quarter_of_an_hour(pilot: World) -> None:
    _, escalation = raised(pilot, danger_now=True)
    (alarm,) = open_now(by=pilot.actor(OFFICER), purpose=RISK)
    assert alarm.acknowledge_by == NOW + timedelta(minutes=15)
    waiting = waiting_for(by=pilot.actor(OFFICER), purpose=RISK).today_and_late.duties
    assert [due.urgent for due in waiting if due.subject == escalation] == [True]


def test_nothing_climbs_before_its_time_is_over(pilot: World) -> None:
    raised(pilot, danger_now=True)
    with clock.at(NOW + timedelta(minutes=15)):
        assert climb_unanswered(pilot.organisation("force")) == 0


def test_unanswered_it_climbs_rung_by_rung_and_never_stops(pilot: World) -> None:
    _, escalation = raised(pilot, danger_now=True)
    moment = NOW
    for _ in range(6):
        moment += timedelta(minutes=16)
        with clock.at(moment):
            assert climb_unanswered(pilot.organisation("force")) == 1
    with clock.at(moment):
        seen = open_escalation(by=pilot.actor(OFFICER), purpose=RISK, escalation=escalation)
    codes = [rung.code for rung in seen.rungs]
    assert codes == [
        "police_contact",
        "second_contact",
        "duty_desk",
        "centre_lead",
        "centre_lead",
        "centre_lead",
        "centre_lead",
    ]
    with clock.at(moment):
        escalating.acknowledge(by=pilot.actor("duty_officer@force"), purpose=RISK, escalation=escalation)
    with clock.at(moment + timedelta(hours=1)):
        assert climb_unanswered(pilot.organisation("force")) == 0


def test_a_case_does_not_close_over_an_open_escalation(pilot: World) -> None:
    case, _ = raised(pilot)
    with pytest.raises(EscalationOpen):
        reviewing.close(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, reason="needs_met", note="Fine.")


def test_the_programme_waits_while_the_police_deal_with_danger_and_ordinary_duties_do_not(pilot: World) -> None:
    case = opened(pilot, disclosed(pilot, "council")["council"])
    ordinary = planned(pilot, case)
    escalation = escalating.escalate(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, what_is_happening=WORDS, danger_now=False
    )
    with act_as(pilot, COORDINATOR):
        mentoring = SupportAction.objects.get(pk=ordinary)
        mentoring.id, mentoring.programme_contact, mentoring.consent = uuid4(), True, "given"
        mentoring.objective_sealed = b""  # sealed for the other one
        mentoring.save(force_insert=True)
        Case.objects.filter(pk=case).update(told=True)

    planning.start(by=pilot.actor(COORDINATOR), purpose=SUPPORT, support_action=ordinary)
    with pytest.raises(Refused) as caught:
        planning.start(by=pilot.actor(COORDINATOR), purpose=SUPPORT, support_action=mentoring.id)
    assert "police-lead" in caught.value.rules
    plan = {row.id: row for row in open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case).plan}
    assert (plan[ordinary].police_lead, plan[mentoring.id].police_lead) == (False, True)

    escalating.acknowledge(by=pilot.actor(OFFICER), purpose=RISK, escalation=escalation)
    escalating.close(by=pilot.actor(OFFICER), purpose=RISK, escalation=escalation, outcome="made_safe")
    plan = {row.id: row for row in open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case).plan}
    assert not plan[mentoring.id].police_lead


def test_an_escalation_that_was_taken_is_asked_about_until_its_outcome_is_recorded(pilot: World) -> None:
    _, escalation = raised(pilot)
    escalating.acknowledge(by=pilot.actor(OFFICER), purpose=RISK, escalation=escalation)
    assert "settle_escalation" in kinds_due(pilot, OFFICER)
    escalating.close(by=pilot.actor(OFFICER), purpose=RISK, escalation=escalation, outcome="made_safe")
    assert "settle_escalation" not in kinds_due(pilot, OFFICER)


def test_the_team_reads_what_it_may_know_of_how_it_ended(pilot: World) -> None:
    _, escalation = raised(pilot)
    escalating.acknowledge(by=pilot.actor(OFFICER), purpose=RISK, escalation=escalation)
    escalating.close(
        by=pilot.actor(OFFICER),
        purpose=RISK,
        escalation=escalation,
        outcome="health_crisis_care",
        for_team="She is safe and in hospital.",
    )
    seen = open_escalation(by=pilot.actor(COORDINATOR), purpose=SUPPORT, escalation=escalation)
    assert (seen.for_team, seen.words) == ("She is safe and in hospital.", None)


@pytest.mark.parametrize(("outcome", "state"), [("police_managing", "open"), ("made_safe", "closed")])
def test_the_risk_stays_with_the_police_where_they_go_on_managing_it(pilot: World, outcome: str, state: str) -> None:
    case, escalation = raised(pilot)
    escalating.acknowledge(by=pilot.actor(OFFICER), purpose=RISK, escalation=escalation)
    escalating.close(by=pilot.actor(OFFICER), purpose=RISK, escalation=escalation, outcome=outcome)
    page = open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case)
    (risk,) = [card for card in page.risks if card.kind == "immediate_risk"]
    assert (risk.state, risk.owner.organisation) == (state, pilot.organisation("force"))


def kinds_due(pilot: World, who: str) -> set[str]:
    """The kinds of duty that wait for somebody."""
    waiting = waiting_for(by=pilot.actor(who), purpose=RISK)
    return {due.kind for group in (waiting.today_and_late, waiting.this_week, waiting.later) for due in group.duties}
