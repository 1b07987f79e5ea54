"""One’s own e-mail and calendar in Chromium: chosen, subscribed to, and stopped."""

from collections.abc import Callable

import pytest
from django.conf import settings
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.working import disclosed
from tests.worlds import World

pytestmark = pytest.mark.browser

SignIn = Callable[[str], None]
Look = Callable[[str], None]

CONTACT = "single_point_of_contact@school"


def test_from_one_s_name_to_a_calendar_and_back(
    pilot: World, page: Page, address: str, sign_in: SignIn, look: Look
) -> None:
    disclosed(pilot, "school", acknowledged=False)
    sign_in(CONTACT)
    page.goto(f"{address}/work/")
    page.get_by_role("link", name=": your account").click()
    look("your-account")
    page.get_by_role("link", name="E-mail and calendar").click()
    look("mail-and-calendar")
    page.get_by_role("button", name="See what is due in your calendar").click()
    look("make-calendar")
    page.get_by_role("button", name="Make the address").click()
    expect(page.get_by_role("heading", name="Your calendar’s address")).to_be_visible()
    look("calendar-made")

    shown = page.locator(".hr-key").inner_text()
    answer = page.request.get(shown.replace(settings.HANDRAIL_ADDRESS, address))
    (event,) = Calendar.from_ical(answer.body()).walk("VEVENT")
    assert str(event["SUMMARY"]).endswith("due")

    page.get_by_role("button", name="I have copied it").click()
    expect(page.get_by_text("How many things are due each day")).to_be_visible()
    look("mail-and-calendar-fetched")
    page.get_by_role("link", name="Change it says").click()
    page.get_by_label("What is due, in a few words").check()
    look("change-calendar")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your calendar says something else from now on.")).to_be_visible()
    look("calendar-changed")
    page.get_by_role("link", name="Make a new address").click()
    look("make-calendar-again")
    page.go_back()
    page.get_by_role("button", name="Stop this address").click()
    look("stop-calendar")
    page.get_by_role("button", name="Stop this address").click()
    expect(page.get_by_text("has stopped working")).to_be_visible()
    look("calendar-stopped")
    assert page.request.get(shown.replace(settings.HANDRAIL_ADDRESS, address)).status == 404


def test_e_mail_is_chosen_with_the_keyboard(page: Page, address: str, sign_in: SignIn, look: Look) -> None:
    sign_in(CONTACT)
    page.goto(f"{address}/account/e-mail")
    look("choose-mail")
    page.get_by_label("One message a day").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("2pm")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your choice about e-mail is saved.")).to_be_visible()
    expect(page.get_by_text("One message a week")).to_be_visible()
    expect(page.get_by_text("2pm")).to_be_visible()
    look("mail-chosen")


def test_what_was_left_out_is_asked_for(page: Page, address: str, sign_in: SignIn, look: Look) -> None:
    """A calendar that was stopped in another window: the page has nothing to change, and says what to do."""
    sign_in(CONTACT)
    page.goto(f"{address}/account/calendar/change")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Select what your calendar says").first).to_be_visible()
    look("change-calendar-with-errors")
    page.get_by_label("How many things are due each day").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("You have no calendar address. Make one first.")).to_be_visible()
    look("change-no-calendar")
