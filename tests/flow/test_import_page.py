"""An originating officer checks a nomination file on a page, and brings it in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from handrail.sharing.queries.nominations import nominations
from handrail.web.originate.forms import file as file_form
from tests.browsing import signed_in
from tests.filing import NAME, OFFICER, PURPOSE, as_bytes, bring, nomination_file, put
from tests.worlds import World


def send(client: Client, document: object, step: str) -> HttpResponseBase:
    """Choose the file on the page and press the button."""
    file = SimpleUploadedFile("nominations.json", as_bytes(document), "application/json")
    return client.post(reverse("originate:file"), {"file": file, "step": step}, secure=True)


def words(answer: HttpResponseBase) -> str:
    """What stands on the page."""
    return " ".join(strip_tags(answer.getvalue().decode()).split())


def drafts(pilot: World) -> int:
    return nominations(by=pilot.actor(OFFICER), purpose=PURPOSE).total


@pytest.fixture
def officer(pilot: World) -> Client:
    return signed_in(pilot, OFFICER)


def test_it_works(pilot: World, officer: Client) -> None:
    answer = send(officer, nomination_file(3), "bring_in")

    assert (answer.status_code, answer["Location"]) == (303, reverse("originate:nominations"))
    assert "New drafts: 3." in words(officer.get(answer["Location"], secure=True))
    assert drafts(pilot) == 3


def test_the_list_leads_to_it(pilot: World, officer: Client) -> None:
    page = officer.get(reverse("originate:nominations"), secure=True).content.decode()
    assert f'href="{reverse("originate:file")}"' in page
    assert officer.get(reverse("originate:file"), secure=True).status_code == 200


def test_checking_brings_nothing_in(pilot: World, officer: Client) -> None:
    bring(pilot, nomination_file(1))
    answer = send(officer, nomination_file(3), "check")
    assert answer.status_code == 200
    assert "It would bring in 2 drafts. Brought in before, and not changed: 1." in words(answer)
    assert drafts(pilot) == 1


def test_the_same_file_again_says_that_nothing_was_changed(pilot: World, officer: Client) -> None:
    bring(pilot, nomination_file(2))
    answer = send(officer, nomination_file(2), "bring_in")
    assert "Nothing was changed. All nominations in the file were brought in before: 2." in words(
        officer.get(answer["Location"], secure=True)
    )


@pytest.mark.parametrize("step", ["check", "bring_in"])
def test_everything_that_is_wrong_is_listed_with_its_place(pilot: World, officer: Client, step: str) -> None:
    document = put(nomination_file(2), "nominations.0.identity.date_of_birth", "1991-02-31")
    put(document, "nominations.1.items.0.marking", "SECRET")

    answer = send(officer, document, step)

    assert answer.status_code == 422
    page = words(answer)
    assert "Error: Bring in a nomination file" in page
    assert "nominations[0].identity.date_of_birth" in page
    assert "31 February is not a date" in page
    assert "nominations[1].items[0].marking" in page
    assert NAME not in page
    assert drafts(pilot) == 0


def test_a_file_and_a_choice_are_asked_for(pilot: World, officer: Client) -> None:
    answer = officer.post(reverse("originate:file"), {}, secure=True)
    assert answer.status_code == 422
    assert "Select a nomination file" in words(answer)
    assert "Select whether to check the file or bring it in" in words(answer)


def test_a_file_larger_than_a_page_takes_is_not_read(
    pilot: World, officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_form.FileForm.base_fields["file"], "largest", 1000)
    answer = send(officer, nomination_file(), "bring_in")
    assert answer.status_code == 422
    assert "The selected file must be smaller than" in words(answer)


@pytest.mark.parametrize("step", ["check", "bring_in"])
def test_whoever_may_not_bring_files_in_is_told_why(pilot: World, step: str) -> None:
    answer = send(signed_in(pilot, "authoriser@ctu"), nomination_file(), step)
    assert answer.status_code == 403
    assert "You can’t bring in a file of nominations" in words(answer)
