"""Nothing is lost or doubled when a case moves.

Named for what reviews of failed cases found: support that petered out when the person moved, a review forgotten, a risk
that everybody thought was somebody else's, partners left in the dark.
"""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import ProgrammingError, transaction

from handrail.casework.actions import (
    handing_over,
    intake,
    letting_go,
    objectives,
    opening,
    planning,
    reviewing,
)
from handrail.casework.actions import risks as ending
from handrail.casework.intake_rules import NotDoubled
from handrail.casework.models import Case, Consent, Risk, RiskOwnership, SupportAction, Transfer
from handrail.casework.queries import risks
from handrail.casework.transfer_rules import (
    NotYours,
    OwnerWithoutAgreement,
)
from handrail.directory.models import Party
from handrail.duties.models import Duty
from handrail.gate import NotFound, RuleBroken, clock
from handrail.gate.row_security import set_acting_organisation
from handrail.meetings.models import Meeting
from handrail.questions.models import Question
from handrail.sharing.actions import recalling
from handrail.sharing.models import Disclosure, Holding
from tests.asking import answered, case_with, put
from tests.moving import (
    RECEIVER,
    REVIEW_ON,
    THERE,
    accepted,
    contributed,
    due,
    moving_case,
    offered,
    opened_by,
    owned_then,
    read_by,
    refused,
    written,
)
from tests.nominating import acting_for
from tests.owning import OWNER, owners
from tests.sitting import called
from tests.working import COORDINATOR, SUPPORT, answers, disclosed, opened, planned, police_risk
from tests.worlds import NOW, World


@pytest.fixture
def case(pilot: World) -> UUID:
    return moving_case(pilot)


# --- What goes along --------------------------------------------------------------------------------------------------


def test_the_receiver_reads_its_own_copies_and_the_old_record_stays(pilot: World, case: UUID) -> None:
    item = contributed(pilot, "school")
    by = pilot.actor(COORDINATOR)
    planning.add_need(
        by=by,
        purpose=SUPPORT,
        case=case,
        kind="home",
        strength=False,
        description="Her lease ends.",
        draws_on=(item,),
    )
    objectives.add_objective(by=by, purpose=SUPPORT, case=case, words="I want to study.", own_words=True)
    new = accepted(pilot, offered(pilot, case, items=(item,)))
    there = opened_by(pilot, THERE, new)
    assert [(each.kind, each.description) for each in there.needs] == [("home", "Her lease ends.")]
    assert [(each.words, each.own_words) for each in there.objectives] == [("I want to study.", True)]
    here = opened_by(pilot, COORDINATOR, case)
    assert [each.description for each in here.needs] == ["Her lease ends."]
    with acting_for(pilot.organisation(RECEIVER)):
        (copy,) = Holding.objects.filter(organisation_id=pilot.organisation(RECEIVER))
        assert (copy.item, copy.originator_id) == (item, pilot.organisation("council"))


def test_what_another_organisation_shared_does_not_go_along(pilot: World) -> None:
    given = disclosed(pilot, "council")["council"]
    case = opened(pilot, given, draws_on=(given.items[1],))
    by = pilot.actor(COORDINATOR)
    with pytest.raises(NotYours):
        written(pilot, case, items=(given.items[0],))
    planning.add_need(
        by=by, purpose=SUPPORT, case=case, kind="belonging", strength=False, description="She sees nobody.",
        draws_on=given.items[1:2],
    )  # fmt: skip
    transfer = offered(pilot, case)
    along = read_by(pilot, THERE, transfer).along
    assert along is not None
    assert along.left
    new = accepted(pilot, transfer)
    there = opened_by(pilot, THERE, new)
    for described in (there.needs[0].description, there.risks[0].description):
        assert described is not None
        assert described.startswith("What was written about this stayed with Camden Council")
    assert read_by(pilot, THERE, transfer).left
    with acting_for(pilot.organisation(RECEIVER)):
        assert not Holding.objects.exists()


