"""Where one can go: the same places for everybody, less those that a role has no use for."""

import re

import pytest

from tests.browsing import signed_in
from tests.worlds import World


def places(world: World, who: str, address: str = "/sign-out") -> list[str]:
    """The items of the navigation; the one that the page belongs to has a star."""
    text = signed_in(world, who).get(address).content.decode()
    found = re.findall(r'govuk-service-navigation__link"[^>]*?(aria-current="\w+")?\s*>(.*?)</a>', text, re.DOTALL)
    return [re.sub(r"<[^>]+>|\s\s+", "", words).strip() + ("*" if here else "") for here, words in found]


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("single_point_of_contact@council", {"People"}),
        ("originating_officer@ctu", {"People", "Nominations"}),
        ("auditor@council", {"Oversight"}),
        ("data_protection_officer@council", {"People", "Oversight"}),
        ("administrator@council", {"Members and roles"}),
    ],
)
def test_each_role_sees_its_own(pilot: World, who: str, reads: set[str]) -> None:
    shown = set(places(pilot, who))
    assert "Waiting for you" in shown
    assert shown & {"People", "Nominations", "Oversight", "Members and roles"} == reads


def test_the_place_of_the_page_is_marked(pilot: World) -> None:
    assert "Waiting for you*" in places(pilot, "single_point_of_contact@council", "/work/")
    on_people = places(pilot, "single_point_of_contact@council", "/work/people/")
    assert "People*" in on_people
    assert "Waiting for you" in on_people
