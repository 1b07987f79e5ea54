"""The gate's answers as pages: three for a reader and no fourth."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from handrail.policy import engine
from handrail.web.remedies import REMEDIES
from tests.browsing import signed_in
from tests.worlds import World

pytestmark = pytest.mark.usefixtures("specimens")
CONTACT = "single_point_of_contact@council"


def words(page: bytes) -> str:
    """The text of the main part of a page."""
    main = re.search(r"<main.*?</main>", page.decode(), re.DOTALL)
    assert main
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main[0])).strip()


def test_hidden_absent_and_misspelt_are_the_same_bytes(pilot: World) -> None:
    client = signed_in(pilot, CONTACT)
    hidden = client.get("/specimen/answer/hidden")
    misspelt = client.get(f"/work/nothing/{uuid4()}")
    assert hidden.status_code == misspelt.status_code == 404
    assert hidden.content == misspelt.content
    varying = {"X-Request-Id"}
    assert {k: v for k, v in hidden.items() if k not in varying} == {
        k: v for k, v in misspelt.items() if k not in varying
    }


def test_the_404_says_nothing_of_what_was_asked_for(pilot: World) -> None:
    page = signed_in(pilot, CONTACT).get("/work/LDN-7F3K-2")
    assert b"7F3K" not in page.content


def test_a_refusal_says_what_why_and_whom_to_ask(pilot: World) -> None:
    page = signed_in(pilot, CONTACT).get("/specimen/answer/refused")
    assert page.status_code == 403
    said = words(page.content)
    assert said.startswith("You can’t release this disclosure Nothing in the rules lets you do this here")
    assert "Who can help Ask your administrator" in said
    assert "Camden Council, 020 7946" in said
    assert "no-permission" in said


def test_a_refusal_says_what_would_change_it(pilot: World) -> None:
    page = signed_in(pilot, CONTACT).get("/specimen/answer/lapsed")
    assert "What would change it Pass the training again." in words(page.content)


def test_every_remedy_is_for_a_rule_that_there_is() -> None:
    assert set(REMEDIES) <= set(engine().rules)


def test_a_refusal_of_what_was_sent_leads_back_to_the_page_it_was_sent_from(pilot: World) -> None:
    page = signed_in(pilot, CONTACT).post("/specimen/answer/refused")
    assert b'href="/specimen/answer/refused">Go back' in page.content


def test_going_back_never_leaves_this_site(pilot: World) -> None:
    client = signed_in(pilot, CONTACT)
    page = client.get("/specimen/answer/refused", headers={"Referer": "https://elsewhere.example/x"})
    assert b'href="/">Go back' in page.content
    page = client.get("/specimen/answer/refused", headers={"Referer": "http://testserver/work/1?q=name"})
    assert b'href="/work/1">Go back' in page.content


def test_what_was_yours_once_is_a_tombstone(pilot: World) -> None:
    page = signed_in(pilot, CONTACT).get("/specimen/answer/tombstone")
    assert page.status_code == 410
    assert "Recalled on 9 June 2025 It was inaccurate." in words(page.content)


def test_a_broken_rule_without_a_form_is_a_page(pilot: World) -> None:
    page = signed_in(pilot, CONTACT).post("/specimen/answer/rule")
    assert page.status_code == 422
    assert "This nomination was already decided." in words(page.content)


def test_a_conflict_gives_back_what_was_typed(pilot: World) -> None:
    typed = "A long statement that took a quarter of an hour to write down carefully."
    page = signed_in(pilot, CONTACT).post("/specimen/answer/conflict", {"form_of_words": typed})
    assert page.status_code == 409
    assert f"Form of words {typed}" in words(page.content)


def test_a_full_disk_is_said_in_plain_words_and_gives_back_what_was_typed(pilot: World) -> None:
    typed = "A long statement that took a quarter of an hour to write down carefully."
    page = signed_in(pilot, CONTACT).post("/specimen/answer/full", {"form_of_words": typed})
    assert page.status_code == 507
    said = words(page.content)
    assert said.startswith("Nothing was saved Handrail’s disk is full.")
    assert "call 999" in said
    assert f"Form of words {typed}" in said


def test_a_fault_shows_a_number_and_nothing_else(pilot: World, caplog: pytest.LogCaptureFixture) -> None:
    client = signed_in(pilot, CONTACT)
    client.raise_request_exception = False
    page = client.get("/specimen/answer/broken")
    assert page.status_code == 500
    assert page["X-Request-Id"].encode() in page.content
    assert "name" not in words(page.content)
    assert f"Request {page['X-Request-Id']} failed: GET /specimen/answer/broken" in caplog.messages


def test_a_form_from_an_earlier_sitting_gives_back_what_was_typed(pilot: World) -> None:
    client = signed_in(pilot, CONTACT)
    client.handler.enforce_csrf_checks = True
    typed = "A long statement that took a quarter of an hour to write down carefully."
    page = client.post("/specimen/form", {"words": typed, "password": "x" * 60})
    assert page.status_code == 403
    assert f"Words {typed}" in words(page.content)
    assert b"xxxxx" not in page.content


def test_an_account_without_a_member_is_told_so(pilot: World) -> None:
    client = signed_in(pilot, CONTACT)
    leave(pilot)
    page = client.get("/specimen/answer/hidden")
    assert page.status_code == 403
    assert words(page.content).startswith("You don’t belong to an organisation here")


def leave(pilot: World) -> None:
    """The point of contact has left the council."""
    from django.db import transaction

    from handrail.directory.models import Member, MemberStatus
    from handrail.gate.row_security import set_acting_organisation

    with transaction.atomic():
        set_acting_organisation(pilot.organisation("council"))
        Member.objects.filter(pk=pilot.member(CONTACT)).update(status=MemberStatus.LEFT)


def test_every_page_forbids_caches_and_frames(pilot: World) -> None:
    page = signed_in(pilot, CONTACT).get("/specimen/lists")
    assert page["Cache-Control"] == "no-store"
    assert page["X-Frame-Options"] == "DENY"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Referrer-Policy"] == "same-origin"
    assert page["Cross-Origin-Opener-Policy"] == "same-origin"
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_a_malformed_request_is_a_plain_page(pilot: World) -> None:
    client = signed_in(pilot, CONTACT)
    page = client.get("/specimen/lists", headers={"Host": "evil example"})
    assert page.status_code == 400
    assert b"could not be understood" in page.content


def test_a_stranger_is_asked_to_sign_in(pilot: World, client: Client) -> None:
    page = client.get("/specimen/lists?page=2")
    assert page.status_code == 302
    assert page["Location"] == "/sign-in?next=/specimen/lists%3Fpage%3D2"