def test_recall_reaches_the_copies_that_went_along(pilot: World, case: UUID) -> None:
    item = contributed(pilot, "school")
    transfer = offered(pilot, case, items=(item,))
    new = accepted(pilot, transfer)
    told = recalling.recall(
        by=pilot.actor("single_point_of_contact@council"), purpose=SUPPORT, item=item, reason="inaccurate"
    )
    assert told == 2
    with acting_for(pilot.organisation(RECEIVER)):
        assert Holding.objects.get(item=item).state == "recalled"
    assert read_by(pilot, THERE, transfer).summary is None
    assert read_by(pilot, COORDINATOR, transfer).summary is None
    assert due(pilot, RECEIVER, kind="review_judgement") == ["review_judgement"]
    reviewing.set_review(by=pilot.actor(THERE), purpose=SUPPORT, case=new, review_on=REVIEW_ON)
    assert due(pilot, RECEIVER, kind="review_judgement") == []


def test_an_item_recalled_while_the_offer_waits_does_not_go_along(pilot: World, case: UUID) -> None:
    item = contributed(pilot, "school")
    transfer = offered(pilot, case, items=(item,))
    recalling.recall(by=pilot.actor("single_point_of_contact@council"), purpose=SUPPORT, item=item, reason="inaccurate")
    accepted(pilot, transfer)
    with acting_for(pilot.organisation(RECEIVER)):
        assert not Holding.objects.exists()


def test_what_the_person_said_stays_what_it_was_who_asked_and_when(pilot: World, case: UUID) -> None:
    new = accepted(pilot, offered(pilot, case))
    there = opened_by(pilot, THERE, new)
    assert (there.consent, there.told) == ("given", True)
    with acting_for(pilot.organisation("council")):
        before = Consent.objects.filter(case=case).values("state", "on", "how", "voice", "recorded_by", "recorded_at")
        kept = list(before)
    with acting_for(pilot.organisation(RECEIVER)):
        after = Consent.objects.filter(case=new).values("state", "on", "how", "voice", "recorded_by", "recorded_at")
        assert list(after) == kept


def test_the_police_there_are_asked_afresh(pilot: World, case: UUID) -> None:
    answers(pilot, case, confirm=True, until=date(2025, 6, 20))
    assert opened_by(pilot, COORDINATOR, case).confirmed_on == NOW.date()
    new = accepted(pilot, offered(pilot, case))
    assert opened_by(pilot, THERE, new).confirmed_on is None
    answers(pilot, new, confirm=True, until=date(2025, 6, 20))
    assert opened_by(pilot, THERE, new).confirmed_on == NOW.date()


# --- Nothing peters out -----------------------------------------------------------------------------------------------


def test_support_that_somebody_expected_does_not_peter_out_when_they_move(pilot: World, case: UUID) -> None:
    action = planned(pilot, case, support="mentoring", owner="voluntary", consent="given")
    assert "deliver_support" in due(pilot, "voluntary", subject_id=action)
    new = accepted(pilot, offered(pilot, case))
    assert due(pilot, "voluntary", subject_id=action) == []
    (row,) = opened_by(pilot, THERE, new).plan
    assert (row.action, row.state, row.objective) == (
        "mentoring",
        "handed_back",
        "A home of her own that she can keep.",
    )
    assert due(pilot, RECEIVER, subject_id=row.id) == ["plan_instead"]
    with acting_for(pilot.organisation("council")):
        assert SupportAction.objects.get(pk=action).state == "moved"
    with pytest.raises(RuleBroken):
        reviewing.close(
            by=pilot.actor(THERE), purpose=SUPPORT, case=new, reason="needs_met", note="Well.", met=(), carries_on=()
        )


def test_nothing_about_the_old_case_is_due_from_anybody_and_nothing_is_due_twice(pilot: World, case: UUID) -> None:
    planned(pilot, case, support="mentoring", owner="voluntary", consent="given")
    planned(pilot, case)
    with acting_for(pilot.organisation("council")):
        person = Case.objects.get(pk=case).person_id
        asked = Duty.objects.get(kind="consent_look_again").due_at
    new = accepted(pilot, offered(pilot, case))
    for key in ("council", "voluntary", "school"):
        left = due(pilot, key, person_id=person)
        assert [kind for kind in left if kind not in ("respond_to_request", "decide_known")] == [], key
    assert due(pilot, "force", person_id=person) == ["confirm_ownership"]
    assert due(pilot, RECEIVER, person_id=person) == [
        "consent_look_again", "plan_instead", "plan_instead", "review_case",
    ]  # fmt: skip
    with acting_for(pilot.organisation(RECEIVER)):
        assert Duty.objects.get(kind="consent_look_again").due_at == asked
        assert Duty.objects.get(kind="review_case").subject_id == new


