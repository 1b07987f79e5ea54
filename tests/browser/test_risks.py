"""A risk is offered, refused and accepted in the browser; and whose it was at a moment is looked up."""

from collections.abc import Callable
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from handrail.casework.actions import handing_over
from handrail.casework.models import Risk
from tests.browser.why import opened, say_why
from tests.nominating import acting_for
from tests.owning import OWNER, SECOND, proposed, recorded, shared_case
from tests.working import SUPPORT
from tests.worlds import World

pytestmark = pytest.mark.browser
Look = Callable[[str], None]
SignIn = Callable[[str], None]


@pytest.fixture
def risk(pilot: World) -> UUID:
    case = shared_case(pilot)
    with acting_for(pilot.organisation("force")):
        (first,) = Risk.objects.values_list("id", flat=True)
    handing_over.confirm(by=pilot.actor(OWNER["force"]), purpose=SUPPORT, risk=first)
    return recorded(pilot, case, "suicide_or_self_harm")


def offers(page: Page, address: str) -> None:
    """The officer offers the risk from the page of what the force owns."""
    opened(page, address, "/work/risks/")
    page.get_by_role("link", name="Hand over Suicide or self-harm").click()
    say_why(page)
    page.get_by_label("Northside Mental Health Trust").check()
    page.get_by_label("They are better placed").check()
    page.get_by_label("Say why in your own words").fill("The crisis team sees her each week and we don’t.")
    page.get_by_role("button", name="Offer it").click()


def answers(page: Page, address: str) -> None:
    """The health trust's contact goes from what waits for them to the offer."""
    opened(page, address, "/work/")
    page.get_by_role("link", name="Take ownership of a risk, or refuse it").click()
    say_why(page)
    page.get_by_role("button", name="Take ownership or refuse").click()


def test_a_risk_is_refused_then_accepted_and_nobody_thinks_it_is_somebody_elses(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look, risk: UUID
) -> None:
    sign_in(OWNER["force"])
    offers(page, address)
    expect(page.get_by_role("heading", name="Offered to Northside Mental Health Trust").first).to_be_visible()
    look("risk-offered")

    sign_in(OWNER["nhs"])
    opened(page, address, "/work/risks/")
    look("our-risks-offered")
    answers(page, address)
    look("risk-answer")
    page.get_by_role("button", name="Send your answer").click()
    look("risk-answer-errors")
    page.get_by_label("No, we refuse it").check()
    page.get_by_label("We have been told too little").check()
    page.get_by_label("If you refuse, say why in your own words").fill("What happened in May?")
    page.get_by_role("button", name="Send your answer").click()
    expect(page.get_by_text("You refused the risk.")).to_be_visible()

    sign_in(OWNER["force"])
    opened(page, address, "/work/")
    confirm = page.get_by_role("link", name="Confirm that you own a risk")
    confirm.and_(page.locator(f"[href*='{risk}']")).click()
    say_why(page)
    expect(page.get_by_text("What happened in May?")).to_be_visible()
    look("risk-refused")
    page.get_by_role("button", name="Confirm that you own it").click()
    page.get_by_role("button", name="Confirm that you own this risk").click()
    offers(page, address)

    sign_in(OWNER["nhs"])
    answers(page, address)
    page.get_by_label("Yes, we own this risk from now on").check()
    page.get_by_role("button", name="Send your answer").click()
    expect(page.get_by_text("You own this risk from now on, by name.")).to_be_visible()
    look("risk-owned")


def test_who_owned_it_then(pilot: World, address: str, page: Page, sign_in: SignIn, look: Look, risk: UUID) -> None:
    sign_in(OWNER["force"])
    opened(page, address, "/work/risks/")
    page.get_by_role("link", name="Open Suicide or self-harm").click()
    say_why(page)
    page.get_by_role("button", name="Show who owned it").click()
    look("risk-then-errors")
    for label, typed in (("Day", "2"), ("Month", "6"), ("Year", "2025"), ("The time", "10am")):
        page.get_by_label(label, exact=True).fill(typed)
    page.get_by_role("button", name="Show who owned it").click()
    answer = page.get_by_role("status").filter(has_text="On 2 June 2025 at 10am")
    expect(answer).to_contain_text("Metropolitan Police")
    look("risk-then")


def test_another_kind_is_signed_by_the_police_and_reviewed_by_neither_side(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look, risk: UUID
) -> None:
    proposed(pilot, risk, "domestic_abuse")
    sign_in(SECOND["force"])
    opened(page, address, "/work/")
    page.get_by_role("link", name="Sign a change of the kind of a risk, or decline it").click()
    say_why(page)
    look("risk-kind-proposed")
    page.get_by_role("button", name="Sign or decline").click()
    look("risk-kind-sign")
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Send your answer").click()
    expect(page.get_by_text("You signed for the police.")).to_be_visible()

    sign_in("panel_chair@council")
    opened(page, address, "/work/")
    page.get_by_role("link", name="Review a change of the kind of a risk").click()
    say_why(page)
    page.get_by_role("button", name="Review").click()
    look("risk-kind-review")
    page.get_by_label("Yes").check()
    page.get_by_label("What did you look at").fill("Her own account, and the housing officer’s.")
    page.get_by_role("button", name="Send your answer").click()
    expect(page.get_by_role("heading", name="Domestic abuse", level=1)).to_be_visible()
    look("risk-kind-changed")
