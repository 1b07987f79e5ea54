"""A meeting at its pages, in Chromium: run on a phone, two people typing at once, and without scripts."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessible import faults
from tests.browser.conftest import picture, signing_in
from tests.browser.test_work import answer_why
from tests.sitting import CHAIR, NURSE, begun, decided, first_point, note, of_each_kind
from tests.working import COORDINATOR, Given, disclosed, opened
from tests.worlds import World

pytestmark = pytest.mark.browser
SignIn = Callable[[str], None]
Look = Callable[[str], None]

HERS, HIS = "She sees her sister on Sundays.", "He says that the flat is damp."


@pytest.fixture
def given(pilot: World) -> Given:
    return disclosed(pilot, "council")["council"]


@pytest.fixture
def case(pilot: World, given: Given) -> UUID:
    return opened(pilot, given, partners=("nhs", "housing"))


class Phone:
    """A page on a small screen: every page that is passed fits it, can be read by everybody, and leaves a picture."""

    def __init__(self, page: Page, width: int) -> None:
        self.page, self.width = page, width
        page.set_viewport_size({"width": width, "height": 700})

    def look(self, name: str) -> None:
        picture(self.page, f"meeting-{self.width}-{name}")
        beyond = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, f"{name} is {beyond} pixels too wide"
        assert not faults(self.page)

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def fill_date(self, day: int, month: int, year: int) -> None:
        for part, number in (("Day", day), ("Month", month), ("Year", year)):
            self.page.get_by_label(part).fill(str(number))


@pytest.mark.parametrize("width", [320, 375])
def test_a_meeting_is_run_on_a_phone(
    pilot: World, case: UUID, given: Given, address: str, page: Page, sign_in: SignIn, width: int
) -> None:
    phone = Phone(page, width)
    sign_in(COORDINATOR)
    page.goto(f"{address}/work/meetings/")
    phone.look("none")
    phone.press("Call a meeting")
    phone.press("Call the meeting")
    phone.look("call-errors")
    page.get_by_role("checkbox").first.check()
    phone.fill_date(12, 6, 2025)
    page.get_by_label("Time it starts").fill("2:30pm")
    page.get_by_label("Room or link").fill("Town Hall, room 2")
    page.get_by_role("radio").first.check()
    phone.press("Call the meeting")
    expect(page.get_by_text("You called a meeting for 12 June 2025.")).to_be_visible()
    phone.look("called")
    phone.press("Begin the meeting")
    phone.look("begin")
    phone.press("Begin")
    expect(page.get_by_text("The meeting has begun.")).to_be_visible()
    phone.press("Who is here")
    page.get_by_role("checkbox").first.check()
    phone.look("who-is-here")
    phone.press("Save")

    page.locator(".hr-card__title a").first.click()
    answer_why(page)
    phone.look("case")
    phone.follow("Review the case")
    page.get_by_label("What was said?").fill("She would like to be nearer to her sister.")
    expect(page.get_by_text("Saved at")).to_be_visible()
    phone.look("point")
    phone.press("Put a decision forward")
    page.get_by_label("What is decided?").fill("Offer her a tenancy in another borough.")
    page.get_by_label("Why?").fill("Old friends come to the door.")
    phone.look("decide")
    phone.press("Put it forward")
    phone.follow("Somebody disagrees")
    page.get_by_label("Metropolitan Police").check()
    page.get_by_role("textbox", name="Why?").fill("The borough has no room for her.")
    phone.press("Record the dissent")
    expect(page.get_by_text("It can be recorded once a way forward is agreed.")).to_be_visible()
    phone.look("dissent")
    phone.follow("Record the way forward")
    page.get_by_label("What way forward was agreed?").fill("Both boroughs look for a room until July.")
    phone.press("Record the way forward")
    phone.follow("Record it as decided")
    phone.look("record")
    phone.press("Record it as decided")
    phone.follow("Add another action")
    page.get_by_label("What is to be done?").fill("Ask the other borough.")
    page.get_by_label("Camden Council").check()
    phone.fill_date(1, 7, 2025)
    phone.look("action")
    phone.press("Add the action")
    phone.look("decided")

    page.goto(f"{address}/work/meetings/")
    phone.look("list")
    page.locator("main table a").first.click()
    phone.press("Finish the meeting")
    phone.press("Finish")
    expect(page.get_by_text("The meeting is over.")).to_be_visible()
    page.locator(".hr-card__title a").first.click()
    phone.press("Draft the minutes")
    phone.press("Draft the minutes")
    expect(page.get_by_text("She would like to be nearer to her sister.")).to_be_visible()
    phone.look("minutes")


def test_two_people_type_at_once_and_nothing_is_lost(
    pilot: World, case: UUID, given: Given, address: str, page: Page, sign_in: SignIn, browser: Browser, look: Look
) -> None:
    _, (item,) = begun(pilot, case)
    here = address + reverse("work:point", args=[given.person, item, first_point(pilot, item)])
    other = browser.new_context()
    nurse = other.new_page()
    signing_in(other, address, pilot)(NURSE)
    sign_in(COORDINATOR)
    for each in (page, nurse):
        each.goto(here)
        answer_why(each)
        expect(each.get_by_label("What was said?")).to_be_visible()
    page.get_by_label("What was said?").fill(HERS)
    expect(page.get_by_text("Saved at")).to_be_visible()
    nurse.get_by_label("What was said?").fill(HIS)
    expect(nurse.get_by_text("Somebody else wrote here while you were typing.")).to_be_visible()
    nurse.get_by_label("What was said?").fill(f"{HIS} And cold.")
    nurse.wait_for_timeout(2500)
    nurse.get_by_role("link", name="See both texts").click()

    expect(nurse.get_by_role("heading", name="Two texts to merge")).to_be_visible()
    box = nurse.get_by_label("What was said?")
    assert box.input_value() == f"{HERS}\n\n{HIS} And cold."
    picture(nurse, "meeting-merge")
    assert not faults(nurse)
    nurse.get_by_role("button", name="Save the note").click()
    expect(nurse.get_by_text("The note was saved.")).to_be_visible()

    page.reload()
    assert page.get_by_label("What was said?").input_value() == f"{HERS}\n\n{HIS} And cold."
    look("point-merged")
    other.close()


def test_a_note_is_saved_without_scripts_and_a_conflict_is_shown(
    pilot: World, case: UUID, given: Given, address: str, browser: Browser
) -> None:
    _, (item,) = begun(pilot, case)
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    signing_in(plain, address, pilot)(COORDINATOR)
    page.goto(address + reverse("work:point", args=[given.person, item, first_point(pilot, item)]))
    answer_why(page)
    page.get_by_label("What was said?").fill(HERS)
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("The note was saved.")).to_be_visible()
    assert note(pilot, CHAIR, item, HIS, version=1).kept
    page.get_by_label("What was said?").fill(f"{HERS} Always.")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("Somebody else wrote while you were typing.")).to_be_visible()
    expect(page.get_by_role("heading", name="Two texts to merge")).to_be_visible()
    assert page.get_by_label("What was said?").input_value() == f"{HIS}\n\n{HERS} Always."
    plain.close()


def test_the_pdf_is_taken_from_the_page_of_the_minutes(
    pilot: World, case: UUID, given: Given, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    made = of_each_kind(pilot, case)
    sign_in(CHAIR)
    page.goto(address + reverse("work:paper", args=[given.person, made["paper"]]))
    answer_why(page)
    look("paper")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take it as a PDF").click()
    assert taken.value.suggested_filename.startswith("minutes-LDN-")
    page.get_by_role("button", name="Approve").click()
    look("paper-approve")
    page.get_by_role("button", name="Approve it").click()
    expect(page.get_by_text("You approved it.")).to_be_visible()
    page.get_by_role("button", name="Release", exact=True).click()
    look("paper-release")
    page.get_by_label("Northside Mental Health Trust").check()
    page.get_by_role("button", name="Release", exact=True).click()
    expect(page.get_by_text("It was released to 1 organisation.")).to_be_visible()
    page.emulate_media(media="print")
    look("paper-print")


def test_what_was_decided_is_planned_without_leaving_the_meeting(
    pilot: World, case: UUID, given: Given, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    """The words of the decision, and what it rests on, are in the form already; then the next point waits."""
    _, (item,) = begun(pilot, case)
    decided(pilot, item, draws_on=given.items[1:2])
    point = reverse("work:point", args=[given.person, item, first_point(pilot, item)])
    sign_in(COORDINATOR)
    page.goto(address + point)
    answer_why(page)
    page.goto(address + point)
    page.get_by_role("link", name="Add support to the plan").click()
    expect(page.get_by_label("What is it for?")).to_have_value("Offer her a tenancy in another borough.")
    ticked = page.get_by_role("group", name="Which information does this rest on?").get_by_role(
        "checkbox", checked=True
    )
    expect(ticked).to_have_count(1)
    look("plan-from-meeting")
    page.get_by_label("Housing advice").check()
    page.get_by_label("Regent Homes").check()
    for part, number in (("Day", 1), ("Month", 7), ("Year", 2025)):
        page.get_by_label(part).fill(str(number))
    page.get_by_label("Not asked yet").check()
    page.get_by_role("button", name="Add to the plan").click()
    expect(page.get_by_role("alert")).to_contain_text("The support is in the plan of the case")
    assert page.url == address + point
    expect(page.locator(".hr-decision")).to_contain_text("Regent Homes")
    look("planned-from-meeting")
