"""The demonstration's way in, which exists nowhere else."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

import pytest
from django.test import Client, override_settings

from tests.worlds import World


@dataclass(frozen=True)
class Step:
    """A step as the demonstration declares it."""

    title: str
    text: str
    email: str
    link: str


STEPS = (
    Step("1. Nominate", "An officer writes the least.", "originating-officer@ctu.example", "/sign-out"),
    Step("2. Authorise", "Another officer decides.", "authoriser@ctu.example", "https://elsewhere.example/"),
)


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    module = ModuleType("steps_of_a_demonstration")
    monkeypatch.setattr(module, "STEPS", STEPS, raising=False)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    with override_settings(HANDRAIL_DEMO=True, HANDRAIL_DEMO_STEPS=f"{module.__name__}.STEPS"):
        yield


def test_it_opens_on_the_journey(demo: None, client: Client, pilot: World) -> None:
    assert client.get("/")["Location"] == "/demo"
    text = client.get("/demo").content.decode()
    assert "1. Nominate" in text
    assert text.count("Sign in as the one who does") == 2
    assert "Originating officer, London Counter-Terrorism Policing Unit" in text


def test_one_click_signs_in_as_the_one_who_does_it(demo: None, client: Client, pilot: World) -> None:
    page = client.post("/demo/sign-in", {"email": STEPS[0].email, "link": STEPS[0].link})
    assert (page.status_code, page["Location"]) == (303, "/sign-out")
    assert "London Counter-Terrorism Policing Unit" in client.get("/sign-out").content.decode()


def test_the_link_never_leads_off_the_site(demo: None, client: Client, pilot: World) -> None:
    assert client.post("/demo/sign-in", {"email": STEPS[1].email, "link": STEPS[1].link})["Location"] == "/"


def test_anybody_can_be_picked(demo: None, client: Client, pilot: World) -> None:
    text = client.get("/demo/people").content.decode()
    assert "Camden Council" in text
    assert text.count('name="email"') == len(pilot.members)


def test_somebody_who_is_not_in_it_cannot(demo: None, client: Client, pilot: World) -> None:
    assert client.post("/demo/sign-in", {"email": "nobody@example.com"}).status_code == 404


@pytest.mark.parametrize("address", ["/demo", "/demo/people"])
def test_outside_the_demonstration_there_is_no_such_page(client: Client, pilot: World, address: str) -> None:
    assert client.get(address).status_code == 404


def test_outside_the_demonstration_nobody_signs_in_by_picking(client: Client, pilot: World) -> None:
    assert client.post("/demo/sign-in", {"email": STEPS[0].email}).status_code == 404
    assert "_auth_user_id" not in client.session
