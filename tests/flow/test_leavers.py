"""Nobody who has left goes on owning a risk; and nobody leaves one behind that no colleague could own."""

from datetime import timedelta
from uuid import UUID

import pytest

from handrail.casework.actions import escalating, handing_over
from handrail.casework.models import Risk, RiskOffer
from handrail.casework.risk_rules import NobodyToTakeRisk
from handrail.directory.actions.members import leave
from handrail.directory.actions.roles import end_role
from handrail.directory.models import Member, MemberStatus, RoleGrant
from handrail.gate import clock
from tests.nominating import acting_for, said_in_ledger, waiting
from tests.owning import OWNER, SECOND, offered, owner_now, owners, recorded, shared_case
from tests.working import COORDINATOR, SUPPORT
from tests.worlds import NOW, World

LATER = NOW + timedelta(days=3)
HURT = "suicide_or_self_harm"


@pytest.fixture
def case(pilot: World) -> UUID:
    return shared_case(pilot)


def left(pilot: World, who: str, *, cover: str = "") -> None:
    organisation = who.partition("@")[2]
    with clock.at(LATER):
        leave(
            by=pilot.actor(f"administrator@{organisation}"), purpose="administration", member=pilot.member(who),
            cover=pilot.member(cover) if cover else None,
        )  # fmt: skip


def without(pilot: World, who: str) -> None:
    """The post has been vacant for a while."""
    with acting_for(pilot.actor(who).organisation):
        RoleGrant.objects.filter(member_id=pilot.member(who)).update(state="ended")


def test_when_the_owner_leaves_the_risk_goes_to_the_cover_with_its_reason(pilot: World, case: UUID) -> None:
    risk = recorded(pilot, case, HURT)
    left(pilot, OWNER["force"], cover=SECOND["force"])
    assert owners(pilot, risk) == [
        (pilot.organisation("force"), pilot.member(OWNER["force"]), "first_owner"),
        (pilot.organisation("force"), pilot.member(SECOND["force"]), "left"),
    ]


def test_without_a_cover_it_goes_to_the_first_who_holds_the_role(pilot: World, case: UUID) -> None:
    risk = recorded(pilot, case, HURT, owner="nhs")
    left(pilot, OWNER["nhs"])
    assert owners(pilot, risk)[-1][1] == pilot.member(SECOND["nhs"])


def test_a_cover_without_the_role_does_not_become_the_owner(pilot: World, case: UUID) -> None:
    risk = recorded(pilot, case, HURT, owner="nhs")
    left(pilot, OWNER["nhs"], cover="practitioner@nhs")
    assert owners(pilot, risk)[-1][1] == pilot.member(SECOND["nhs"])


def test_whoever_follows_is_asked_to_confirm_that_they_own_it(pilot: World, case: UUID) -> None:
    risk = recorded(pilot, case, HURT)
    left(pilot, OWNER["force"], cover=SECOND["force"])
    with clock.at(LATER):
        kinds = [due.kind for due in waiting(pilot, SECOND["force"], purpose=SUPPORT) if due.subject == risk]
        assert kinds == ["confirm_ownership"]
        handing_over.confirm(by=pilot.actor(SECOND["force"]), purpose=SUPPORT, risk=risk)


def test_the_only_possible_owner_does_not_leave_a_gap(pilot: World, case: UUID) -> None:
    risk = recorded(pilot, case, HURT, owner="nhs")
    without(pilot, SECOND["nhs"])
    with pytest.raises(NobodyToTakeRisk):
        left(pilot, OWNER["nhs"])
    assert owners(pilot, risk)[-1][1] == pilot.member(OWNER["nhs"])
    with acting_for(pilot.organisation("nhs")):
        assert Member.objects.get(pk=pilot.member(OWNER["nhs"])).status == MemberStatus.ACTIVE


def test_somebody_who_owns_nothing_may_go_although_nobody_follows(pilot: World, case: UUID) -> None:
    recorded(pilot, case, HURT, owner="nhs")
    without(pilot, OWNER["housing"])
    left(pilot, SECOND["housing"])


def test_whoever_loses_the_role_goes_on_owning_nothing(pilot: World, case: UUID) -> None:
    risk = recorded(pilot, case, HURT, owner="nhs")
    with acting_for(pilot.organisation("nhs")):
        grant = RoleGrant.objects.get(member_id=pilot.member(OWNER["nhs"]), role="single_point_of_contact")
        second = RoleGrant.objects.get(member_id=pilot.member(SECOND["nhs"]), role="single_point_of_contact")
    by = pilot.actor("administrator@nhs")
    end_role(by=by, purpose="administration", grant=grant.id)
    assert owners(pilot, risk)[-1][1:] == (pilot.member(SECOND["nhs"]), "role_ended")
    with pytest.raises(NobodyToTakeRisk):
        end_role(by=by, purpose="administration", grant=second.id)


def test_what_was_offered_to_a_leaver_is_overtaken_and_stays_with_whoever_offered_it(pilot: World, case: UUID) -> None:
    risk = recorded(pilot, case, HURT)
    made = offered(pilot, risk, to="force", member=SECOND["force"], reason="share_of_work")
    left(pilot, SECOND["force"])
    with acting_for(pilot.organisation("force")):
        assert RiskOffer.objects.get(pk=made).state == "overtaken"
    assert owners(pilot, risk)[-1][1] == pilot.member(OWNER["force"])


def test_an_officer_who_leaves_in_the_middle_of_an_escalation_is_followed_at_once(pilot: World, case: UUID) -> None:
    escalation = escalating.escalate(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, what_is_happening="He left a note.", danger_now=True
    )
    escalating.acknowledge(by=pilot.actor(OWNER["force"]), purpose="risk_management", escalation=escalation)
    without(pilot, SECOND["force"])
    left(pilot, OWNER["force"])
    with acting_for(pilot.organisation("force")):
        immediate = Risk.objects.get(kind="immediate_risk")
    assert immediate.owner_member_id == pilot.member("duty_officer@force")
    assert owner_now(pilot, immediate.id) == pilot.organisation("force")


def test_each_risk_that_passes_has_an_entry_of_its_own_in_the_ledger(pilot: World, case: UUID) -> None:
    risks = [recorded(pilot, case, kind) for kind in (HURT, "reoffending")]
    left(pilot, OWNER["force"], cover=SECOND["force"])
    said = [entry for entry in said_in_ledger(pilot.organisation("force")) if '"risk.followed"' in entry]
    assert len(said) == 3
    for risk in risks:
        assert any(str(risk) in entry and str(pilot.member(SECOND["force"])) in entry for entry in said)
