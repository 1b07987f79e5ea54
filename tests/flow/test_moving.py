"""A case moves to another area when two people have let it go and the other centre has accepted; and only then."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError

from handrail.casework.actions import (
    escalating,
    looking_back,
    opening,
    planning,
    reviewing,
    transferring,
)
from handrail.casework.models import Case, Transfer
from handrail.casework.queries import risks, transfers
from handrail.casework.rules import EscalationOpen, NotInCatalogue
from handrail.casework.transfer_rules import (
    FinishFirst,
    LedHere,
    Moving,
    MovingAlready,
    NotThere,
    WentElsewhere,
)
from handrail.gate import NotFound, Refused, RuleBroken, clock
from handrail.sharing.models import Disclosure, Holding
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
    due,
    let_go,
    moving_case,
    offered,
    opened_by,
    read_by,
    refused,
    withdrawn,
    written,
)
from tests.nominating import acting_for, change_agreement, said_in_ledger, waiting
from tests.working import COORDINATOR, SUPPORT, disclosed, opened, planned, police_risk
from tests.worlds import NOW, World

CHAIR_THERE = "panel_chair@second_council"


@pytest.fixture
def case(pilot: World) -> UUID:
    return moving_case(pilot)


# --- It moves ---------------------------------------------------------------------------------------------------------


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


# --- What stands in the way -------------------------------------------------------------------------------------------


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


def close(pilot: World, case: UUID) -> None:
    reviewing.close(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, reason="needs_met", note="Well.")


def test_a_case_is_not_closed_while_it_is_offered(pilot: World, case: UUID) -> None:
    transfer = offered(pilot, case)
    with pytest.raises(Moving):
        close(pilot, case)
    withdrawn(pilot, transfer)
    close(pilot, case)


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


# --- Asked twice, and by others ---------------------------------------------------------------------------------------


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
