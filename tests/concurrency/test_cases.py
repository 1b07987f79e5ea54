"""Two people at one person's case at the same moment: one case, one taker, one officer."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest

from handrail.casework.actions import escalating, opening
from handrail.casework.actions import risks as risk_actions
from handrail.casework.models import Case, CaseMember, Risk, RiskOwnership
from handrail.directory.services import service
from handrail.duties.models import Duty
from handrail.gate import Conflict, Refused, RuleBroken, clock
from tests.at_once import held, row
from tests.harness.databases import Databases
from tests.nominating import acting_for
from tests.working import COORDINATOR, REVIEW_ON, SUPPORT, Given, disclosed, opened, police_risk
from tests.worlds import World

OFFICER, SECOND_OFFICER = "police_risk_owner@force", "second_risk_owner@force"
RISK_MANAGEMENT = "risk_management"
LATE = Refused | RuleBroken | Conflict


def open_case(pilot: World, given: Given, who: str) -> Callable[[], object]:
    return partial(
        opening.open_case,
        by=pilot.actor(who),
        purpose=SUPPORT,
        person=given.person,
        police=pilot.organisation("force"),
        risks=(police_risk(pilot),),
        review_on=REVIEW_ON,
    )


def escalated(pilot: World) -> UUID:
    case = opened(pilot, disclosed(pilot, "council")["council"])
    return escalating.escalate(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, what_is_happening="He left a note.", danger_now=True
    )


def acknowledge(pilot: World, escalation: UUID, who: str) -> Callable[[], object]:
    return partial(escalating.acknowledge, by=pilot.actor(who), purpose=RISK_MANAGEMENT, escalation=escalation)


def owners(pilot: World) -> list[UUID]:
    """Who owns the immediate risk now."""
    with acting_for(pilot.organisation("force")):
        stretches = RiskOwnership.objects.filter(risk__kind="immediate_risk", during__upper_inf=True)
        return list(stretches.values_list("member_id", flat=True))


def test_two_coordinators_open_one_case(pilot: World, databases: Databases) -> None:
    given = disclosed(pilot, "council")["council"]
    with held(databases, "LOCK TABLE casework_case IN SHARE MODE") as hold:
        answers = hold.race(open_case(pilot, given, COORDINATOR), open_case(pilot, given, "second_coordinator@council"))
    (opened_once,) = (answer for answer in answers if isinstance(answer, opening.Opened))
    assert [type(answer) for answer in answers if answer is not opened_once] == [Conflict]
    with acting_for(pilot.organisation("council")):
        (case,) = Case.objects.all()
        assert case.id == opened_once.case
        assert Risk.objects.count() == RiskOwnership.objects.count() == 1
        assert CaseMember.objects.filter(part="case_coordinator").get().member_id == case.opened_by


@pytest.mark.parametrize("first", [OFFICER, SECOND_OFFICER])
def test_two_officers_acknowledge_and_one_owns_the_risk(pilot: World, databases: Databases, first: str) -> None:
    escalation = escalated(pilot)
    second = SECOND_OFFICER if first == OFFICER else OFFICER
    with held(databases, row("casework_escalation"), escalation) as hold:
        done, late = hold.race(acknowledge(pilot, escalation, first), acknowledge(pilot, escalation, second))
    assert done is None
    assert isinstance(late, LATE)
    assert owners(pilot) == [pilot.member(first)]


@pytest.mark.parametrize("first", ["officer", "sweep"])
def test_acknowledged_at_the_moment_when_it_climbs(pilot: World, databases: Databases, first: str) -> None:
    escalation = escalated(pilot)
    sweep = service("sweep", pilot.organisation("force"))
    with clock.at(clock.now() + timedelta(hours=2)):
        calls = [
            acknowledge(pilot, escalation, SECOND_OFFICER),
            partial(escalating.climb, by=sweep, purpose="administration", escalation=escalation),
        ]
        with held(databases, row("casework_escalation"), escalation) as hold:
            answers = hold.race(*(calls if first == "officer" else reversed(calls)))
    assert isinstance(answers[1], LATE) == (first == "officer")
    assert owners(pilot) == [pilot.member(SECOND_OFFICER)]
    with acting_for(pilot.organisation("force")):
        open_now = Duty.objects.filter(subject_id=escalation, state="open")
        assert set(open_now.values_list("kind", flat=True)) == {"settle_escalation"}


def test_an_immediate_risk_closes_with_its_escalation_and_not_before(pilot: World) -> None:
    """Closed by itself, it would leave an escalation that nobody could acknowledge or close."""
    escalation = escalated(pilot)
    with acting_for(pilot.organisation("force")):
        risk = Risk.objects.get(kind="immediate_risk")
    officer = pilot.actor(OFFICER)
    with pytest.raises(RuleBroken) as caught:
        risk_actions.close(by=officer, purpose=RISK_MANAGEMENT, risk=risk.id)
    assert caught.value.rule == "risk-escalated"
    acknowledge(pilot, escalation, SECOND_OFFICER)()
    escalating.close(by=officer, purpose=RISK_MANAGEMENT, escalation=escalation, outcome="made_safe")
    assert owners(pilot) == []
