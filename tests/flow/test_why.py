"""“Why?”: a refusal says which rules refused, what would change it and whom to ask, and nothing more of the record."""

import re
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from handrail.gate import NotFound
from handrail.oversight.queries.why import why
from handrail.policy import Change
from tests.browsing import signed_in, without_token
from tests.recorded import how_many, recorded
from tests.working import SUPPORT, Given, disclosed, opened
from tests.worlds import World

ADMINISTRATION = "administration"
CONTACT = "single_point_of_contact@council"


@pytest.fixture
def given(pilot: World) -> Given:
    return disclosed(pilot, "council", acknowledged=False)["council"]


def say_why(browser: Client, person: UUID, reason: str = "helping") -> None:
    browser.post(reverse("purpose", args=[person]), {"reason": reason})


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_refusal_leads_to_why_and_why_to_what_would_change_it(pilot: World, given: Given) -> None:
    browser = signed_in(pilot, "lapsed_contact@council")
    say_why(browser, given.person)
    refused = browser.get(reverse("work:disclosure", args=[given.person, given.disclosure]))
    assert refused.status_code == 403
    (address,) = re.findall(r'href="(/why/[^"]+)"', refused.content.decode())
    page = words(browser.get(address.replace("&amp;", "&")).content.decode())
    assert "Your training has lapsed." in page
    assert "Pass the training again." in page
    assert "Ask your administrator" in page
    assert "DPA 2018 section 66" in page


def test_what_no_rule_permits_says_which_role_would(pilot: World, given: Given) -> None:
    case = opened(pilot, given)
    found = why(by=pilot.actor(CONTACT), purpose=SUPPORT, action="case.set_review", kind="Case", record=case)
    assert (found.allowed, found.decided_by) == (False, ("no-permission",))
    near = {each.rule: each.changes for each in found.standings if each.effect == "permit" and each.changes}
    assert near == {
        "mac-coordinate-cases": (Change("with_role", "case_coordinator"), Change("with_role", "panel_chair"))
    }
    address = reverse("why_of", args=["case.set_review", "Case", case])
    page = words(signed_in(pilot, CONTACT).get(address, {"purpose": SUPPORT}).content.decode())
    assert "You would need one of these roles: Case coordinator, Panel chair." in page


def test_a_purpose_that_would_do_is_named(pilot: World, given: Given) -> None:
    """The data protection officer of the unit came to a nomination for a purpose that nobody there has."""
    found = why(
        by=pilot.actor("data_protection_officer@ctu"), purpose="evaluation", action="decision.open", kind="Decision",
        record=given.decision,
    )  # fmt: skip
    (stopped,) = (each for each in found.standings if each.rule == "mac-purposes")
    assert found.decided_by == ("mac-purposes",)
    assert Change("purpose", "individual_rights") in stopped.changes


def test_what_is_permitted_says_by_which_rule(pilot: World, given: Given) -> None:
    browser = signed_in(pilot, CONTACT)
    say_why(browser, given.person)
    held = browser.get(reverse("work:disclosure", args=[given.person, given.disclosure])).content.decode()
    (address,) = re.findall(r'href="(/why/disclosure.open/[^"]+)"', held)
    page = words(browser.get(address.replace("&amp;", "&")).content.decode())
    assert "Why you can open this disclosure" in page
    assert "Those who work with what an organisation was given know of its disclosures." in page


def test_hidden_and_absent_are_one_answer(pilot: World, given: Given) -> None:
    stranger = signed_in(pilot, "single_point_of_contact@second_council")
    answers = []
    for record in (given.disclosure, uuid4()):
        before = how_many()
        shown = stranger.get(reverse("why_of", args=["disclosure.open", "Disclosure", record]))
        body = shown.content.replace(str(record).encode(), b"ID")
        left = [
            (each.action, each.outcome, each.rules, each.subject, each.person, each.facts)
            for each in recorded(since=before)
        ]
        answers.append((shown.status_code, body, left))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


@pytest.mark.parametrize(
    ("action", "kind"), [("disclosure.fly", "Disclosure"), ("case.open", "Disclosure"), ("disclosure.open", "Proposal")]
)
def test_what_is_no_action_on_such_a_record_is_not_found(pilot: World, given: Given, action: str, kind: str) -> None:
    with pytest.raises(NotFound):
        why(by=pilot.actor(CONTACT), purpose=SUPPORT, action=action, kind=kind, record=given.disclosure)


def test_a_purpose_that_no_rulebook_knows_is_not_found_and_not_repeated(pilot: World, given: Given) -> None:
    browser = signed_in(pilot, CONTACT)
    for address in (
        reverse("why_of", args=["disclosure.open", "Disclosure", given.disclosure]),
        reverse("why", args=["person.list"]),
    ):
        answer = browser.get(address, {"purpose": "call_020_7946_0000"})
        assert answer.status_code == 404
        assert "020_7946" not in answer.content.decode()
        assert browser.get(address, {"purpose": SUPPORT}).status_code == 200


def test_the_same_refusal_is_explained_alike_whatever_the_record_holds(pilot: World, given: Given) -> None:
    """One case is marked higher, and has other partners: of that the explanation of a refusal says nothing."""
    other = disclosed(pilot, "council", person="Samir Costa")["council"]
    pages = []
    for case in (opened(pilot, given), opened(pilot, other, partners=("housing", "nhs"))):
        shown = signed_in(pilot, CONTACT).get(
            reverse("why_of", args=["case.close", "Case", case]), {"purpose": SUPPORT}
        )
        pages.append(without_token(shown.content))
    assert pages[0] == pages[1]


def test_a_list_that_a_role_cannot_open_is_explained_too(pilot: World) -> None:
    browser = signed_in(pilot, "agreement_signatory@council")
    refused = browser.get(reverse("work:people"))
    (address,) = re.findall(r'href="(/why/[^"]+)"', refused.content.decode())
    page = words(browser.get(address.replace("&amp;", "&")).content.decode())
    assert "Why you can’t see the list of people" in page


def test_asking_why_is_recorded_with_what_was_asked_and_what_decided(pilot: World, given: Given) -> None:
    before = how_many()
    why(by=pilot.actor(CONTACT), purpose=SUPPORT, action="disclosure.open", kind="Disclosure", record=given.disclosure)
    (entry,) = recorded(since=before)
    assert entry.action == "policy.explain"
    assert entry.person == given.person
    assert entry.facts == {
        "asked": "disclosure.open", "kind": "Disclosure", "record": str(given.disclosure), "allowed": True,
        "by_rules": ["mac-know-received"],
    }  # fmt: skip


def test_everybody_reads_the_rules_without_signing_in(pilot: World) -> None:
    page = Client().get(reverse("public:rules")).content.decode()
    assert "You have left this organisation" in page
    assert 'id="left-organisation"' in page


def test_a_promise_says_what_it_is_not_about(pilot: World) -> None:
    page = words(Client().get(reverse("public:rules")).content.decode())
    assert "marked above what they are cleared for. Only about: *.open, *.open_*, *.look, *.read," in page
    assert "Not about: holding.open, case.open_costs" in page
