"""A risk is handed over with both signatures, and otherwise stays where it is.

Named for what reviews of failed cases found: a risk that everybody thought was somebody else's.
"""

from datetime import date, timedelta
from uuid import UUID

import pytest

from handrail.casework.actions import escalating, handing_over, planning, reviewing, risks, teaming
from handrail.casework.models import Risk, RiskOffer
from handrail.casework.risk_rules import (
    AlreadyOffered,
    EscalatedRiskStays,
    EscalateInstead,
    KindInQuestion,
    NoAgreement,
    NobodyThere,
    OwnsIt,
    SameSeverity,
    WrongReason,
)
from handrail.casework.rules import MayNotOwn, NotInCatalogue, NotInTeam
from handrail.directory.models import RoleGrant
from handrail.gate import Conflict, Refused, RuleBroken, clock
from tests.nominating import acting_for, change_agreement, said_in_ledger, waiting
from tests.owning import OWNER, SECOND, accepted, offered, owner_now, owners, proposed, recorded, shared_case
from tests.working import COORDINATOR, SUPPORT, planned
from tests.worlds import NOW, World

HURT = "suicide_or_self_harm"


@pytest.fixture
def case(pilot: World) -> UUID:
    return shared_case(pilot)


@pytest.fixture
def risk(pilot: World, case: UUID) -> UUID:
    """A risk that the police own, and that the council or the health trust could."""
    return recorded(pilot, case, HURT)


def refused(pilot: World, risk: UUID, made: UUID, *, refusal: str = "cannot_do_it") -> None:
    handing_over.refuse(
        by=pilot.actor(OWNER["nhs"]), purpose=SUPPORT, risk=risk, offer=made, refusal=refusal,
        words="Nobody here could see her before the autumn.",
    )  # fmt: skip


def test_it_works(pilot: World, risk: UUID) -> None:
    made = offered(pilot, risk, to="nhs")
    with clock.at(NOW + timedelta(hours=1)):
        accepted(pilot, risk, made, OWNER["nhs"])
    assert owners(pilot, risk) == [
        (pilot.organisation("force"), pilot.member(OWNER["force"]), "first_owner"),
        (pilot.organisation("nhs"), pilot.member(OWNER["nhs"]), "handed_over"),
    ]
    assert owner_now(pilot, risk) == pilot.organisation("nhs")


def test_a_risk_that_everybody_thought_was_somebody_elses_stays_with_whoever_offered_it(
    pilot: World, risk: UUID
) -> None:
    """Nobody answers the offer for weeks: the police own it all the while, and both have it on their lists."""
    made = offered(pilot, risk, to="nhs")
    with clock.at(NOW + timedelta(weeks=5)):
        assert owner_now(pilot, risk) == pilot.organisation("force")
        (due,) = [each for each in waiting(pilot, OWNER["nhs"], purpose=SUPPORT) if each.subject == risk]
        assert (due.kind, due.late) == ("accept_handover", True)
    with acting_for(pilot.organisation("force")):
        assert RiskOffer.objects.get(pk=made).state == "offered"


def test_whoever_is_named_by_somebody_else_is_asked_to_confirm_that_the_risk_is_theirs(
    pilot: World, risk: UUID
) -> None:
    """A coordinator names an officer as the owner: nobody owns a risk without having heard of it."""
    (due,) = [each for each in waiting(pilot, OWNER["force"], purpose=SUPPORT) if each.subject == risk]
    assert (due.kind, due.due_at.date()) == ("confirm_ownership", date(2025, 6, 3))
    handing_over.confirm(by=pilot.actor(OWNER["force"]), purpose=SUPPORT, risk=risk)
    assert [each for each in waiting(pilot, OWNER["force"], purpose=SUPPORT) if each.subject == risk] == []


def test_whoever_records_a_risk_of_their_own_knows_of_it(pilot: World) -> None:
    own = recorded(pilot, shared_case(pilot), "homelessness", owner="housing")
    assert [each for each in waiting(pilot, OWNER["housing"], purpose=SUPPORT) if each.subject == own] == []


