"""A form's page: what was typed is kept, errors come at once, success is said on the next page."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from handrail.web import banners
from tests.browsing import signed_in
from tests.unit.web.specimens import RELEASED
from tests.worlds import World

pytestmark = pytest.mark.usefixtures("specimens")

GOOD = {
    "words": "She is isolated.",
    "email": "a@example.com",
    "people": "12",
    "until-day": "4",
    "until-month": "6",
    "until-year": "2025",
    "source": "1",
    "recipient": "a",
    "criteria": ["x"],
    "told": "no",
    "read": "on",
}


@pytest.fixture
def member(pilot: World) -> Client:
    return signed_in(pilot, "case_coordinator@council")


def test_it_works(member: Client) -> None:
    page = member.get("/specimen/form")
    assert page.status_code == 200
    assert b"<title>Add an item \xe2\x80\x93 Handrail</title>" in page.content
    assert b'name="version" value="7"' in page.content


def test_a_failed_form_says_so_in_its_title_and_keeps_what_was_typed(member: Client) -> None:
    page = member.post("/specimen/form", GOOD | {"people": "99"})
    assert page.status_code == 422
    text = page.content.decode()
    assert "<title>Error: Add an item – Handrail</title>" in text
    assert 'href="#people"' in text
    assert "She is isolated.</textarea>" in text


def test_a_revealed_question_is_asked_for(member: Client) -> None:
    page = member.post("/specimen/form", GOOD | {"source": "other"})
    assert 'href="#which"' in page.content.decode()


def test_rules_broken_in_the_action_stand_in_the_form(member: Client) -> None:
    page = member.post("/specimen/form?broken", GOOD)
    assert page.status_code == 422
    text = page.content.decode()
    assert re.search(r'<a href="#people">\s*The agreement’s ceiling of 60 names is reached', text)
    assert "This nomination was sent back meanwhile" in text


def test_a_conflict_in_the_action_keeps_the_form(member: Client) -> None:
    page = member.post("/specimen/form?conflict", GOOD)
    assert page.status_code == 409
    text = page.content.decode()
    assert "Someone else changed this while you were working" in text
    assert "She is isolated.</textarea>" in text
    assert "<title>Error: " in text


def test_success_is_said_once_on_the_next_page(member: Client) -> None:
    page = member.post("/specimen/form", GOOD)
    assert (page.status_code, page["Location"]) == (303, "/specimen/lists")
    text = member.get("/specimen/lists").content.decode()
    assert "You released LDN-7F3K-2 to 3 organisations." in text
    assert "Each acknowledges it by 4 June 2025." in text
    assert "You released" not in member.get("/specimen/lists").content.decode()


def test_a_page_that_is_not_there_does_not_use_the_banner_up(member: Client) -> None:
    member.post("/specimen/form", GOOD)
    member.get("/nowhere")
    assert "You released" in member.get("/specimen/lists").content.decode()


def test_nothing_that_was_typed_is_in_the_session(member: Client) -> None:
    member.post("/specimen/form", GOOD)
    stored = [session.get_decoded() for session in Session.objects.all()]
    assert "isolated" not in str(stored)


@pytest.mark.parametrize("fact", ["Amara Adeyemi", "a", "LDN 7", "", True])
def test_a_banner_refuses_what_could_be_a_name(member: Client, fact: str) -> None:
    request = member.get("/specimen/lists").wsgi_request
    with pytest.raises(ValueError, match="reference"):
        banners.leave(request, RELEASED, reference=fact)


def test_a_banner_is_declared_once() -> None:
    with pytest.raises(RuntimeError, match="twice"):
        banners.declare("specimen.released", happened="Again.")


def test_a_list_is_shown_in_parts(member: Client) -> None:
    first = member.get("/specimen/lists").content.decode()
    assert "Showing 1 to 10 of 60 people" in first
    assert "LDN-0011" not in first
    second = member.get("/specimen/lists?page=2&q=x").content.decode()
    assert "LDN-0011" in second
    assert 'href="?q=x&amp;page=3"' in second


@pytest.mark.parametrize("asked", ["0", "-1", "x", "99999999999", "٢"])
def test_a_page_number_that_is_none_shows_the_first_or_last(member: Client, asked: str) -> None:
    assert member.get("/specimen/lists", {"page": asked}).status_code == 200


def test_user_text_is_escaped_everywhere(member: Client) -> None:
    text = member.post("/specimen/form", {"words": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_a_marked_page_says_so_at_both_ends(member: Client) -> None:
    text = member.get("/specimen/lists").content.decode()
    assert text.count("OFFICIAL – SENSITIVE · for you and named colleagues at this organisation") == 2


def test_the_header_says_who_and_where(member: Client) -> None:
    text = member.get("/specimen/lists").content.decode()
    assert "Camden Council · London" in text
    assert "Case coordinator" in text
