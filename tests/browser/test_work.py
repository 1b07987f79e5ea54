"""Partners, the coordinator and the police at their pages, in Chromium."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from handrail.sharing.actions import recalling
from handrail.sharing.models import Holding
from tests.acting import act_as
from tests.nominating import NAME, OFFICER
from tests.working import COORDINATOR, Given, disclosed, opened, planned
from tests.worlds import World

SignIn = Callable[[str], None]
Look = Callable[[str], None]
CONTACT = "single_point_of_contact@council"


def answer_why(page: Page, label: str = "I am helping this person, or arranging help for them") -> None:
    """Say why the record is opened: asked once for each person and sitting."""
    page.get_by_label(label).check()
    page.get_by_role("button", name="Continue").click()


def own_item(pilot: World, given: Given, category: str = "concern") -> Holding:
    with act_as(pilot, OFFICER):
        return Holding.objects.get(organisation_id=pilot.organisation("ctu"), person_id=given.person, category=category)


def test_a_point_of_contact_acknowledges_what_they_were_given(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    disclosed(pilot, "council", acknowledged=False)
    sign_in(CONTACT)
    page.goto(f"{address}/work/")
    look("waiting")
    page.get_by_role("link", name="Acknowledge").first.click()
    look("why-open")
    answer_why(page)
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    expect(page.get_by_text("receiving this is not owning it")).to_be_visible()
    look("held")
    page.get_by_role("button", name="Acknowledge").click()
    look("acknowledge")
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_text("You acknowledged LDN-")).to_be_visible()

    page.get_by_role("link", name="Say whether you can do what is asked").click()
    page.get_by_role("button", name="Save answer").click()
    look("answer-request-errors")
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Save answer").click()
    page.get_by_role("link", name="Decide whether to say that you know this person").click()
    look("say-known")
    expect(page.get_by_label("We cannot say")).to_be_checked()
    page.get_by_label("Yes, we know this person").check()
    page.get_by_role("button", name="Save answer").click()
    expect(page.get_by_text("now: known")).to_be_visible()


def test_nothing_waiting_says_so(pilot: World, address: str, page: Page, sign_in: SignIn, look: Look) -> None:
    sign_in("practitioner@housing")
    page.goto(f"{address}/work/")
    expect(page.get_by_text("Nothing is waiting for you. Last checked")).to_be_visible()
    look("waiting-empty")
    page.goto(f"{address}/work/people/")
    look("people-empty")
    page.goto(f"{address}/work/cases/")
    look("cases-empty")


def test_what_asks_to_watch_someone_stops(pilot: World, address: str, page: Page, sign_in: SignIn, look: Look) -> None:
    given = disclosed(pilot, "council")["council"]
    sign_in(CONTACT)
    page.goto(f"{address}/work/people/{given.person}/disclosures/{given.disclosure}/")
    answer_why(page)
    page.get_by_role("button", name="This asks me to watch someone").click()
    look("flag")
    page.get_by_label("What does it ask you to do that is not support?").fill("To tell them whom she meets.")
    page.get_by_role("button", name="Stop this and tell both officers").click()
    expect(page.get_by_text("It has stopped")).to_be_visible()
    look("held-stopped")
    page.get_by_role("link", name="See the flag").click()
    look("challenge")


def test_a_recalled_item_leaves_a_tombstone_at_the_next_page(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    given = disclosed(pilot, "council")["council"]
    item = own_item(pilot, given)
    sign_in(OFFICER)
    page.goto(f"{address}/work/people/{given.person}/items/{item.id}/recall/")
    answer_why(page, "I am preparing or deciding what to share")
    look("recall")
    page.get_by_label("It was inaccurate").check()
    page.get_by_role("button", name="Take this back from everybody").click()
    expect(page.get_by_text("You took the item back")).to_be_visible()
    expect(page.get_by_text("Camden Council has not acknowledged this yet")).to_be_visible()
    look("person-originator")

    page.context.clear_cookies()
    sign_in(CONTACT)
    page.goto(f"{address}/work/people/{given.person}/disclosures/{given.disclosure}/")
    answer_why(page)
    expect(page.get_by_text("isolated since leaving work")).to_have_count(0)
    expect(page.get_by_text("It was inaccurate").first).to_be_visible()
    look("held-tombstone")
    page.get_by_role("link", name="Acknowledge for item").click()
    look("notice")
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_text("You acknowledged that this is gone")).to_be_visible()


def test_a_coordinator_opens_and_works_a_case(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    given = disclosed(pilot, "council")["council"]
    sign_in(COORDINATOR)
    page.goto(f"{address}/work/people/{given.person}/cases/new/")
    answer_why(page)
    look("open-case")
    page.get_by_role("button", name="Open the case").click()
    look("open-case-errors")
    page.get_by_role("group", name="Which police force is in the team?").get_by_label("Metropolitan Police").check()
    page.get_by_label("Terrorism-related harm").check()
    page.get_by_label("Steady").check()
    page.get_by_label("Describe it in plain words").fill("He spoke of going back to old friends.")
    page.get_by_role("group", name="Who owns it?").get_by_label("Metropolitan Police").first.check()
    for part, value in (("Day", "1"), ("Month", "8"), ("Year", "2025")):
        page.get_by_label(part).fill(value)
    team = page.get_by_role("group", name="Which other organisations are in the team?")
    team.get_by_label("Regent Homes").check()
    page.get_by_role("button", name="Open the case").click()
    page.get_by_role("link", name="Select why Regent Homes joins").click()
    look("open-case-why")
    page.get_by_role("group", name="Why does Regent Homes join?").get_by_label("It already supports the person").check()
    page.get_by_role("button", name="Open the case").click()
    expect(page.get_by_text("You opened case")).to_be_visible()
    look("case")

    page.get_by_role("link", name="Needs and strengths").click()
    look("case-needs-empty")
    page.get_by_role("button", name="Add a need").click()
    page.get_by_label("A safe and settled home").check()
    page.get_by_label("Describe it in plain words").fill("She may lose her room this summer.")
    look("add-need")
    page.get_by_role("button", name="Save").click()
    look("case-needs")
    page.get_by_role("link", name="Plan", exact=True).click()
    page.get_by_role("button", name="Plan support").click()
    page.get_by_label("Housing advice").check()
    page.get_by_role("group", name="Which organisation does it?").get_by_label("Camden Council").check()
    page.get_by_label("What is it for?").fill("A home that she can keep.")
    for part, value in (("Day", "1"), ("Month", "7"), ("Year", "2025")):
        page.get_by_label(part).fill(value)
    page.get_by_label("Not asked yet").check()
    look("add-support")
    page.get_by_role("button", name="Add to the plan").click()
    look("case-plan")
    for name in ("Risks", "People with access", "History"):
        page.get_by_role("navigation", name="Pages of this record").get_by_role("link", name=name).click()
        look(f"case-{name.split()[0].lower()}")


def test_immediate_risk_is_the_polices_from_the_moment_it_is_raised(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    given = disclosed(pilot, "council")["council"]
    case = opened(pilot, given)
    planned(pilot, case)
    sign_in(COORDINATOR)
    page.goto(f"{address}/work/people/{given.person}/cases/{case}/")
    answer_why(page)
    page.get_by_role("button", name="Someone is at immediate risk").click()
    look("escalate")
    page.get_by_label("What is happening?").fill("He left a note.")
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Raise it now").click()
    expect(page.get_by_text("Owner: police")).to_be_visible()
    look("escalation")

    page.context.clear_cookies()
    sign_in("police_risk_owner@force")
    page.goto(f"{address}/work/")
    look("waiting-escalation")
    page.get_by_role("link", name="Immediate risk").first.click()
    answer_why(page, "I am managing a risk that the police own")
    expect(page.get_by_text("He left a note.")).to_be_visible()
    page.get_by_role("button", name="Take this: I am the named officer").click()
    expect(page.get_by_text("You are its named owner")).to_be_visible()
    look("escalation-taken")


def test_sealed_text_opens_for_two_people(pilot: World, address: str, page: Page, sign_in: SignIn, look: Look) -> None:
    given = disclosed(pilot, "council")["council"]
    item = own_item(pilot, given)
    recalling.recall(by=pilot.actor(OFFICER), purpose="originating", item=item.id, reason="inaccurate")
    with act_as(pilot, CONTACT):
        copy = Holding.objects.get(organisation_id=pilot.organisation("council"), item=item.item)
    sign_in(CONTACT)
    page.goto(f"{address}/work/people/{given.person}/holdings/{copy.id}/open-sealed/")
    answer_why(page)
    look("ask-to-open")
    page.locator("input[name=ground]").first.check()
    page.get_by_label("Why does the text itself have to be read?").fill("The coroner has asked for it.")
    page.get_by_role("button", name="Ask").click()
    look("opening-asked")
    asked = page.url

    page.context.clear_cookies()
    sign_in("data_protection_officer@council")
    page.goto(asked)
    answer_why(page, "I am answering the person's own request or complaint")
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Save decision").click()
    expect(page.get_by_text("isolated since leaving work")).to_be_visible()
    look("opening-approved")


def test_people_are_found_by_name_and_the_name_is_not_in_the_address(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    disclosed(pilot, "council")
    sign_in(CONTACT)
    page.goto(f"{address}/work/people/")
    page.get_by_label("Find a person").fill("yusuf")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("A. Y.")).to_be_visible()
    assert "yusuf" not in page.url.lower()
    look("people-found")
    page.get_by_label("Find a person").fill("nobody")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("Nobody whom you can see matches")).to_be_visible()
    look("people-none")


def test_an_auditor_reads_the_record_without_the_content_and_verifies_it(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    disclosed(pilot, "council")
    sign_in("auditor@council")
    page.goto(f"{address}/oversight/")
    look("oversight")
    page.get_by_role("button", name="Read the entries").click()
    expect(page.get_by_role("cell", name="Acknowledged this disclosure").first).to_be_visible()
    assert NAME not in page.content()
    look("records")
    page.locator("tbody a").first.click()
    look("record")
    page.goto(f"{address}/oversight/ledger/verify/")
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_text("The record is sound")).to_be_visible()
    look("verify")


def test_a_coordinator_sees_whether_the_person_is_known_already(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    disclosed(pilot, "council")
    again = disclosed(pilot, "council", person="Aminah Yousef")["council"]
    sign_in(COORDINATOR)
    page.goto(f"{address}/work/people/{again.person}/disclosures/{again.disclosure}/")
    answer_why(page)
    page.get_by_role("link", name="See whether you know this person already").click()
    expect(page.get_by_role("img", name="What speaks for one person, and what against")).to_be_visible()
    look("known-already")
    page.get_by_role("link", name="hand this nomination in").click()
    expect(page.get_by_role("heading", name="This person already has a case")).to_be_visible()
