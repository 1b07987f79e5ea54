"""Every part of a page in a real browser: seen, accessible, by keyboard, without JavaScript, before the time-out."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.unit.web.conftest import specimens as specimens  # noqa: PLC0414, a fixture

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("specimens")]
Look = Callable[[str], None]
SignIn = Callable[[str], None]
COORDINATOR = "case_coordinator@council"


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complained of: broken scripts, and whatever the content security policy blocked."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.mark.parametrize(
    "name",
    [
        "form",
        "lists",
        "answer/refused",
        "answer/lapsed",
        "answer/tombstone",
        "answer/hidden",
        "answer/conflict",
        "answer/rule",
    ],
)
def test_the_page_can_be_read_by_everybody(page: Page, address: str, sign_in: SignIn, look: Look, name: str) -> None:
    sign_in(COORDINATOR)
    page.goto(f"{address}/specimen/{name}")
    look(f"specimen-{name.replace('/', '-')}")


def test_the_page_after_a_fault_can_be_read_by_everybody(page: Page, address: str, sign_in: SignIn, look: Look) -> None:
    sign_in(COORDINATOR)
    page.goto(f"{address}/specimen/answer/broken")
    look("specimen-answer-broken")


def test_nothing_is_blocked_by_the_page_s_own_policy(
    page: Page, address: str, sign_in: SignIn, complaints: list[str]
) -> None:
    sign_in(COORDINATOR)
    for name in ("form", "lists"):
        page.goto(f"{address}/specimen/{name}")
        expect(page.locator("body.govuk-frontend-supported")).to_have_count(1)
    assert complaints == []


def test_a_failed_form_leads_to_each_error(page: Page, address: str, sign_in: SignIn, look: Look) -> None:
    sign_in(COORDINATOR)
    page.goto(f"{address}/specimen/form")
    page.get_by_label("Number of people").fill("99")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    look("specimen-form-errors")
    page.get_by_role("link", name="Number of people must be 60 or fewer").click()
    expect(page.get_by_label("Number of people")).to_be_focused()
    expect(page.get_by_label("Number of people")).to_have_value("99")


def test_the_skip_link_comes_first_and_focus_is_always_seen(page: Page, address: str, sign_in: SignIn) -> None:
    sign_in(COORDINATOR)
    page.goto(f"{address}/specimen/lists")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Acknowledge")).to_be_focused()


def test_every_link_and_button_shows_that_it_has_focus(page: Page, address: str, sign_in: SignIn) -> None:
    sign_in(COORDINATOR)
    page.goto(f"{address}/specimen/form")
    for _ in range(16):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const here = document.activeElement;
                const styles = [getComputedStyle(here), getComputedStyle(here, "::before"),
                    ...[...here.parentElement.children].map((each) => getComputedStyle(each, "::before"))];
                return here === document.body || styles.some((style) =>
                    style.boxShadow !== "none" || parseFloat(style.outlineWidth) > 0);
            }"""
        )
        assert seen, page.evaluate("document.activeElement.outerHTML")


def test_the_form_works_without_javascript(
    address: str, sign_in: SignIn, browser: Browser, context: BrowserContext
) -> None:
    sign_in(COORDINATOR)
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(context.cookies())  # type: ignore[arg-type]
    page = plain.new_page()
    page.goto(f"{address}/specimen/form")
    page.get_by_label("Form of words").fill("She is isolated.")
    page.get_by_label("Email address").fill("a@example.com")
    page.get_by_label("Number of people").fill("12")
    page.get_by_label("Day").fill("4")
    page.get_by_label("Month").fill("6")
    page.get_by_label("Year").fill("2025")
    page.get_by_label("Another", exact=True).check()
    page.get_by_label("Which other?").fill("A neighbour")
    page.get_by_label("Recipient", exact=True).select_option("Camden Council")
    page.get_by_label("They asked for help").check()
    page.get_by_label("No", exact=True).check()
    page.get_by_label("I have read").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("You released LDN-7F3K-2 to 3 organisations.")).to_be_visible()
    expect(page.get_by_text("You are signed out after 15 minutes")).to_be_visible()
    plain.close()


def test_the_banner_is_read_out_and_looks_right(page: Page, address: str, sign_in: SignIn, look: Look) -> None:
    sign_in(COORDINATOR)
    page.goto(f"{address}/purpose/00000000-0000-4000-8000-000000000001?next=/specimen/lists")
    look("purpose")
    page.get_by_label("Another reason").check()
    expect(page.get_by_label("Which other reason?")).to_be_visible()
    look("purpose-another-reason")
    page.get_by_label("I am helping this person").check()
    page.get_by_role("button", name="Continue").click()
    page.goto(f"{address}/specimen/people/00000000-0000-4000-8000-000000000001")
    look("specimen-person")


def idle_for(page: Page, seconds: int) -> None:
    """Let the server say that the sitting has been idle for so long."""

    def answer(route: Route) -> None:
        route.fulfill(content_type="application/json", body=json.dumps({"idle": seconds}))

    page.route("**/session/idle", answer)


def test_two_minutes_before_the_time_out_a_dialog_asks(page: Page, address: str, sign_in: SignIn, look: Look) -> None:
    sign_in(COORDINATOR)
    page.clock.install()
    page.goto(f"{address}/specimen/form")
    idle_for(page, 780)
    page.clock.run_for(13 * 60 * 1000 + 1500)
    dialog = page.get_by_role("dialog", name="You are about to be signed out")
    expect(dialog).to_be_visible()
    expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
    look("time-out")
    with page.expect_response("**/session/stay") as stayed:
        page.keyboard.press("Enter")
    assert stayed.value.status == 204
    expect(dialog).to_be_hidden()


def test_when_the_time_is_over_the_screen_is_cleared(page: Page, address: str, sign_in: SignIn) -> None:
    sign_in(COORDINATOR)
    page.clock.install()
    page.goto(f"{address}/specimen/form")
    idle_for(page, 780)
    page.clock.run_for(13 * 60 * 1000 + 1500)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.clock.run_for(2 * 60 * 1000 + 2000)
    expect(page).to_have_url(f"{address}/timed-out?next=%2Fspecimen%2Fform")


def test_another_window_in_use_puts_the_warning_off(page: Page, address: str, sign_in: SignIn) -> None:
    sign_in(COORDINATOR)
    page.clock.install()
    page.goto(f"{address}/specimen/form")
    idle_for(page, 60)
    page.clock.run_for(13 * 60 * 1000 + 1500)
    expect(page.get_by_role("dialog")).to_be_hidden()
