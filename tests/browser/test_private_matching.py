"""Who already knows a person is found without a name, and the partner decides what to say. In Chromium, both sides.

The partner is a real one: a register that was published, keys of its own, and a server that answers.
"""

import re
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from handrail.matching.models import Register
from handrail.matching.running import run
from tests.browser.hands import Typing
from tests.finding import (
    ASKED_WHY,
    CONTACT,
    JUDGEMENT,
    RESTS_ON,
    SECOND_CONTACT,
    WHY,
    RealPartner,
    asked,
    authorised,
    brought_in,
    candidate_page,
    found,
    offered,
    searched,
)
from tests.finding import council_partner as council_partner  # noqa: PLC0414, a fixture
from tests.finding import published_register as published_register  # noqa: PLC0414, a fixture
from tests.nominating import AUTHORISER, OFFICER, acting_for, write
from tests.worlds import NOW, World

SignIn = Callable[[str], None]
Look = Callable[[str], None]


def test_a_partner_offers_its_register_and_says_how_often_it_may_be_asked(
    pilot: World,
    council_partner: RealPartner,
    address: str,
    page: Page,
    sign_in: SignIn,
    look: Look,
    tmp_path: Path,
) -> None:
    sign_in(CONTACT)
    page.goto(f"{address}/organisation/agreements")
    page.get_by_role("link", name="Registers that can be asked").click()
    expect(page.get_by_text("Your organisation has offered no register.")).to_be_visible()
    look("matching-registers-none")
    page.get_by_role("button", name="Offer a register").click()
    page.get_by_role("button", name="Bring it in").click()
    look("matching-offer-errors")
    page.get_by_label("Table of tags").set_input_files(council_partner.folder.table)
    page.get_by_label("The register’s key").fill(council_partner.key)
    page.get_by_label("Where the register answers").fill(council_partner.address)
    look("matching-offer")
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_text("You brought in the register.")).to_be_visible()
    look("matching-register-offered")

    sign_in(SECOND_CONTACT)
    page.goto(f"{address}/work/")
    page.get_by_role("link", name="Decide whether").first.click()
    page.get_by_role("button", name="Accept").click()
    look("matching-register-accept")
    page.get_by_role("button", name="Accept it").click()
    expect(page.get_by_text("You accepted the register.")).to_be_visible()
    page.get_by_role("button", name="Let it be asked more often").click()
    tokens = tmp_path / "tokens.txt"
    tokens.write_text("# made up\n" + "\n".join(council_partner.tokens(5)), encoding="utf-8")
    page.get_by_label("File of tokens").set_input_files(tokens)
    for part, value in (("Day", "1"), ("Month", "8"), ("Year", "2025")):
        page.get_by_label(part).fill(value)
    look("matching-quota")
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_text("Tokens brought in: 5.")).to_be_visible()
    page.goto(f"{address}/organisation/registers")
    expect(page.get_by_role("row", name="A council's services, as a whole")).to_contain_text("May be asked")
    look("matching-registers")


