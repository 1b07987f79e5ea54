"""What a risk is called decides who may own it: no council is given a terrorism risk under another name."""

from itertools import product
from uuid import UUID

import pytest

from handrail.casework.actions import changing_kind
from handrail.casework.models import Risk, RiskKindChange
from handrail.casework.risk_rules import (
    EscalateInstead,
    KindInQuestion,
    NobodyToReview,
    OwnerCanNotKeepIt,
    SameKind,
    needs_both,
)
from handrail.casework.rules import MayNotOwn, NotInCatalogue
from handrail.gate import Conflict, Refused
from handrail.programme import load
from tests.nominating import acting_for, waiting
from tests.owning import OWNER, REVIEWER, SECOND, offered, owner_now, proposed, recorded, shared_case
from tests.working import SUPPORT, disclosed, opened
from tests.worlds import World

MAC = load("mac")
RELABELLED = "exploitation"


@pytest.fixture
def case(pilot: World) -> UUID:
    return shared_case(pilot)


@pytest.fixture
def terrorism(pilot: World, case: UUID) -> UUID:
    """The risk that the case was opened with, which the police own."""
    with acting_for(pilot.organisation("force")):
        return Risk.objects.get(case_id=case, kind="terrorism_related").id


def kind_of(pilot: World, risk: UUID) -> str:
    with acting_for(pilot.organisation("force")):
        return Risk.objects.get(pk=risk).kind


def signed(pilot: World, risk: UUID, change: UUID, *, who: str = SECOND["force"]) -> None:
    changing_kind.sign(by=pilot.actor(who), purpose=SUPPORT, risk=risk, change=change)


def reviewed(pilot: World, risk: UUID, change: UUID, *, who: str = REVIEWER) -> None:
    changing_kind.review(by=pilot.actor(who), purpose=SUPPORT, risk=risk, change=change, words="I have read why.")


def due(pilot: World, who: str, risk: UUID) -> list[str]:
    return [each.kind for each in waiting(pilot, who, purpose=SUPPORT) if each.subject == risk]


def test_it_works(pilot: World, terrorism: UUID) -> None:
    change = proposed(pilot, terrorism, RELABELLED)
    assert due(pilot, SECOND["force"], terrorism) == ["sign_kind_of_risk"]
    signed(pilot, terrorism, change)
    assert kind_of(pilot, terrorism) == "terrorism_related"
    assert due(pilot, REVIEWER, terrorism) == ["review_kind_of_risk"]
    reviewed(pilot, terrorism, change)
    assert kind_of(pilot, terrorism) == RELABELLED
    assert owner_now(pilot, terrorism) == pilot.organisation("force")
    assert due(pilot, REVIEWER, terrorism) == due(pilot, SECOND["force"], terrorism) == []


def test_a_council_is_not_given_a_terrorism_risk_by_calling_it_something_else(pilot: World, terrorism: UUID) -> None:
    """Until three people have signed it is a terrorism risk, and offering it to the council is refused."""
    change = proposed(pilot, terrorism, RELABELLED)
    signed(pilot, terrorism, change)
    changing_kind.decline(
        by=pilot.actor(REVIEWER), purpose=SUPPORT, risk=terrorism, change=change, words="Nothing has changed."
    )
    assert kind_of(pilot, terrorism) == "terrorism_related"
    with pytest.raises(MayNotOwn):
        offered(pilot, terrorism, to="council")


def test_one_officer_does_not_sign_what_they_proposed(pilot: World, terrorism: UUID) -> None:
    change = proposed(pilot, terrorism, RELABELLED)
    with pytest.raises(Refused) as caught:
        signed(pilot, terrorism, change, who=OWNER["force"])
    assert "two-different-people-risk" in caught.value.rules


def test_nobody_of_the_police_reviews_what_the_police_signed(pilot: World, terrorism: UUID) -> None:
    change = proposed(pilot, terrorism, RELABELLED)
    signed(pilot, terrorism, change)
    for who in ("centre_lead@force", "data_protection_officer@force"):
        with pytest.raises(Refused) as caught:
            reviewed(pilot, terrorism, change, who=who)
        assert "independent-review-of-another-kind" in caught.value.rules


def test_the_review_does_not_come_before_the_signature(pilot: World, terrorism: UUID) -> None:
    change = proposed(pilot, terrorism, RELABELLED)
    with pytest.raises(Refused) as caught:
        reviewed(pilot, terrorism, change)
    assert "independent-review-of-another-kind" in caught.value.rules


