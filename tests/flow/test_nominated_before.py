"""The same person nominated again by the same originator: handed in to whoever works with them, not doubled."""

from uuid import UUID

import pytest
from django.urls import reverse

from handrail.casework.actions import intake, teaming
from handrail.sharing.changes import AddressOnly, JoinRecord
from tests.browsing import signed_in
from tests.nominating import OFFICER, Written, write
from tests.nominating import opened as nomination
from tests.working import COORDINATOR, SUPPORT, Given, disclosed
from tests.working import opened as case_opened
from tests.worlds import World


@pytest.fixture
def first(pilot: World) -> Given:
    return disclosed(pilot, "council", "nhs")["council"]


def drafted_again(pilot: World, first: Given, *, recipients: tuple[str, ...] = ("nhs", "probation")) -> Written:
    """A second nomination of the person, addressed to others, which its officer has joined to the record."""
    written = write(pilot, recipients=recipients)
    return written.edited(pilot.actor(OFFICER), JoinRecord(first.decision))


def check(pilot: World, written: Written, who: str = OFFICER) -> str:
    """What the page says on which a nomination is checked before it is put forward."""
    return signed_in(pilot, who).get(reverse("originate:check", args=[written.id])).content.decode()


def test_an_originator_sees_whom_it_told_before_and_what_became_of_it(pilot: World, first: Given) -> None:
    case_opened(pilot, first)
    shown = nomination(pilot, drafted_again(pilot, first)).given_before
    assert {each.name: each.became for each in shown} == {
        "Camden Council": "case",
        "Northside Mental Health Trust": "",
    }
    assert {each.decision for each in shown} == {first.decision}


def test_checking_offers_to_hand_in_where_a_panel_works_with_the_person(pilot: World, first: Given) -> None:
    case_opened(pilot, first)
    written = drafted_again(pilot, first)
    council = pilot.organisation("council")
    offer = reverse("originate:hand_in_there", args=[written.id, council])
    assert offer in check(pilot, written)
    assert reverse("originate:hand_in_there", args=[written.id, pilot.organisation("nhs")]) not in check(pilot, written)
    browser = signed_in(pilot, OFFICER)
    answer = browser.post(offer, {"version": written.draft.version})
    assert answer.headers["Location"] == reverse("originate:recipient", args=[written.id, council])
    assert nomination(pilot, written).recipients == ()


def test_it_is_offered_after_it_was_handed_in_elsewhere_too(pilot: World, first: Given) -> None:
    panel = case_opened(pilot, first)
    again = disclosed(pilot, "second_council")["second_council"]
    reference = next(each.reference for each in nomination(pilot, drafted_again(pilot, first)).given_before)
    team(pilot, panel)
    offer = intake.hand_in(
        by=pilot.actor("single_point_of_contact@second_council"), purpose=SUPPORT, disclosure=again.disclosure,
        reference=reference, ground="name_and_birth",
    )  # fmt: skip
    intake.accept(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=panel, hand_in=offer)
    page = check(pilot, drafted_again(pilot, again))
    assert "Hand in to Lewisham Council" in page
    assert "Hand in to Camden Council" not in page, "it was never told to whom it was handed in"


def team(pilot: World, panel: UUID) -> None:
    teaming.add_partner(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=panel,
        organisation=pilot.organisation("second_council"), why="advises",
    )  # fmt: skip


def test_addressed_to_the_panel_alone_it_keeps_what_was_written_for_it(pilot: World, first: Given) -> None:
    case_opened(pilot, first)
    written = drafted_again(pilot, first, recipients=("council", "nhs"))
    written = written.edited(pilot.actor(OFFICER), AddressOnly(pilot.organisation("council")))
    assert [each.name for each in nomination(pilot, written).recipients] == ["Camden Council"]
    page = check(pilot, written)
    assert "it is handed in, and nobody is doubled" in page


@pytest.mark.parametrize("state", ["undecided", "no_case"])
def test_where_nobody_works_with_the_person_nothing_is_offered(pilot: World, first: Given, state: str) -> None:
    if state == "no_case":
        intake.decide_no_case(
            by=pilot.actor(COORDINATOR), purpose=SUPPORT, disclosure=first.disclosure, reason="no_need_found",
            words="There is nothing that a service of ours would change.",
        )  # fmt: skip
    written = drafted_again(pilot, first)
    assert "Hand in to" not in check(pilot, written)
    offer = reverse("originate:hand_in_there", args=[written.id, pilot.organisation("council")])
    assert signed_in(pilot, OFFICER).get(offer).status_code == 404


def test_another_nomination_of_somebody_else_says_nothing_of_the_first(pilot: World, first: Given) -> None:
    case_opened(pilot, first)
    assert nomination(pilot, write(pilot)).given_before == ()
