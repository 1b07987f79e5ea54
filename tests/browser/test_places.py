"""Every place of the navigation opens for the role that it is shown to, before anything has happened."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "who",
    [
        "originating_officer@ctu",
        "single_point_of_contact@council",
        "case_coordinator@council",
        "police_risk_owner@force",
        "data_protection_officer@council",
        "auditor@oversight",
        "administrator@council",
    ],
)
def test_every_place_opens(page: Page, address: str, sign_in: Callable[[str], None], who: str) -> None:
    sign_in(who)
    page.goto(address)
    places = page.get_by_role("navigation", name="Main").get_by_role("link")
    addresses = [link.get_attribute("href") or "" for link in places.all()]
    assert addresses[0] == "/work/"
    for place in addresses:
        answer = page.goto(address + place)
        assert answer is not None
        assert answer.status == 200, place
        expect(page.locator("h1")).to_have_count(1)
