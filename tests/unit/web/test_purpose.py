"""Why a record is opened: asked once for each person and sitting, and kept as a code."""

from uuid import uuid4

import pytest
from django.test import Client

from handrail.web.purposes import usual_purpose
from tests.browsing import signed_in
from tests.worlds import World

pytestmark = pytest.mark.usefixtures("specimens")
CONTACT = "single_point_of_contact@council"


@pytest.fixture
def member(pilot: World) -> Client:
    return signed_in(pilot, CONTACT)


def test_it_is_asked_before_the_record_is_opened(member: Client) -> None:
    person = uuid4()
    page = member.get(f"/specimen/people/{person}")
    assert page.status_code == 303
    assert page["Location"] == f"/purpose/{person}?next=%2Fspecimen%2Fpeople%2F{person}"


def test_the_answer_leads_back_and_is_shown_beside_the_title(member: Client) -> None:
    person = uuid4()
    back = member.post(f"/purpose/{person}?next=/specimen/people/{person}", {"reason": "helping"})
    assert (back.status_code, back["Location"]) == (303, f"/specimen/people/{person}")
    text = member.get(f"/specimen/people/{person}").content.decode()
    assert "I am helping this person, or arranging help for them" in text
    assert "Purpose code safeguarding_support" in text
    assert f'href="/purpose/{person}?next=%2Fspecimen%2Fpeople%2F{person}"' in text


def test_each_person_is_asked_about(member: Client) -> None:
    member.post(f"/purpose/{uuid4()}", {"reason": "helping"})
    assert member.get(f"/specimen/people/{uuid4()}").status_code == 303


def test_another_reason_is_chosen_from_the_rest(member: Client) -> None:
    person = uuid4()
    assert member.post(f"/purpose/{person}", {"reason": "another"}).status_code == 422
    assert member.post(f"/purpose/{person}", {"reason": "another", "other": "their_request"}).status_code == 303
    assert "individual_rights" in member.get(f"/specimen/people/{person}").content.decode()


def test_three_plain_choices_are_offered_and_only_those_open_to_the_organisation(member: Client) -> None:
    text = member.get(f"/purpose/{uuid4()}").content.decode()
    assert text.count('name="reason" type="radio"') == 4
    assert "managing_risk" not in text


def test_a_reason_that_is_not_open_to_the_organisation_is_refused(member: Client) -> None:
    person = uuid4()
    refused = member.post(f"/purpose/{person}", {"reason": "another", "other": "managing_risk"})
    assert refused.status_code == 422
    assert member.get(f"/specimen/people/{person}").status_code == 303


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_the_answer_never_leads_off_the_site(member: Client, elsewhere: str) -> None:
    back = member.post(f"/purpose/{uuid4()}?next={elsewhere}", {"reason": "helping"})
    assert back["Location"] == "/"


@pytest.mark.parametrize(
    ("who", "purpose"),
    [
        ("originating_officer@ctu", "originating"),
        ("police_risk_owner@force", "risk_management"),
        ("single_point_of_contact@nhs", "safeguarding_support"),
        ("data_protection_officer@council", "individual_rights"),
        ("auditor@oversight", "oversight"),
        ("administrator@council", "administration"),
    ],
)
def test_a_page_about_no_one_person_takes_the_role_s_usual_purpose(pilot: World, who: str, purpose: str) -> None:
    request = signed_in(pilot, who).get("/specimen/lists").wsgi_request
    assert usual_purpose(request) == purpose