def test_an_officer_finds_who_knows_a_person_and_asks_them(
    pilot: World, council_partner: RealPartner, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    written = write(pilot)
    offered(pilot, council_partner)
    sign_in(OFFICER)
    page.goto(f"{address}/nominations/{written.id}/recipients")
    page.get_by_role("link", name="Find out who already knows this person").click()
    look("matching-who-knows")
    page.get_by_role("button", name="Ask who knows this person").click()
    page.get_by_role("button", name="Propose it").click()
    look("matching-propose-errors")
    page.get_by_label("Camden Council").check()
    page.get_by_label("Common law").first.check()
    page.get_by_label("Why is it necessary").fill(WHY.necessity)
    page.get_by_label("Why these registers").fill(WHY.proportionality)
    look("matching-propose")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_text("You proposed to ask who knows")).to_be_visible()
    look("matching-search-proposed")

    sign_in(AUTHORISER)
    page.goto(f"{address}/work/")
    page.get_by_role("link", name="Decide whether").first.click()
    page.get_by_role("button", name="Decide on it").click()
    page.get_by_label("Is it necessary").fill(JUDGEMENT)
    look("matching-search-decide")
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("You agreed that the registers are asked")).to_be_visible()
    run(pilot.organisation("ctu"))

    sign_in(OFFICER)
    page.goto(f"{address}/work/")
    page.get_by_role("link", name="Look at").first.click()
    look("matching-search-found")
    page.get_by_role("link", name="May hold a record").click()
    expect(page.get_by_text("is for you and your authorisers alone")).to_be_visible()
    look("matching-candidate")
    page.get_by_role("button", name="Ask them").click()
    page.get_by_label("Why do you ask them?").fill(ASKED_WHY)
    look("matching-ask")
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("You asked them whether it is the same person.")).to_be_visible()
    look("matching-candidate-asked")


