"""A case moves from one council to another in the browser: written, let go, refused, offered again, accepted."""

from collections.abc import Callable
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from handrail.casework.actions import planning
from handrail.casework.models import Case
from tests.browser.why import opened, say_why
from tests.moving import RECEIVER, SECOND, THERE, contributed, moving_case
from tests.nominating import acting_for
from tests.working import COORDINATOR, SUPPORT, planned
from tests.worlds import World

pytestmark = pytest.mark.browser
Look = Callable[[str], None]
SignIn = Callable[[str], None]


@pytest.fixture
def case(pilot: World) -> UUID:
    """A case with a need, mentoring that was promised, and something that the council knows itself."""
    case = moving_case(pilot)
    contributed(pilot, "school")
    planning.add_need(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, kind="home", strength=False,
        description="The lease ends in August.",
    )  # fmt: skip
    planned(pilot, case, support="mentoring", owner="voluntary", consent="given")
    return case


def writes(page: Page, look: Look) -> None:
    """The coordinator writes the offer from the summary of the case."""
    page.get_by_role("link", name="Move to another centre").click()
    look("moving-offer")
    page.get_by_role("button", name="Write the offer").click()
    look("moving-offer-errors")
    page.get_by_label("Lewisham Council").check()
    page.get_by_label("They have moved home").check()
    page.get_by_label("Why do they need to go on with it?").fill("She moved in with her sister on 1 June.")
    page.get_by_label("What does the new coordinator need to know first?").fill("Ring her before you write.")
    page.get_by_role("checkbox", name="Education").check()
    page.get_by_label("Care Act 2014, sections").check()
    page.get_by_role("button", name="Write the offer").click()
    expect(page.get_by_text("You wrote the offer.")).to_be_visible()


def lets_go(page: Page, address: str, look: Look) -> None:
    """The second person finds it under what waits for them."""
    opened(page, address, "/work/")
    page.get_by_role("link", name="Decide whether a case is offered to another centre").click()
    say_why(page)
    page.get_by_role("button", name="Let it go or not").click()
    look("moving-let-go")
    page.get_by_label("Yes").check()
    page.get_by_label("Is this the least that they need?").fill("They need no more to go on.")
    page.get_by_role("button", name="Record your decision").click()
    expect(page.get_by_text("You let the offer go.")).to_be_visible()


def finds(page: Page, address: str) -> None:
    """The other council's coordinator finds it under what waits for them."""
    opened(page, address, "/work/")
    page.get_by_role("link", name="Accept a case from another area, or refuse it").click()
    say_why(page)


def test_a_case_moves_when_both_councils_have_said_yes(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look, case: UUID
) -> None:
    with acting_for(pilot.organisation("council")):
        person = Case.objects.get(pk=case).person_id
    here = f"/work/people/{person}/cases/{case}/"
    sign_in(COORDINATOR)
    opened(page, address, here)
    writes(page, look)
    look("moving-written")
    sign_in(SECOND)
    lets_go(page, address, look)
    look("moving-offered")

    sign_in(THERE)
    finds(page, address)
    look("moving-received")
    page.get_by_role("button", name="Accept or refuse").click()
    look("moving-answer")
    page.get_by_label("No, we refuse it").check()
    page.get_by_role("button", name="Send your answer").click()
    look("moving-answer-errors")
    page.get_by_label("It isn't the moment to move it").check()
    page.get_by_label("If you refuse: say why in your own words").fill("Nobody has signed the tenancy yet.")
    page.get_by_role("button", name="Send your answer").click()
    expect(page.get_by_text("You refused the case.")).to_be_visible()
    look("moving-refused-there")

    sign_in(COORDINATOR)
    opened(page, address, "/work/")
    page.get_by_role("link", name="Decide what happens now that a case doesn't move").click()
    say_why(page)
    page.get_by_role("link", name="Lewisham Council refused it").click()
    expect(page.get_by_text("Nobody has signed the tenancy yet.")).to_be_visible()
    look("moving-refused-here")
    opened(page, address, here)
    writes(page, look)
    sign_in(SECOND)
    lets_go(page, address, look)

    sign_in(THERE)
    finds(page, address)
    page.get_by_role("button", name="Accept or refuse").click()
    page.get_by_label("Yes, we lead it from now on").check()
    page.get_by_label("Metropolitan Police").check()
    for part, value in (("Day", "14"), ("Month", "7"), ("Year", "2025")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_role("button", name="Send your answer").click()
    expect(page.get_by_text("You lead this case from now on")).to_be_visible()
    look("moving-accepted-there")
    page.get_by_role("link", name="Plan", exact=True).click()
    expect(page.get_by_text("Handed back").first).to_be_visible()
    look("moving-plan-there")
    page.get_by_role("link", name="Risks", exact=True).last.click()
    look("moving-risks-there")
    sign_in(COORDINATOR)
    opened(page, address, here)
    expect(page.get_by_text("has gone on in another area")).to_be_visible()
    look("moving-went")
    with acting_for(pilot.organisation(RECEIVER)):
        assert Case.objects.get(came_from_id=pilot.organisation("council")).state == "open"
