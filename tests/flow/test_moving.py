"""A case moves to another centre's area with acceptance, and nothing is lost or doubled between the two.

Named for what reviews of failed cases found: support that petered out when the person moved, a review forgotten, a risk
that everybody thought was somebody else's, partners left in the dark.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from handrail.casework.actions import (
    escalating,
    handing_over,
    looking_back,
    objectives,
    opening,
    planning,
    reviewing,
    transferring,
)
from handrail.casework.models import Case, Consent, Risk, RiskOwnership, SupportAction, Transfer
from handrail.casework.queries import cases, risks, transfers
from handrail.casework.rules import EscalationOpen, NotInCatalogue
from handrail.casework.transfer_rules import (
    FinishFirst,
    LedHere,
    Moving,
    MovingAlready,
    NotThere,
    NotYours,
    OwnerWithoutAgreement,
    WentElsewhere,
)
from handrail.casework.transfer_values import TransferPage
from handrail.casework.values import CasePage
from handrail.directory.models import Party
from handrail.duties.models import Duty
from handrail.gate import NotFound, Refused, RuleBroken, clock
from handrail.gate.row_security import set_acting_organisation
from handrail.meetings.models import Meeting
from handrail.questions.models import Question
from handrail.sharing.actions import recalling
from handrail.sharing.models import Disclosure, Holding
from tests.asking import put
from tests.moving import (
    COLLEGE,
    RECEIVER,
    REVIEW_ON,
    SECOND,
    SUMMARY,
    THERE,
    accepted,
    another_centre,
    contributed,
    let_go,
    moving_case,
    offered,
    refused,
    withdrawn,
    written,
)
from tests.nominating import acting_for, change_agreement, said_in_ledger, waiting
from tests.owning import OWNER, owners
from tests.sitting import called
from tests.working import COORDINATOR, SUPPORT, answers, disclosed, opened, planned, police_risk
from tests.worlds import NOW, World

CHAIR_THERE = "panel_chair@second_council"


@pytest.fixture
def case(pilot: World) -> UUID:
    return moving_case(pilot)


def opened_by(pilot: World, who: str, case: UUID) -> CasePage:
    return cases.open_case(by=pilot.actor(who), purpose=SUPPORT, case=case)


def read_by(pilot: World, who: str, transfer: UUID) -> TransferPage:
    return transfers.open_transfer(by=pilot.actor(who), purpose=SUPPORT, transfer=transfer)


def due(pilot: World, key: str, **about: object) -> list[str]:
    """The kinds of what is due in an organisation about the person, or as said."""
    with acting_for(pilot.organisation(key)):
        found = Duty.objects.filter(organisation_id=pilot.organisation(key), state="open", **about)
        return sorted(found.values_list("kind", flat=True))


def owned_then(pilot: World, who: str, risk: UUID, at: datetime) -> UUID | None:
    page = risks.open_risk(by=pilot.actor(who), purpose=SUPPORT, risk=risk, at=at)
    return page.then.owner.organisation if page.then and page.then.owner else None


# --- It moves ------------------------------------------------------------------------------------------------------


def test_it_works(pilot: World, case: UUID) -> None:
    item = contributed(pilot, "school")
    transfer = offered(pilot, case, items=(item,))
    read = read_by(pilot, THERE, transfer)
    assert (read.summary, read.state, read.ours) == (SUMMARY, "offered", False)
    assert read.along is not None
    assert [(each.category, each.words) for each in read.along.items] == [("education", "")]
    new = accepted(pilot, transfer)
    there, here = opened_by(pilot, THERE, new), opened_by(pilot, COORDINATOR, case)
    assert (there.state, there.lead, there.came_from, there.review_on) == (
        "open", "Lewisham Council", "Camden Council", REVIEW_ON,
    )  # fmt: skip
    assert (here.state, here.closure_reason, here.went_elsewhere) == ("closed", "transferred", True)
    assert read_by(pilot, THERE, transfer).summary == SUMMARY


def test_a_case_moves_to_a_centre_of_another_programme(pilot: World, case: UUID) -> None:
    centre = another_centre(pilot)
    planned(pilot, case, support="mentoring", owner="voluntary", consent="given")
    transfer = written(pilot, case, centre=centre)
    let_go(pilot, transfer)
    new = accepted(pilot, transfer)
    there = opened_by(pilot, THERE, new)
    assert (there.programme, there.centre, there.state) == ("channel", "Lewisham", "open")
    assert [each.kind for each in there.risks] == ["terrorism_related"]
    assert due(pilot, RECEIVER, programme="channel", subject_id=new) == ["consent_look_again", "review_case"]
    planned_there = planning.plan(
        by=pilot.actor(THERE), purpose=SUPPORT, case=new, support="housing_advice",
        owner=pilot.organisation(RECEIVER), owner_member=None, due_on=date(2025, 7, 1), objective="A home.",
    )  # fmt: skip
    assert planned_there in [row.id for row in opened_by(pilot, THERE, new).plan]


def test_a_centre_that_has_ended_is_offered_nothing(pilot: World, case: UUID) -> None:
    ended = another_centre(pilot, ends_on=NOW.date() - timedelta(days=1))
    choices = transfers.choices(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case)
    assert {each.centre for each in choices.destinations} == {pilot.centre}
    with pytest.raises(NotThere):
        written(pilot, case, centre=ended)


def test_until_it_is_accepted_everything_stays_with_the_one_that_offers(pilot: World, case: UUID) -> None:
    before = opened_by(pilot, COORDINATOR, case)
    transfer = offered(pilot, case)
    after = opened_by(pilot, COORDINATOR, case)
    assert (after.state, after.lead, after.partners, after.risks) == (
        before.state, before.lead, before.partners, before.risks,
    )  # fmt: skip
    with pytest.raises(NotFound):
        opened_by(pilot, THERE, case)
    with acting_for(pilot.organisation(RECEIVER)):
        assert not Holding.objects.exists()
        assert not Case.objects.exists()
    withdrawn(pilot, transfer)
    assert opened_by(pilot, COORDINATOR, case).state == "open"


def test_a_second_person_lets_a_case_go(pilot: World, case: UUID) -> None:
    transfer = written(pilot, case)
    with pytest.raises(NotFound):
        read_by(pilot, THERE, transfer)
    with pytest.raises(Refused):
        let_go(pilot, transfer, by=COORDINATOR)
    assert "let_case_go" in due(pilot, "council", subject_id=transfer)
    let_go(pilot, transfer)
    assert "let_case_go" not in due(pilot, "council", subject_id=transfer)
    assert due(pilot, RECEIVER, subject_id=transfer) == ["answer_transfer"]


def test_whoever_wrote_it_never_lets_it_go_whatever_their_roles(pilot: World, case: UUID) -> None:
    transfer = written(pilot, case)
    with pytest.raises(IntegrityError, match="two_people_let_a_case_go"), acting_for(pilot.organisation("council")):
        Transfer.objects.filter(pk=transfer).update(signed_by=pilot.member(COORDINATOR), sent_at=NOW, state="offered")


def test_what_a_second_person_does_not_let_go_never_leaves(pilot: World, case: UUID) -> None:
    transfer = written(pilot, case)
    transferring.decline(by=pilot.actor(SECOND), purpose=SUPPORT, transfer=transfer, least="They need none of it.")
    with pytest.raises(NotFound):
        read_by(pilot, THERE, transfer)
    assert due(pilot, "council", kind="settle_transfer") == ["settle_transfer"]
    offered(pilot, case)
    assert due(pilot, "council", kind="settle_transfer") == []


def test_a_late_answer_shows_as_late(pilot: World, case: UUID) -> None:
    transfer = offered(pilot, case)
    (row,) = [each for each in waiting(pilot, THERE, purpose=SUPPORT) if each.subject == transfer]
    assert row.kind == "answer_transfer"
    with clock.at(NOW + timedelta(days=10)):
        assert read_by(pilot, COORDINATOR, transfer).late
        (row,) = [each for each in waiting(pilot, THERE, purpose=SUPPORT) if each.subject == transfer]
        assert row.late


# --- What goes along -----------------------------------------------------------------------------------------------


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


# --- Nothing peters out --------------------------------------------------------------------------------------------


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


# --- A transfer moves no risk --------------------------------------------------------------------------------------


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


# --- What stands in the way ----------------------------------------------------------------------------------------


def test_a_case_does_not_move_while_the_police_deal_with_danger(pilot: World, case: UUID) -> None:
    transfer = offered(pilot, case)
    escalating.escalate(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, what_is_happening="He has a knife.", danger_now=True
    )
    with pytest.raises(FinishFirst):
        accepted(pilot, transfer)
    withdrawn(pilot, transfer)
    with pytest.raises(EscalationOpen):
        written(pilot, case)


def test_a_case_is_not_closed_while_it_is_offered(pilot: World, case: UUID) -> None:
    transfer = offered(pilot, case)
    close = {"reason": "needs_met", "note": "Well.", "met": (), "carries_on": ()}
    with pytest.raises(Moving):
        reviewing.close(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, **close)
    withdrawn(pilot, transfer)
    reviewing.close(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, **close)


def test_nobody_closes_a_case_as_transferred_by_hand(pilot: World, case: UUID) -> None:
    with pytest.raises(NotInCatalogue):
        reviewing.close(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, reason="transferred", note="Gone.")


def test_a_case_that_went_elsewhere_is_not_opened_a_second_time(pilot: World, case: UUID) -> None:
    accepted(pilot, offered(pilot, case))
    with pytest.raises(WentElsewhere):
        reviewing.reopen(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, review_on=REVIEW_ON)
    with pytest.raises(WentElsewhere):
        looking_back.look_back(
            by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, finding="lasted", words="It did."
        )


def test_somebody_who_moves_back_is_offered_back(pilot: World, case: UUID) -> None:
    new = accepted(pilot, offered(pilot, case))
    back = transferring.offer(
        by=pilot.actor(THERE), purpose=SUPPORT, case=new, to=pilot.organisation("council"), centre=pilot.centre,
        reason="home", power="care_act", words="She has gone back.", summary="She is at her own flat again.",
    )  # fmt: skip
    let_go(pilot, back, by="single_point_of_contact@second_council")
    again = accepted(pilot, back, by=COORDINATOR)
    assert opened_by(pilot, COORDINATOR, again).came_from == "Lewisham Council"
    (card,) = opened_by(pilot, COORDINATOR, again).risks
    history = risks.open_risk(by=pilot.actor(COORDINATOR), purpose=SUPPORT, risk=card.id).events
    assert [each.what for each in history] == ["owned", "goes_on", "owned", "owned"]


def test_a_case_goes_only_to_who_could_lead_it_under_an_agreement(pilot: World, case: UUID) -> None:
    for key in ("undecided", "nhs", "council", "government"):
        with pytest.raises(NotThere):
            written(pilot, case, to=key)


def test_a_case_is_offered_to_one_at_a_time(pilot: World, case: UUID) -> None:
    written(pilot, case)
    with pytest.raises(MovingAlready):
        written(pilot, case)


def test_nobody_is_doubled_who_is_supported_there_already(pilot: World) -> None:
    given = disclosed(pilot, "council", "second_council")
    case = opened(pilot, given["council"])
    transfer = offered(pilot, case)
    opening.open_case(
        by=pilot.actor(THERE), purpose=SUPPORT, person=given["second_council"].person,
        police=pilot.organisation("force"), risks=(police_risk(pilot),), review_on=REVIEW_ON,
    )  # fmt: skip
    with pytest.raises(LedHere):
        accepted(pilot, transfer)


def test_an_agreement_that_has_ended_carries_no_case(pilot: World, case: UUID) -> None:
    transfer = offered(pilot, case)
    change_agreement(pilot, state="ended")
    with pytest.raises(FinishFirst):
        accepted(pilot, transfer)
    assert opened_by(pilot, COORDINATOR, case).state == "open"


# --- Asked twice, and by others ------------------------------------------------------------------------------------


def test_a_request_that_is_repeated_is_answered_the_same(pilot: World, case: UUID) -> None:
    transfer = offered(pilot, case)
    let_go(pilot, transfer)
    new = accepted(pilot, transfer)
    assert accepted(pilot, transfer) == new
    with acting_for(pilot.organisation(RECEIVER)):
        assert Case.objects.filter(organisation_id=pilot.organisation(RECEIVER)).count() == 1
        assert Disclosure.objects.filter(recipient_id=pilot.organisation(RECEIVER)).count() == 1
    with pytest.raises(RuleBroken):
        refused(pilot, transfer, by=CHAIR_THERE)
    with pytest.raises(RuleBroken):
        withdrawn(pilot, transfer)


def test_to_others_there_is_no_transfer(pilot: World, case: UUID) -> None:
    transfer = offered(pilot, case)
    for who in (
        "single_point_of_contact@school", "single_point_of_contact@nhs", "police_risk_owner@force",
        "practitioner@second_council", "pursuit_officer@force", "administrator@second_council",
    ):  # fmt: skip
        with pytest.raises(NotFound):
            read_by(pilot, who, transfer)
        with pytest.raises(NotFound):
            accepted(pilot, transfer, by=who)


def test_each_side_takes_its_own_steps(pilot: World, case: UUID) -> None:
    transfer = offered(pilot, case)
    with pytest.raises(Refused):
        accepted(pilot, transfer, by=COORDINATOR)
    with pytest.raises(Refused):
        transferring.withdraw(by=pilot.actor(THERE), purpose=SUPPORT, transfer=transfer)
    with pytest.raises(Refused):
        accepted(pilot, transfer, by=CHAIR_THERE)


def test_both_ledgers_say_so_in_codes(pilot: World, case: UUID) -> None:
    item = contributed(pilot, "school")
    accepted(pilot, offered(pilot, case, items=(item,)))
    here = said_in_ledger(pilot.organisation("council"))
    there = said_in_ledger(pilot.organisation(RECEIVER))
    for kind, lines in (("case.transferred", here), ("transfer.accept", there), ("disclosure.received", there)):
        assert any(kind in line for line in lines), kind
    assert not any(text in line for line in (*here, *there) for text in (COLLEGE, SUMMARY))