def test_whoever_is_offered_a_risk_is_asked_to_take_it_or_refuse_within_two_working_days(
    pilot: World, risk: UUID
) -> None:
    offered(pilot, risk, to="nhs")
    (due,) = [each for each in waiting(pilot, SECOND["nhs"], purpose=SUPPORT) if each.subject == risk]
    assert due.what == "Take ownership of a risk, or refuse it"
    assert due.due_at.date() == date(2025, 6, 4)


def test_what_was_refused_is_still_the_offerers_and_they_are_told_so(pilot: World, risk: UUID) -> None:
    refused(pilot, risk, offered(pilot, risk, to="nhs"))
    assert owner_now(pilot, risk) == pilot.organisation("force")
    assert [each.kind for each in waiting(pilot, OWNER["nhs"], purpose=SUPPORT) if each.subject == risk] == []
    (due,) = [each for each in waiting(pilot, OWNER["force"], purpose=SUPPORT) if each.subject == risk]
    assert due.kind == "confirm_ownership"
    handing_over.confirm(by=pilot.actor(OWNER["force"]), purpose=SUPPORT, risk=risk)
    assert [each for each in waiting(pilot, OWNER["force"], purpose=SUPPORT) if each.subject == risk] == []


def test_a_handover_refused_then_accepted(pilot: World, risk: UUID) -> None:
    refused(pilot, risk, offered(pilot, risk, to="nhs"))
    accepted(pilot, risk, offered(pilot, risk, to="nhs"), SECOND["nhs"])
    assert owners(pilot, risk)[-1][1] == pilot.member(SECOND["nhs"])


def test_an_offer_is_refused_for_a_reason(pilot: World, risk: UUID) -> None:
    with pytest.raises(NotInCatalogue):
        refused(pilot, risk, offered(pilot, risk, to="nhs"), refusal="no_reason")


def test_a_withdrawn_offer_can_no_longer_be_accepted(pilot: World, risk: UUID) -> None:
    made = offered(pilot, risk, to="nhs")
    handing_over.withdraw(by=pilot.actor(OWNER["force"]), purpose=SUPPORT, risk=risk, offer=made)
    with pytest.raises(Refused) as caught:
        accepted(pilot, risk, made, OWNER["nhs"])
    assert "handover-needs-both" in caught.value.rules
    assert [each for each in waiting(pilot, OWNER["nhs"], purpose=SUPPORT) if each.subject == risk] == []


def test_what_is_accepted_is_the_offer_that_was_read_and_no_other(pilot: World, risk: UUID) -> None:
    made = offered(pilot, risk, to="nhs")
    handing_over.withdraw(by=pilot.actor(OWNER["force"]), purpose=SUPPORT, risk=risk, offer=made)
    offered(pilot, risk, to="nhs", reason="risk_has_changed")
    with pytest.raises(Conflict):
        accepted(pilot, risk, made, OWNER["nhs"])


def test_nobody_signs_for_the_other_side(pilot: World, risk: UUID) -> None:
    made = offered(pilot, risk, to="nhs")
    for who in (SECOND["force"], OWNER["council"], OWNER["housing"]):
        with pytest.raises(Refused) as caught:
            accepted(pilot, risk, made, who)
        assert "handover-needs-both" in caught.value.rules
    with pytest.raises(Refused) as caught:
        offered(pilot, risk, to="council", by="nhs")
    assert "only-the-owner-offers" in caught.value.rules


def test_a_practitioner_does_not_take_a_risk_on_for_the_organisation(pilot: World, case: UUID, risk: UUID) -> None:
    teaming.add_member(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, member=pilot.member("practitioner@nhs"),
        part="practitioner",
    )  # fmt: skip
    with pytest.raises(Refused):
        accepted(pilot, risk, offered(pilot, risk, to="nhs"), "practitioner@nhs")


@pytest.mark.parametrize("to", ["council", "nhs", "housing"])
def test_a_council_is_never_offered_a_terrorism_risk(pilot: World, case: UUID, to: str) -> None:
    with acting_for(pilot.organisation("force")):
        terrorism = Risk.objects.get(case_id=case, kind="terrorism_related").id
    with pytest.raises(MayNotOwn):
        offered(pilot, terrorism, to=to)


