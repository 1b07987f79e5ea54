"""A parent agrees for a child, and what the child says themselves stands beside it."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.test_work import answer_why
from tests.working import COORDINATOR, disclosed, opened, told
from tests.worlds import World

pytestmark = pytest.mark.browser


def test_a_parent_agrees_and_the_child_is_heard(
    pilot: World, page: Page, address: str, sign_in: Callable[[str], None], look: Callable[[str], None]
) -> None:
    given = disclosed(pilot, "council")["council"]
    case = opened(pilot, given)
    told(pilot, case)
    sign_in(COORDINATOR)
    here = address + reverse("work:consent", args=[given.person, case])
    page.goto(here)
    answer_why(page)
    page.goto(here)
    page.get_by_role("group", name="What was said?").get_by_role("radio").first.check()
    for part, number in (("Day", 2), ("Month", 6), ("Year", 2025)):
        page.get_by_label(part).fill(str(number))
    page.get_by_role("group", name="How were they asked?").get_by_role("radio").first.check()
    page.get_by_label("Who asked?").fill("Nadia, her support worker")
    page.get_by_role("group", name="Is the person under 18?").get_by_label("Yes").check()
    page.get_by_label("A parent or guardian").check()
    page.get_by_label("If it was not the person: who decided?").fill("Her mother, who has parental responsibility")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter what the child said themselves")
    look("consent-of-a-child-missing")
    page.get_by_label("What did they say themselves?").fill("I will try it if Mum comes the first time.")
    page.get_by_role("button", name="Save").click()
    page.goto(address + reverse("work:case_consent", args=[given.person, case]))
    expect(page.get_by_role("heading", name="The child’s own view")).to_be_visible()
    look("consent-of-a-child")
