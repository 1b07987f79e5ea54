"""A data protection officer asks who can see something and why; somebody who is refused asks why not.

Worked by keyboard alone, by :class:`Typing`: every stop is in the order of the page, and shows where it is.
"""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.hands import Typing
from tests.working import SUPPORT, disclosed, opened
from tests.worlds import World

pytestmark = pytest.mark.browser
Look = Callable[[str], None]
SignIn = Callable[[str], None]


def come(page: Page, address: str, reason: str) -> None:
    """Open a page about a person, saying why first."""
    page.goto(address)
    Typing(page).choose(reason)
    page.get_by_role("button", name="Continue").press("Enter")
    page.wait_for_load_state()


def test_the_officer_sees_who_can_open_a_case_and_by_which_rule(
    pilot: World, page: Page, address: str, sign_in: SignIn, look: Look
) -> None:
    given = disclosed(pilot, "council", "nhs")["council"]
    case = opened(pilot, given, partners=("nhs", "housing"))
    sign_in("data_protection_officer@council")
    come(
        page,
        address + reverse("work:case_access", args=[given.person, case]),
        "I am answering the person's own request or complaint",
    )
    Typing(page).follow("Who can see this case?")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who can see this case?")
    expect(page.get_by_role("row", name="Regent Homes")).to_be_visible()
    look("who-can-see-a-case")
    Typing(page).follow("mac-know-cases")
    expect(page).to_have_url(address + reverse("public:rules") + "#mac-know-cases")
    expect(page.locator("#mac-know-cases")).to_be_in_viewport()


def test_the_officer_sees_who_can_read_an_item(
    pilot: World, page: Page, address: str, sign_in: SignIn, look: Look
) -> None:
    given = disclosed(pilot, "council", "nhs")["council"]
    sign_in("data_protection_officer@council")
    come(
        page,
        address + reverse("work:disclosure", args=[given.person, given.disclosure]),
        "I am answering the person's own request or complaint",
    )
    Typing(page).follow("Who can see this")
    expect(page.get_by_text("Your training has lapsed.")).to_be_visible()
    expect(page.get_by_text("Northside")).to_have_count(0)
    look("who-can-see-an-item")


def test_the_originator_counts_who_reads_what_it_gave(
    pilot: World, page: Page, address: str, sign_in: SignIn, look: Look
) -> None:
    given = disclosed(pilot, "council", "nhs")["council"]
    sign_in("data_protection_officer@ctu")
    item = given.items[1]
    come(
        page,
        address + reverse("work:item_readers", args=[given.person, item]),
        "I am answering the person's own request or complaint",
    )
    expect(page.get_by_role("row", name="Northside")).to_be_visible()
    look("who-can-see-what-was-given")


def test_whoever_is_refused_reads_why_and_whom_to_ask(
    pilot: World, page: Page, address: str, sign_in: SignIn, look: Look
) -> None:
    given = disclosed(pilot, "council")["council"]
    case = opened(pilot, given)
    sign_in("lapsed_contact@council")
    come(page, address + reverse("work:case", args=[given.person, case]), "I am helping this person")
    look("refused-with-why")
    Typing(page).follow("Why was this refused?")
    expect(page.get_by_role("heading", name="Why you can’t open this case")).to_be_visible()
    look("why-not")
    page.goto(address + reverse("why_of", args=["case.close", "Case", case]) + f"?purpose={SUPPORT}")
    Typing(page).unfold("Every rule that can refuse this")
    look("why-not-closed")


def test_everybody_reads_the_rules(pilot: World, page: Page, address: str, sign_in: SignIn, look: Look) -> None:
    sign_in("practitioner@school")
    page.goto(address + reverse("public:rules"))
    look("the-rules")
    Typing(page).unfold("Its text: marking-above-clearance")
    expect(page.get_by_text("resource.marking > principal.clearance").first).to_be_visible()