def test_only_an_organisation_that_the_rulebook_lets_own_it_is_offered_a_risk(pilot: World, risk: UUID) -> None:
    with pytest.raises(MayNotOwn):
        offered(pilot, risk, to="housing")
    with pytest.raises(NotInTeam):
        offered(pilot, risk, to="probation")


def test_nothing_is_handed_to_a_party_whose_agreement_has_ended(pilot: World, risk: UUID) -> None:
    made = offered(pilot, risk, to="nhs")
    change_agreement(pilot, ends_on=date(2025, 6, 1))
    with pytest.raises(NoAgreement):
        accepted(pilot, risk, made, OWNER["nhs"])
    handing_over.withdraw(by=pilot.actor(OWNER["force"]), purpose=SUPPORT, risk=risk, offer=made)
    with pytest.raises(NoAgreement):
        offered(pilot, risk, to="nhs")


def test_a_risk_is_not_offered_where_nobody_could_accept_it(pilot: World, risk: UUID) -> None:
    nhs = pilot.organisation("nhs")
    with acting_for(nhs):
        RoleGrant.objects.filter(organisation_id=nhs, role="single_point_of_contact").update(state="ended")
    with pytest.raises(NobodyThere):
        offered(pilot, risk, to="nhs")


def test_one_thing_at_a_time(pilot: World, case: UUID, risk: UUID) -> None:
    offered(pilot, risk, to="nhs")
    with pytest.raises(AlreadyOffered):
        offered(pilot, risk, to="council")
    with pytest.raises(AlreadyOffered):
        proposed(pilot, risk, "exploitation")
    other = recorded(pilot, case, "hate_crime_or_reprisal")
    proposed(pilot, other, "reoffending")
    with pytest.raises(KindInQuestion):
        offered(pilot, other, to="council")


def test_the_reason_fits_whom_it_is_offered_to(pilot: World, risk: UUID) -> None:
    with pytest.raises(WrongReason):
        offered(pilot, risk, to="nhs", reason="covers_absence")
    with pytest.raises(WrongReason):
        offered(pilot, risk, to="force", member=SECOND["force"], reason="person_moved")
    with pytest.raises(NotInCatalogue):
        offered(pilot, risk, to="nhs", reason="because")


# --- Within an organisation ---------------------------------------------------------------------------------------


def test_a_colleague_takes_it_on_by_accepting(pilot: World, risk: UUID) -> None:
    made = offered(pilot, risk, to="force", member=SECOND["force"], reason="covers_absence")
    assert owners(pilot, risk)[-1][1] == pilot.member(OWNER["force"])
    accepted(pilot, risk, made, SECOND["force"])
    assert owners(pilot, risk)[-1] == (pilot.organisation("force"), pilot.member(SECOND["force"]), "cover")


def test_nobody_takes_on_what_was_offered_to_a_colleague_by_name(pilot: World, risk: UUID) -> None:
    made = offered(pilot, risk, to="force", member=SECOND["force"], reason="share_of_work")
    with pytest.raises(Refused) as caught:
        accepted(pilot, risk, made, OWNER["force"])
    assert {"handover-to-the-one-named", "two-different-people-risk"} <= set(caught.value.rules)


def test_it_is_offered_to_a_colleague_who_holds_the_role_and_has_it_not_yet(pilot: World, risk: UUID) -> None:
    with pytest.raises(NotInTeam):
        offered(pilot, risk, to="force", member="centre_lead@force", reason="share_of_work")
    with pytest.raises(OwnsIt):
        offered(pilot, risk, to="force", member=OWNER["force"], reason="share_of_work")
    with pytest.raises(OwnsIt):
        offered(pilot, risk, to="force")


# --- What moves no risk -------------------------------------------------------------------------------------------


