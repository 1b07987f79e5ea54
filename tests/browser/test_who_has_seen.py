"""A data protection officer reads who has seen a record, and looks twice; an auditor filters. All by keyboard alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from handrail.gate import clock
from handrail.sharing.queries.disclosures import open_disclosure
from tests.browser.conftest import picture
from tests.browser.hands import Typing
from tests.working import SUPPORT, Given, disclosed, opened
from tests.worlds import NOW, World

pytestmark = pytest.mark.browser
Look = Callable[[str], None]
SignIn = Callable[[str], None]

DPO, CONTACT = "data_protection_officer@council", "single_point_of_contact@council"


def opened_late(pilot: World) -> Given:
    """A contact opened the disclosure on Sunday evening, and on Monday though colleagues work on the case."""
    given = disclosed(pilot, "council")["council"]
    opened(pilot, given)
    for at in (NOW - timedelta(hours=12), NOW + timedelta(minutes=1)):
        with clock.at(at):
            open_disclosure(by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=given.disclosure)
    return given


def test_the_officer_reads_who_has_seen_a_record_and_prints_it(
    pilot: World, page: Page, address: str, sign_in: SignIn, look: Look
) -> None:
    given = opened_late(pilot)
    sign_in(DPO)
    page.goto(address + reverse("work:people"))
    page.get_by_role("rowheader").get_by_role("link").first.press("Enter")
    Typing(page).choose("I am answering the person's own request or complaint")
    page.get_by_role("button", name="Continue").press("Enter")
    Typing(page).follow("Who has seen this person’s record here, and why?")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who has seen this person’s record here, and why")
    expect(page.get_by_role("table", name="1 June 2025")).to_contain_text("Opened this disclosure")
    expect(page.get_by_text("No entry of your organisation’s record has been erased.")).to_be_visible()
    look("who-has-seen-a-record")
    Typing(page).follow("All of it, to print")
    expect(page.get_by_text(str(given.person))).to_have_count(0)
    look("who-has-seen-a-record-on-paper")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})
    picture(page, "who-has-seen-a-record-printed")
    expect(page.get_by_role("link", name="Sign out")).to_be_hidden()
    expect(page.get_by_role("table", name="1 June 2025")).to_contain_text("Opened this disclosure")


def test_the_officer_looks_twice_and_says_what_they_found(
    pilot: World, page: Page, address: str, sign_in: SignIn, look: Look
) -> None:
    opened_late(pilot)
    sign_in(DPO)
    page.goto(address + reverse("oversee:home"))
    look("oversight-of-an-officer")
    Typing(page).follow("Worth a second look")
    expect(page.get_by_role("heading", level=2)).to_have_text(
        ["Opened outside working hours", "Opened, and not on the case"]
    )
    look("worth-a-second-look")
    Typing(page).follow("1 June 2025")
    look("a-second-look")
    page.get_by_role("button", name="Save what you found").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Select what you found")
    Typing(page).choose("They were covering for a colleague")
    page.get_by_role("button", name="Save what you found").press("Enter")
    expect(page.get_by_text("wrote down what you found")).to_be_visible()
    expect(page.get_by_role("heading", level=2)).not_to_contain_text(["Opened outside working hours"])


def test_an_auditor_chooses_what_to_read(pilot: World, page: Page, address: str, sign_in: SignIn, look: Look) -> None:
    opened_late(pilot)
    sign_in("auditor@oversight")
    page.goto(address + reverse("oversee:records"))
    look("entries-of-every-organisation")
    Typing(page).unfold("Find entries")
    page.get_by_label("In the record of").select_option(label="Camden Council")
    page.get_by_label("What was done").select_option(label="Opened this disclosure")
    page.get_by_role("button", name="Find").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("2 entries")
    expect(page.get_by_label("What was done")).to_have_value("disclosure.open")
    look("entries-found")
    page.get_by_role("rowheader").get_by_role("link").first.press("Enter")
    expect(page.get_by_text("disclosure.open")).to_be_visible()
    look("an-entry")
