"""What a holder prints: the record with its markings, all of it, and nothing to click."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import picture
from tests.browser.test_work import CONTACT, answer_why
from tests.nominating import CONCERN, NAME
from tests.working import disclosed
from tests.worlds import World

pytestmark = pytest.mark.browser


def test_what_we_hold_is_printed_whole_and_marked(
    pilot: World, address: str, page: Page, sign_in: Callable[[str], None]
) -> None:
    given = disclosed(pilot, "council")["council"]
    sign_in(CONTACT)
    page.goto(f"{address}/work/people/{given.person}/disclosures/{given.disclosure}/")
    answer_why(page)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})
    picture(page, "held-on-paper")
    for words in (NAME, CONCERN, "receiving this is not owning it", "Why it is necessary"):
        expect(page.get_by_text(words).first).to_be_visible()
    expect(page.get_by_text("OFFICIAL – SENSITIVE · for you and named colleagues at this organisation")).to_have_count(
        2
    )
    expect(page.get_by_role("button")).to_have_count(0)
    for link in page.get_by_role("navigation").all():
        expect(link).to_be_hidden()
