"""Nominate and authorise, in Chromium, each with somebody at the keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from handrail.sharing.actions import contributing
from handrail.sharing.changes import PutItem
from handrail.sharing.models import NotificationDecision
from tests.nominating import (
    ANSWERS,
    AUTHORISER,
    OFFICER,
    acting_for,
    put_forward,
    release,
    start,
    statement,
    write_items,
)
from tests.worlds import World

SignIn = Callable[[str], None]
Look = Callable[[str], None]


def grade(page: Page) -> None:
    page.get_by_label("OFFICIAL – SENSITIVE").check()
    page.get_by_label("From a source who has been reliable · 1").check()
    page.get_by_label("Known directly by the source · A").check()


def test_an_officer_nominates_a_person_page_by_page(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    sign_in(OFFICER)
    page.goto(f"{address}/nominations/")
    look("nominations-empty")
    page.get_by_role("button", name="Start a nomination").click()
    look("nomination-start")
    page.get_by_label("London").check()
    page.get_by_role("button", name="Start").click()
    look("nomination-tasks-new")

    page.get_by_role("link", name="Person", exact=True).click()
    page.get_by_role("link", name="Add a name").click()
    look("nomination-name")
    page.get_by_role("button", name="Save").click()
    look("nomination-name-errors")
    page.get_by_label("Given names").fill("Amina")
    page.get_by_label("Family name").fill("Yusuf")
    page.get_by_label("Legal name").check()
    grade(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Add the date of birth").click()
    look("nomination-birth")
    page.get_by_label("Year").fill("1991")
    page.get_by_role("button", name="Save").click()
    look("nomination-person")
    page.get_by_role("button", name="Back to the tasks").click()

    page.get_by_role("link", name="Why", exact=True).click()
    page.get_by_label("They have become isolated").check()
    for box in page.locator("input[name=criteria]").all()[:6]:
        box.check()
    page.get_by_label("Something in their life has changed").check()
    look("nomination-why")
    page.get_by_role("button", name="Save").click()

    page.get_by_role("link", name="Items", exact=True).click()
    look("nomination-items-empty")
    page.get_by_role("button", name="Write an item").click()
    page.get_by_label("What kind of information is it?").select_option("concern")
    page.get_by_label("Form of words").fill("Please monitor her. Her brother Karim was seen at Camden Market on 3 May.")
    expect(page.get_by_text("Look again: “monitor”")).to_be_visible()
    look("nomination-item")
    page.get_by_label("Form of words").fill("She has become isolated since leaving work.")
    expect(page.get_by_text("Look again: “monitor”")).to_have_count(0)
    grade(page)
    page.get_by_label("May be shared for a lawful purpose · P").check()
    page.get_by_role("button", name="Save").click()
    look("nomination-items")
    page.get_by_role("link", name="Back to the tasks").click()

    page.get_by_role("link", name="Recipients", exact=True).click()
    look("nomination-recipients-empty")
    page.get_by_role("button", name="Add an organisation").click()
    look("nomination-choose")
    page.get_by_label("Camden Council").check()
    page.get_by_role("button", name="Continue").click()
    for box in page.locator("input[name=items]").all():
        box.check()
    page.get_by_label("Safeguarding and support").check()
    page.get_by_label("Consider what support you could offer").check()
    for part, value in (("Day", "31"), ("Month", "12"), ("Year", "2025")):
        page.get_by_label(part).fill(value)
    look("nomination-recipient")
    page.get_by_role("button", name="Save").click()
    look("nomination-recipients")
    page.get_by_role("link", name="Back to the tasks").click()

    page.get_by_role("link", name="Decision", exact=True).click()
    page.get_by_label("The common law duties of the police").check()
    page.get_by_label("Why is it necessary?").fill("She needs help that only the council can give.")
    page.get_by_label("Why is it proportionate?").fill("Two items.")
    page.get_by_label("What else did you consider?").fill("Waiting.")
    look("nomination-decision")
    page.get_by_role("button", name="Save").click()

    page.get_by_role("link", name="Telling the person").click()
    look("nomination-telling")
    page.get_by_label("Not yet").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("It would prejudice preventing").check()
    for part, value in (("Day", "27"), ("Month", "6"), ("Year", "2025")):
        page.get_by_label(part).fill(value)
    look("nomination-not-yet")
    page.get_by_role("button", name="Save").click()
    look("nomination-tasks-done")

    page.get_by_role("link", name="Check and put forward").click()
    look("nomination-check")
    page.get_by_role("button", name="Put it forward").click()
    expect(page.get_by_text("Nothing is shared until one of them has released it.")).to_be_visible()
    look("nomination-put-forward")


def test_an_authoriser_decides_with_each_view_beside_what_is_not_seen(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    written = put_forward(pilot, recipients=("council", "nhs", "school"))
    sign_in(AUTHORISER)
    page.goto(f"{address}/nominations/{written.id}")
    look("nomination-waiting")
    page.get_by_role("button", name="Decide on it").click()
    page.get_by_role("checkbox", name="Parkway College").uncheck()
    expect(page.get_by_role("button", name="Release to 2 organisations")).to_be_visible()
    look("authorise")
    page.get_by_role("button", name="Release to 2 organisations").click()
    look("authorise-errors")
    for question in ("Is it necessary?", "Is it the least?", "Is it proportionate?", "Is there another way?"):
        page.get_by_label(question).fill("Yes, as far as I can see.")
    page.get_by_label("Should the person be told?").fill("Not yet.")
    page.get_by_role("button", name="Release to 2 organisations").click()
    expect(page.get_by_text("Taken out: nothing was released to them.")).to_have_count(1)
    look("nomination-released")


def test_nobody_decides_on_their_own(pilot: World, address: str, page: Page, sign_in: SignIn, look: Look) -> None:
    written = put_forward(pilot)
    sign_in(OFFICER)
    page.goto(f"{address}/nominations/{written.id}/authorise")
    expect(page.get_by_text("You can’t decide on this")).to_be_visible()
    look("authorise-refused")


def test_a_draft_says_what_it_lacks_and_who_is_known_already(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    known = put_forward(pilot)
    written = write_items(pilot, start(pilot))
    sign_in(OFFICER)
    page.goto(f"{address}/nominations/{written.id}")
    look("nomination-known-already")
    page.get_by_role("link", name="Check and put forward").click()
    page.get_by_role("button", name="Put it forward").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    look("nomination-check-errors")
    page.goto(f"{address}/nominations/{written.id}")
    page.get_by_role("link", name=f"Hand in to {known.draft.reference}").click()
    look("nomination-hand-in")
    page.get_by_role("button", name=f"Yes, hand it in to {known.draft.reference}").click()
    expect(page.get_by_text(f"Nomination {known.draft.reference}")).to_be_visible()


def test_other_records_of_the_person_are_found_under_another_spelling(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    known = put_forward(pilot)
    written = write_items(pilot, start(pilot), person="Aminah Yousef")
    sign_in(OFFICER)
    page.goto(f"{address}/nominations/{written.id}")
    page.get_by_role("link", name="Other records of this person?").click()
    expect(page.get_by_role("img", name="What speaks for one person, and what against")).to_be_visible()
    page.get_by_text("The same as a table").click()
    expect(page.get_by_role("cell", name="Sounds the same, or a short form of it")).to_be_visible()
    look("nomination-duplicates")
    page.get_by_role("link", name=f"Hand in to {known.draft.reference}").click()
    page.get_by_role("button", name=f"Yes, hand it in to {known.draft.reference}").click()
    expect(page.get_by_text(f"Nomination {known.draft.reference}")).to_be_visible()
    page.get_by_role("link", name="Other records of this person?").click()
    expect(page.get_by_text("There is no other nomination to compare it with.")).to_be_visible()
    look("nomination-duplicates-none")


def test_an_item_asks_its_writer_to_look_again(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    written = start(pilot).edited(pilot.actor(OFFICER), PutItem(statement("Monitor her at Camden Library on 3 May.")))
    sign_in(OFFICER)
    page.goto(f"{address}/nominations/{written.id}/items")
    look("nomination-items-look-again")
    page.get_by_role("link", name="Take out item 1").click()
    look("nomination-remove-item")


def test_what_was_sent_back_says_what_has_to_change(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    written = put_forward(pilot)
    sign_in(AUTHORISER)
    page.goto(f"{address}/nominations/{written.id}/authorise")
    page.get_by_role("button", name="Send back").click()
    expect(page.get_by_text("Say what has to change: answer at least one question").first).to_be_visible()
    page.get_by_label("Is it the least?").fill("Leave out the date of birth.")
    page.get_by_role("button", name="Send back").click()
    sign_in(OFFICER)
    page.goto(f"{address}/nominations/{written.id}")
    expect(page.get_by_text("Leave out the date of birth.")).to_be_visible()
    look("nomination-sent-back")


def test_declining_asks_for_a_reason(pilot: World, address: str, page: Page, sign_in: SignIn, look: Look) -> None:
    written = put_forward(pilot)
    sign_in(AUTHORISER)
    page.goto(f"{address}/nominations/{written.id}/authorise")
    for label in ("Is it necessary?", "Is it the least?", "Is it proportionate?", "Is there another way?"):
        page.get_by_label(label).fill("No.")
    page.get_by_label("Should the person be told?").fill("Yes.")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_text("Choose why it is declined").first).to_be_visible()
    page.get_by_label("If you decline: why?").select_option("another_way")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_text("There is another way")).to_be_visible()
    look("nomination-declined")
    page.goto(f"{address}/nominations/")
    look("nominations")


def test_telling_is_looked_at_again(pilot: World, address: str, page: Page, sign_in: SignIn, look: Look) -> None:
    release(pilot, put_forward(pilot))
    with acting_for(pilot.organisation("ctu")):
        notification = NotificationDecision.objects.get().id
    sign_in(OFFICER)
    page.goto(f"{address}/nominations/telling/{notification}")
    look("telling")
    page.get_by_label("Not yet").check()
    page.get_by_role("button", name="Continue").click()
    for part, value in (("Day", "20"), ("Month", "6"), ("Year", "2025")):
        page.get_by_label(part).fill(value)
    page.get_by_role("button", name="Save").click()
    with acting_for(pilot.organisation("ctu")):
        again = NotificationDecision.objects.get(approved_by=None).id
    sign_in(AUTHORISER)
    page.goto(f"{address}/nominations/telling/{again}")
    look("telling-approve")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("You approved that telling")).to_be_visible()


def test_a_partner_writes_a_contribution_on_the_same_pages(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    released = release(pilot, put_forward(pilot))
    contact = "single_point_of_contact@council"
    draft = contributing.contribute(
        by=pilot.actor(contact), purpose="safeguarding_support", disclosure=released.recipients[0].disclosure
    )
    sign_in(contact)
    page.goto(f"{address}/nominations/{draft.decision}")
    expect(page.get_by_role("link", name="Why", exact=True)).to_have_count(0)
    look("contribution-tasks")
    page.goto(f"{address}/nominations/{draft.decision}/recipients/{pilot.organisation('ctu')}")
    look("contribution-recipient")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript_every_view_is_on_the_page(pilot: World, address: str, page: Page, sign_in: SignIn) -> None:
    written = put_forward(pilot, recipients=("council", "nhs"))
    sign_in(AUTHORISER)
    page.goto(f"{address}/nominations/{written.id}/authorise")
    for name in ("Camden Council", "Northside Mental Health Trust"):
        expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.get_by_role("checkbox", name="Northside Mental Health Trust").uncheck()
    for label in ("Is it necessary?", "Is it the least?", "Is it proportionate?", "Is there another way?"):
        page.get_by_label(label).fill(ANSWERS.necessary)
    page.get_by_label("Should the person be told?").fill("Not yet.")
    page.get_by_role("button", name="Release to 2 organisations").click()
    expect(page.get_by_text("Recipients who were told that something is waiting for them: 1.")).to_be_visible()
