"""How long one stays signed in, and what is shown afterwards."""

from datetime import timedelta

import pytest
from django.test import Client

from handrail.gate import clock
from tests.browsing import signed_in
from tests.worlds import NOW, World

pytestmark = pytest.mark.usefixtures("specimens")


@pytest.fixture
def member(pilot: World) -> Client:
    return signed_in(pilot, "case_coordinator@council")


def test_fifteen_idle_minutes_end_the_sitting(member: Client) -> None:
    assert member.get("/specimen/lists").status_code == 200
    with clock.at(NOW + timedelta(minutes=15, seconds=30)):
        page = member.get("/specimen/lists?page=2")
        assert (page.status_code, page["Location"]) == (302, "/timed-out?next=%2Fspecimen%2Flists%3Fpage%3D2")
        assert member.get("/specimen/lists").status_code == 302


def test_what_was_being_typed_is_given_back_to_be_copied(member: Client) -> None:
    member.get("/specimen/form")
    typed = "A long statement that took more than a quarter of an hour to write down."
    with clock.at(NOW + timedelta(minutes=16)):
        page = member.post("/specimen/form", {"words": typed})
    assert page.status_code == 403
    assert typed in page.content.decode()
    assert 'href="/sign-in?next=/specimen/form"' in page.content.decode()
    assert "_auth_user_id" not in member.session


def test_using_it_goes_on_with_the_sitting(member: Client) -> None:
    member.get("/specimen/lists")
    for minutes in (10, 20, 30):
        with clock.at(NOW + timedelta(minutes=minutes)):
            assert member.get("/specimen/lists").status_code == 200


def test_the_page_s_own_clock_is_no_use_of_the_site(member: Client) -> None:
    member.get("/specimen/lists")
    with clock.at(NOW + timedelta(minutes=10)):
        assert member.get("/session/idle").json() == {"idle": 600}
    with clock.at(NOW + timedelta(minutes=16)):
        assert member.get("/specimen/lists")["Location"].startswith("/timed-out")


def test_a_page_that_looks_again_by_itself_does_not_put_off_the_time_out(member: Client) -> None:
    member.get("/specimen/lists")
    with clock.at(NOW + timedelta(minutes=10)):
        assert member.get("/specimen/lists?again").status_code == 200
    with clock.at(NOW + timedelta(minutes=16)):
        assert member.get("/specimen/lists?again")["Location"].startswith("/timed-out")


def test_the_dialog_s_button_keeps_one_signed_in(member: Client) -> None:
    member.get("/specimen/lists")
    with clock.at(NOW + timedelta(minutes=14)):
        assert member.post("/session/stay").status_code == 204
    with clock.at(NOW + timedelta(minutes=28)):
        assert member.get("/specimen/lists").status_code == 200


def test_without_scripts_the_foot_of_the_page_says_it(member: Client) -> None:
    assert "You are signed out after 15 minutes" in member.get("/specimen/lists").content.decode()


def test_the_page_after_the_time_out_leads_back(client: Client, pilot: World) -> None:
    text = client.get("/timed-out?next=/specimen/lists").content.decode()
    assert "You had not used Handrail for 15 minutes" in text
    assert 'href="/sign-in?next=/specimen/lists"' in text


def test_the_page_after_the_time_out_never_leads_off_the_site(client: Client, pilot: World) -> None:
    text = client.get("/timed-out?next=https://elsewhere.example/").content.decode()
    assert "elsewhere" not in text


def test_signing_out_asks_first_and_then_forgets(member: Client) -> None:
    assert "Sign out of Handrail?" in member.get("/sign-out").content.decode()
    page = member.post("/sign-out")
    assert (page.status_code, page["Location"]) == (302, "/signed-out")
    after = member.get("/signed-out")
    assert after["Clear-Site-Data"] == '"cache"'
    assert "You are signed out" in after.content.decode()
    assert member.get("/specimen/lists").status_code == 302
