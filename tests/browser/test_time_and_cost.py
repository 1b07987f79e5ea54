"""In the browser: a service chosen for support, what it costs, time recorded by keyboard, and who pays in the end."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from handrail.casework.actions.providing import estimate
from handrail.costs.actions.recording import Spent, record_on_case
from handrail.costs.rules import SMALLEST
from handrail.gate import clock
from tests.directories import bring, service
from tests.flow.test_support_provision import lapse, line
from tests.working import COORDINATOR, SUPPORT, disclosed, opened, planned
from tests.worlds import World

pytestmark = pytest.mark.browser
Look = Callable[[str], None]
SignIn = Callable[[str], None]


def case_with_support(pilot: World) -> tuple[UUID, UUID, UUID]:
    """A person, their case, and one support action of its plan."""
    given = disclosed(pilot, "council")["council"]
    case = opened(pilot, given, partners=("nhs",))
    return given.person, case, planned(pilot, case)


def go(page: Page, address: str, path: str) -> None:
    """Open a page about a person, saying why if that is asked."""
    page.goto(address + path)
    if "/purpose/" in page.url:
        page.get_by_role("radio").first.check()
        page.get_by_role("button", name="Continue").click()
        page.goto(address + path)


def test_a_service_is_found_for_the_need_and_chosen(
    pilot: World, page: Page, address: str, sign_in: SignIn, look: Look
) -> None:
    bring(
        pilot,
        service("Flat Hunt", topic="Housing advice", minimum_age=18),
        service("Keeping Your Home", topic="Tenancy support"),
        service("Talking Space", topic="Counselling"),
    )
    person, case, _ = case_with_support(pilot)
    sign_in(COORDINATOR)
    go(page, address, reverse("work:case_plan", args=[person, case]))
    page.get_by_role("link", name="Who gives it").click()
    page.get_by_label("Need").select_option("Housing")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_label("Talking Space")).to_have_count(0)
    look("choose-a-provider")
    page.get_by_label("Flat Hunt").check()
    page.get_by_role("button", name="Choose").click()
    expect(page.get_by_role("alert")).to_contain_text("Nobody was told")
    expect(page.get_by_text("Given by Flat Hunt")).to_be_visible()

    page.get_by_role("link", name="The provider said no").click()
    page.get_by_label("We don't have the capacity or the money").check()
    page.get_by_role("button", name="Record that they said no").click()
    expect(page.get_by_text("Said no", exact=True)).to_be_visible()
    look("plan-with-a-provider-that-said-no")


def test_a_plan_says_when_its_money_has_ended(
    pilot: World, page: Page, address: str, sign_in: SignIn, look: Look
) -> None:
    person, case, support = case_with_support(pilot)
    estimate(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, support_action=support, estimate_pence=90_000,
        funded_by=line(pilot),
    )  # fmt: skip
    lapse(pilot)
    sign_in(COORDINATOR)
    go(page, address, reverse("work:case_plan", args=[person, case]))
    expect(page.get_by_text("Money ended")).to_be_visible()
    look("plan-whose-money-has-ended")


def test_time_is_recorded_in_one_line_by_keyboard(
    pilot: World, page: Page, address: str, sign_in: SignIn, look: Look
) -> None:
    person, case, _ = case_with_support(pilot)
    sign_in(COORDINATOR)
    page.goto(address + reverse("work:time_and_cost"))
    page.get_by_label("What for?").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("Meet")
    page.keyboard.press("Tab")
    page.keyboard.type("1:3")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Time must be hours")
    look("time-not-understood")
    page.get_by_label("Time", exact=True).fill("1:30")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("It was recorded")
    expect(page.get_by_role("cell", name="1 hour 30 minutes")).to_be_visible()

    page.get_by_role("link", name="Take back").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Takes one back")).to_be_visible()
    look("time-taken-back")

    go(page, address, reverse("work:case_costs", args=[person, case]))
    look("time-and-cost-of-a-case")


def test_who_pays_is_a_picture_with_its_table(
    pilot: World, page: Page, address: str, sign_in: SignIn, look: Look
) -> None:
    cases = [case_with_support(pilot)[1] for _ in range(SMALLEST + 1)]
    with clock.at(datetime(2025, 5, 29, 10, 0, tzinfo=clock.LONDON)):
        for number, case in enumerate(cases):
            for spent, who in (
                (Spent("meeting", clock.today(), minutes=90, line=line(pilot)), COORDINATOR),
                (Spent("casework", clock.today(), minutes=150 + 10 * number), COORDINATOR),
                (Spent("travel", clock.today(), minutes=60, pence=1_250), "single_point_of_contact@nhs"),
            ):
                record_on_case(by=pilot.actor(who), purpose=SUPPORT, case=case, spent=spent)
    sign_in("programme_owner@government")
    page.goto(address + reverse("oversee:home"))
    expect(page).to_have_url(address + reverse("oversee:costs"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nobody funds")
    look("who-pays")