def test_a_question_and_a_meeting_to_come_end_where_the_case_was(pilot: World) -> None:
    case = moving_case(pilot, partners=("housing",))
    question, meeting = put(pilot, case, "housing", "home_settled"), called(pilot, case)
    accepted(pilot, offered(pilot, case))
    assert due(pilot, "housing", subject_id=question) == []
    with acting_for(pilot.organisation("council")):
        assert Question.objects.get(pk=question).state == "withdrawn"
        assert Meeting.objects.get(pk=meeting).state == "cancelled"
    assert due(pilot, "council", subject_id=meeting) == []


def test_a_refused_case_is_somebodys_to_settle(pilot: World, case: UUID) -> None:
    transfer = offered(pilot, case)
    refused(pilot, transfer)
    assert due(pilot, RECEIVER, subject_id=transfer) == []
    assert due(pilot, "council", kind="settle_transfer") == ["settle_transfer"]
    page = read_by(pilot, COORDINATOR, transfer)
    assert (page.refusal, page.answer) == ("not_yet", "The tenancy is not signed.")
    assert read_by(pilot, THERE, transfer).summary is None
    reviewing.set_review(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, review_on=REVIEW_ON)
    assert due(pilot, "council", kind="settle_transfer") == []


def test_former_partners_keep_what_closing_leaves_them_and_see_nothing_of_the_new_case(
    pilot: World, case: UUID
) -> None:
    new = accepted(pilot, offered(pilot, case))
    school = "single_point_of_contact@school"
    page = opened_by(pilot, school, case)
    assert (page.state, page.went_elsewhere, page.transfers) == ("closed", True, ())
    for who in (school, COORDINATOR, "single_point_of_contact@voluntary"):
        with pytest.raises(NotFound):
            opened_by(pilot, who, new)


# --- A transfer moves no risk -----------------------------------------------------------------------------------------


def test_a_transfer_never_moves_a_risk(pilot: World, case: UUID) -> None:
    with acting_for(pilot.organisation("council")):
        before = Risk.objects.get(case=case)
    with clock.at(NOW + timedelta(days=2)):
        new = accepted(pilot, offered(pilot, case))
    (card,) = opened_by(pilot, THERE, new).risks
    assert (card.owner.organisation, card.state) == (before.owner_id, "open")
    assert owners(pilot, card.id) == [(before.owner_id, before.owner_member_id, "case_moved")]
    with acting_for(before.owner_id):
        ended, begins = Risk.objects.get(pk=before.pk), RiskOwnership.objects.get(risk_id=card.id).during
        (last,) = RiskOwnership.objects.filter(risk_id=before.pk)
    assert (ended.state, last.during.upper, begins.upper) == ("moved", begins.lower, None)


def test_who_owned_it_is_answered_across_the_transfer(pilot: World, case: UUID) -> None:
    force, moved_at = pilot.organisation("force"), NOW + timedelta(days=4)
    with clock.at(moved_at):
        new = accepted(pilot, offered(pilot, case))
    (card,) = opened_by(pilot, THERE, new).risks
    for who in (THERE, OWNER["force"]):
        for at in (NOW + timedelta(days=2, hours=5), moved_at, moved_at + timedelta(hours=1)):
            assert owned_then(pilot, who, card.id, at) == force, (who, at)
        assert owned_then(pilot, who, card.id, NOW - timedelta(days=1)) is None
    history = risks.open_risk(by=pilot.actor(THERE), purpose=SUPPORT, risk=card.id).events
    assert [each.what for each in history] == ["owned", "goes_on", "owned"]


def test_a_risk_that_moved_with_its_case_is_handed_over_like_any_other(pilot: World) -> None:
    case = moving_case(pilot, partners=("nhs",))
    new = accepted(pilot, offered(pilot, case))
    (card,) = opened_by(pilot, THERE, new).risks
    assert due(pilot, "force", subject_id=card.id) == ["confirm_ownership"]
    handing_over.confirm(by=pilot.actor(OWNER["force"]), purpose=SUPPORT, risk=card.id)
    assert due(pilot, "force", subject_id=card.id) == []
    made = handing_over.offer(
        by=pilot.actor(OWNER["force"]), purpose=SUPPORT, risk=card.id, to=pilot.organisation("force"),
        to_member=pilot.member("second_risk_owner@force"), reason="share_of_work", words="Her area now.",
    )  # fmt: skip
    handing_over.accept(by=pilot.actor("second_risk_owner@force"), purpose=SUPPORT, risk=card.id, offer=made)
    assert [why for _, _, why in owners(pilot, card.id)] == ["case_moved", "handed_over"]