def test_only_a_police_force_signs(pilot: World, case: UUID) -> None:
    risk = recorded(pilot, case, "homelessness", owner="council")
    change = proposed(pilot, risk, "self_neglect", by="council")
    for who in (SECOND["council"], OWNER["nhs"]):
        with pytest.raises(Refused):
            signed(pilot, risk, change, who=who)


def test_what_a_council_proposes_is_reviewed_by_neither_the_council_nor_the_police(pilot: World, case: UUID) -> None:
    risk = recorded(pilot, case, "homelessness", owner="council")
    change = proposed(pilot, risk, "self_neglect", by="council")
    signed(pilot, risk, change, who=OWNER["force"])
    with pytest.raises(Refused) as caught:
        reviewed(pilot, risk, change)
    assert "independent-review-of-another-kind" in caught.value.rules
    reviewed(pilot, risk, change, who="data_protection_officer@nhs")
    assert kind_of(pilot, risk) == "self_neglect"


def test_a_change_that_lets_nobody_new_own_it_is_made_at_once(pilot: World, case: UUID) -> None:
    risk = recorded(pilot, case, "domestic_abuse")
    proposed(pilot, risk, "hate_crime_or_reprisal")
    assert kind_of(pilot, risk) == "hate_crime_or_reprisal"


def test_the_owner_does_not_change_a_kind_into_one_that_it_may_not_own(pilot: World, case: UUID) -> None:
    risk = recorded(pilot, case, "homelessness", owner="council")
    for kind in ("terrorism_related", "mental_health_crisis"):
        with pytest.raises(OwnerCanNotKeepIt):
            proposed(pilot, risk, kind, by="council")


def test_danger_is_no_other_word_for_a_risk(pilot: World, terrorism: UUID) -> None:
    with pytest.raises(EscalateInstead):
        proposed(pilot, terrorism, "immediate_risk")
    with pytest.raises(SameKind):
        proposed(pilot, terrorism, "terrorism_related")
    with pytest.raises(NotInCatalogue):
        proposed(pilot, terrorism, "troublesome")


def test_only_the_owner_proposes(pilot: World, terrorism: UUID) -> None:
    with pytest.raises(Refused) as caught:
        proposed(pilot, terrorism, RELABELLED, by="council")
    assert "only-the-owner-offers" in caught.value.rules


def test_a_proposal_is_withdrawn_by_the_owner_and_then_signed_by_nobody(pilot: World, terrorism: UUID) -> None:
    change = proposed(pilot, terrorism, RELABELLED)
    with pytest.raises(KindInQuestion):
        proposed(pilot, terrorism, "violence_to_others")
    changing_kind.withdraw(by=pilot.actor(OWNER["force"]), purpose=SUPPORT, risk=terrorism, change=change)
    with pytest.raises(Conflict):
        signed(pilot, terrorism, change)
    assert due(pilot, SECOND["force"], terrorism) == []
    proposed(pilot, terrorism, "violence_to_others")


def test_the_police_may_decline_to_sign(pilot: World, case: UUID) -> None:
    risk = recorded(pilot, case, "homelessness", owner="council")
    change = proposed(pilot, risk, "self_neglect", by="council")
    changing_kind.decline(by=pilot.actor(OWNER["force"]), purpose=SUPPORT, risk=risk, change=change, words="No.")
    with acting_for(pilot.organisation("force")):
        assert RiskKindChange.objects.get(pk=change).state == "declined"
    assert kind_of(pilot, risk) == "homelessness"


def test_without_a_third_organisation_in_the_team_there_is_no_review_and_so_no_change(pilot: World) -> None:
    case = opened(pilot, disclosed(pilot, "council")["council"])
    risk = recorded(pilot, case, "homelessness", owner="council")
    with pytest.raises(NobodyToReview):
        proposed(pilot, risk, "self_neglect", by="council")


def test_whatever_lets_another_kind_of_organisation_own_it_needs_both() -> None:
    for was, becomes in product(MAC.risk_kinds, repeat=2):
        more = bool(becomes.may_own - was.may_own) or was.nature != becomes.nature
        assert needs_both(MAC, was.code, becomes.code) == more, (was.code, becomes.code)