def test_a_partner_compares_one_thing_at_a_time_and_two_people_answer(
    pilot: World, council_partner: RealPartner, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    written, search = searched(pilot, council_partner)
    candidate = found(pilot, search)
    asked(pilot, candidate)
    sign_in(CONTACT)
    page.goto(f"{address}/work/checks/")
    look("matching-checks")
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Year of birth: 1991")).to_be_visible()
    expect(page.get_by_text("4 June")).to_have_count(0)
    page.get_by_role("button", name="Save and go on").click()
    look("matching-check-errors")
    page.get_by_label("Yes, it fits").check()
    look("matching-check")
    other_tab = page.context.new_page()
    other_tab.goto(page.url)
    page.get_by_role("button", name="Save and go on").click()
    other_tab.get_by_label("No, it doesn’t fit").check()
    other_tab.get_by_role("button", name="Save and go on").click()
    expect(other_tab.get_by_text("This was answered already")).to_be_visible()
    expect(other_tab.get_by_role("heading", name="Day and month of birth: 4 June")).to_be_visible()
    expect(other_tab.get_by_label("No, it doesn’t fit")).not_to_be_checked()
    other_tab.close()
    expect(page.get_by_role("heading", name="Day and month of birth: 4 June")).to_be_visible()
    look("matching-check-second-step")
    page.get_by_role("button", name="Stop here and answer").click()
    page.get_by_label("It is the same person").check()
    page.get_by_role("button", name="Save answer").click()
    look("matching-answer-errors")
    page.get_by_label("What does your answer rest on?").fill(RESTS_ON)
    look("matching-answer")
    page.get_by_role("button", name="Save answer").click()
    expect(page.get_by_text("You wrote the answer. Nothing has been said yet.")).to_be_visible()
    look("matching-check-written")

    sign_in(SECOND_CONTACT)
    page.reload()
    page.get_by_role("button", name="Give this answer").click()
    look("matching-check-release")
    page.get_by_role("button", name="Give this answer").click()
    expect(page.get_by_text("You said that it is the same person.").first).to_be_visible()
    look("matching-check-same")

    sign_in(OFFICER)
    page.goto(f"{address}/nominations/{written.id}/who-knows")
    expect(page.get_by_role("heading", name="They said that it is the same person")).to_be_visible()
    look("matching-known")
    page.goto(f"{address}/nominations/found/{candidate}")
    look("matching-candidate-same")
    page.get_by_role("button", name="I have seen this").click()
    expect(page.get_by_text("You said that you have seen what became of it.")).to_be_visible()


def test_a_contact_who_says_that_a_record_was_made_up_says_first_that_the_command_did(
    pilot: World, council_partner: RealPartner, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    _, search = searched(pilot, council_partner)
    candidate = found(pilot, search)
    asked(pilot, candidate)
    sign_in(CONTACT)
    page.goto(f"{address}/work/checks/")
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_role("link", name="say so here").click()
    look("matching-made-up")
    page.get_by_role("button", name="End the check").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("nothing has happened")
    assert candidate_page(pilot, candidate).state == "asked"
    page.get_by_label("The command said ALARM").check()
    page.get_by_role("button", name="End the check").click()
    expect(page.get_by_text("The check is over.")).to_be_visible()
    look("matching-made-up-said")
    assert candidate_page(pilot, candidate).state == "made_up"


def test_by_keyboard_alone_it_is_asked_who_knows_a_person_and_a_partner_answers(
    pilot: World, council_partner: RealPartner, address: str, page: Page, sign_in: SignIn
) -> None:
    hands, problem = Typing(page), page.locator(".govuk-error-summary")
    written, search = searched(pilot, council_partner)
    asked(pilot, found(pilot, search))
    sign_in(OFFICER)
    page.goto(f"{address}/nominations/{written.id}")
    hands.follow("Who already knows this person?")
    hands.press("Ask again")
    hands.press("Propose it", refused=True)
    expect(problem).to_be_focused()
    hands.choose("Camden Council", group="Whose registers")
    hands.choose("common law", group="Which legal power")
    hands.write("Why is it necessary to know who knows them?", WHY.necessity)
    hands.write("Why these registers, and no others?", WHY.proportionality)
    hands.press("Propose it")
    expect(page.get_by_text("You proposed to ask who knows")).to_be_visible()

    sign_in(CONTACT)
    page.goto(f"{address}/work/")
    hands.follow("Identity checks")
    hands.follow("LDN-")
    hands.press("Save and go on", refused=True)
    expect(problem).to_be_focused()
    hands.choose("Yes, it fits")
    hands.press("Save and go on")
    hands.unfold("What this is about")
    # As it can be typed: without the folder of the keys the command only says that it is missing.
    expect(page.get_by_text(re.compile(r"handrail match open [0-9a-f-]{19} --key-dir KEYS"))).to_be_visible()
    hands.press("Stop here and answer")
    hands.choose("It is the same person")
    hands.write("What does your answer rest on?", RESTS_ON)
    hands.press("Save answer")
    expect(page.get_by_text("You wrote the answer. Nothing has been said yet.")).to_be_visible()


def test_a_request_is_carried_by_hand_where_no_network_reaches(
    pilot: World, council_partner: RealPartner, address: str, page: Page, sign_in: SignIn, look: Look, tmp_path: Path
) -> None:
    search = authorised(pilot, write(pilot), offered(pilot, council_partner, by_hand=True))
    sign_in(OFFICER)
    page.goto(f"{address}/nominations/searches/{search}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the request").click()
    request = Path(download.value.path()).read_bytes()
    page.reload()
    look("matching-by-hand")
    page.get_by_role("button", name="Bring in the answer").click()
    look("matching-bring-in")
    answer = tmp_path / "back.answer"
    answer.write_bytes(council_partner.partner.answer(request, at=NOW))
    page.get_by_label("Answer file").set_input_files(answer)
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("link", name="May hold a record")).to_be_visible()


@pytest.mark.parametrize(("step", "button"), [("decline", "Decline it"), ("withdraw", "Take it back")])
def test_a_register_is_declined_or_taken_back(
    pilot: World, council_partner: RealPartner, address: str, page: Page, sign_in: SignIn, look: Look, step: str,
    button: str,
) -> None:  # fmt: skip
    register = brought_in(pilot, council_partner)
    sign_in(SECOND_CONTACT)
    page.goto(f"{address}/organisation/registers/{register}/{step}")
    look(f"matching-register-{step}")
    page.get_by_role("button", name=button).click()
    expect(page).to_have_url(f"{address}/organisation/registers")
    assert _state(pilot, register) == {"decline": "declined", "withdraw": "withdrawn"}[step]


def _state(pilot: World, register: UUID) -> str:
    with acting_for(pilot.organisation("council")):
        return str(Register.objects.get(pk=register).state)