def test_referral_meeting_receipt_or_action_never_moves_a_risk(pilot: World, case: UUID, risk: UUID) -> None:
    """Joining the team, being assigned, planning and giving support, reviewing: each owner stays who it was."""
    before = owners(pilot, risk)
    by = pilot.actor(COORDINATOR)
    teaming.add_partner(by=by, purpose=SUPPORT, case=case, organisation=pilot.organisation("school"), why="owns_risk")
    member = pilot.member("practitioner@nhs")
    teaming.add_member(by=by, purpose=SUPPORT, case=case, member=member, part="practitioner")
    support = planned(pilot, case, support="housing_advice")
    planning.start(by=pilot.actor(OWNER["council"]), purpose=SUPPORT, support_action=support)
    planning.complete(by=pilot.actor(OWNER["council"]), purpose=SUPPORT, support_action=support, outcome="Given.")
    reviewing.set_review(by=by, purpose=SUPPORT, case=case, review_on=date(2025, 8, 20))
    escalating.escalate(by=by, purpose=SUPPORT, case=case, what_is_happening="He left a note.", danger_now=True)
    assert owners(pilot, risk) == before


def test_an_escalated_risk_is_not_handed_on(pilot: World, case: UUID) -> None:
    escalating.escalate(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, what_is_happening="He left a note.", danger_now=True
    )
    with acting_for(pilot.organisation("force")):
        immediate = Risk.objects.get(kind="immediate_risk").id
    with pytest.raises(EscalatedRiskStays):
        offered(pilot, immediate, to="force", member=SECOND["force"], reason="share_of_work")
    with pytest.raises(EscalatedRiskStays):
        proposed(pilot, immediate, "exploitation")


# --- Closing, judging ---------------------------------------------------------------------------------------------


def test_a_risk_that_is_closed_is_offered_to_nobody(pilot: World, risk: UUID) -> None:
    made = offered(pilot, risk, to="nhs")
    risks.close(by=pilot.actor(OWNER["force"]), purpose=SUPPORT, risk=risk)
    with acting_for(pilot.organisation("force")):
        assert RiskOffer.objects.get(pk=made).state == "overtaken"
    assert [each for each in waiting(pilot, OWNER["nhs"], purpose=SUPPORT) if each.subject == risk] == []
    with pytest.raises(Refused):
        accepted(pilot, risk, made, OWNER["nhs"])
    for step in (
        lambda: offered(pilot, risk, to="nhs"),
        lambda: judged(pilot, risk, "serious"),
        lambda: proposed(pilot, risk, "exploitation"),
        lambda: handing_over.confirm(by=pilot.actor(OWNER["force"]), purpose=SUPPORT, risk=risk),
    ):
        with pytest.raises(RuleBroken, match="closed"):
            step()


def judged(pilot: World, risk: UUID, severity: str) -> None:
    risks.judge(
        by=pilot.actor(OWNER["force"]), purpose=SUPPORT, risk=risk, severity=severity, words="She told her nurse so."
    )


def test_a_risk_is_judged_anew_in_words(pilot: World, risk: UUID) -> None:
    judged(pilot, risk, "serious")
    with acting_for(pilot.organisation("force")):
        assert Risk.objects.get(pk=risk).severity == "serious"
    with pytest.raises(SameSeverity):
        judged(pilot, risk, "serious")
    with pytest.raises(NotInCatalogue):
        judged(pilot, risk, "7")
    with pytest.raises(Refused):
        risks.judge(by=pilot.actor(OWNER["nhs"]), purpose=SUPPORT, risk=risk, severity="steady", words="Well now.")


def test_danger_now_is_raised_and_not_noted(pilot: World, case: UUID, risk: UUID) -> None:
    with pytest.raises(EscalateInstead):
        judged(pilot, risk, "danger_now")
    escalating.escalate(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, what_is_happening="He left a note.", danger_now=True
    )
    judged(pilot, risk, "danger_now")


def test_the_ledger_says_who_signed_and_nobodys_words(pilot: World, risk: UUID) -> None:
    refused(pilot, risk, offered(pilot, risk, to="nhs"))
    accepted(pilot, risk, offered(pilot, risk, to="nhs"), OWNER["nhs"])
    said = "".join(said_in_ledger(pilot.organisation("nhs")) + said_in_ledger(pilot.organisation("force")))
    for fact in ("risk.offer", "risk.refuse", "risk.accept", str(pilot.member(OWNER["nhs"])), "cannot_do_it"):
        assert fact in said
    assert "treatment team" not in said
    assert "autumn" not in said