def test_the_database_lets_no_risk_go_on_with_another_owner(pilot: World, case: UUID) -> None:
    new = accepted(pilot, offered(pilot, case))
    (card,) = opened_by(pilot, THERE, new).risks
    with pytest.raises(ProgrammingError, match="goes on in another case with the owner that it has"):
        _give_away(pilot, card.id)


def _give_away(pilot: World, risk: UUID) -> None:
    """Write another first owner straight into the table, as the owner's own organisation could."""
    with transaction.atomic():
        set_acting_organisation(pilot.organisation("force"))
        RiskOwnership.objects.filter(risk_id=risk).update(
            organisation=pilot.organisation(RECEIVER), member=pilot.member("single_point_of_contact@second_council")
        )


def test_whoever_owns_a_risk_has_to_be_able_to_stay(pilot: World, case: UUID) -> None:
    with acting_for(pilot.organisation("force")):
        Party.objects.filter(organisation_id=pilot.organisation("force")).update(state="left")
    with pytest.raises(OwnerWithoutAgreement):
        written(pilot, case)


def test_whoever_goes_on_with_a_case_owes_no_decision_on_whether_there_is_one(pilot: World) -> None:
    given = disclosed(pilot, "council", RECEIVER)
    new = accepted(pilot, offered(pilot, opened(pilot, given["council"])))
    assert "open_case" not in due(pilot, RECEIVER)
    assert opened_by(pilot, THERE, new).state == "open"
    with acting_for(pilot.organisation(RECEIVER)):
        assert Disclosure.objects.get(pk=given[RECEIVER].disclosure).became == "case"


def test_the_summary_that_came_with_a_case_goes_with_its_record(pilot: World, case: UUID) -> None:
    """Also while something else that is held about the person keeps their key."""
    item = contributed(pilot, "school")
    transfer = offered(pilot, case, items=(item,))
    new = accepted(pilot, transfer)
    (risk,) = opened_by(pilot, THERE, new).risks
    ending.close(by=pilot.actor(OWNER["force"]), purpose="risk_management", risk=risk.id)
    reviewing.close(by=pilot.actor(THERE), purpose=SUPPORT, case=new, reason="needs_met", note="All is well.")
    with clock.at(NOW + timedelta(days=7 * 366)):
        letting_go.let_go(by=pilot.actor(f"data_protection_officer@{RECEIVER}"), purpose="individual_rights", case=new)
    with acting_for(pilot.organisation(RECEIVER)):
        kept = Transfer.objects.get(pk=transfer)
    assert bytes(kept.received_sealed) == b""
    assert bytes(kept.summary_sealed) != b"", "what the one who offered it keeps is theirs"


def test_whoever_handed_in_to_a_case_and_goes_on_with_it_opens_no_second_one(pilot: World) -> None:
    """They know the person by another id, under which they were told of them first."""
    case = opened(pilot, disclosed(pilot, "council")["council"], partners=(RECEIVER,))
    given = disclosed(pilot, RECEIVER)[RECEIVER]
    handed_in = intake.hand_in(
        by=pilot.actor(THERE), purpose=SUPPORT, disclosure=given.disclosure, ground="name_and_birth",
        reference=opened_by(pilot, COORDINATOR, case).reference,
    )  # fmt: skip
    intake.accept(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, hand_in=handed_in)
    accepted(pilot, offered(pilot, case))
    with pytest.raises(NotDoubled):
        opening.open_case(
            by=pilot.actor(THERE), purpose=SUPPORT, person=given.person, police=pilot.organisation("force"),
            risks=(police_risk(pilot),), review_on=REVIEW_ON,
        )  # fmt: skip


def test_who_goes_on_is_not_told_that_the_person_knows_because_a_partner_told_them_of_its_answer(pilot: World) -> None:
    """The unit put off telling the person, and nobody approaches them in the other area either."""
    case = case_with(pilot, "housing", told=("housing",))
    answered(pilot, put(pilot, case, "housing", "home_settled"), "housing", telling="told")
    new = accepted(pilot, offered(pilot, case))
    assert not opened_by(pilot, THERE, new).told
    with acting_for(pilot.organisation(RECEIVER)):
        assert Disclosure.objects.get().notification == "deferred"
