"""Whoever installs Handrail says where a programme runs."""

from handrail.directory.models import Centre
from tests.unit.cli.conftest import Handrail
from tests.worlds import World

HOSTED = ("--host", "council", "--starts", "2026-04-01")


def test_a_centre_of_the_rulebook_is_added_with_its_areas(pilot: World, handrail: Handrail) -> None:
    ran = handrail("centre", "add", "west-midlands", *HOSTED, "--ends", "2028-03-31", "--programme", "mac")
    assert ran.code == 0, ran.err
    centre = Centre.objects.get(slug="west-midlands")
    assert centre.prefix == "WMD"
    assert "E08000025" in centre.areas


def test_a_centre_does_not_outlast_a_pilot(pilot: World, handrail: Handrail) -> None:
    ran = handrail("centre", "add", "west-midlands", *HOSTED, "--ends", "2029-03-31", "--programme", "mac")
    assert ran.code == 4
    assert "24 months" in ran.err
    assert not Centre.objects.filter(slug="west-midlands").exists()


def test_what_can_be_added_is_listed_to_whoever_mistypes_it(pilot: World, handrail: Handrail) -> None:
    unknown = handrail("centre", "add", "atlantis", *HOSTED, "--ends", "2028-03-31", "--programme", "mac")
    assert unknown.code == 2
    assert "north-west" in unknown.err
    hostless = handrail(
        "centre", "add", "west-midlands", "--host", "nobody", "--starts", "2026-04-01", "--ends", "2028-03-31"
    )
    assert hostless.code == 2
    assert "nobody" in hostless.err


def test_the_programme_is_the_one_that_names_such_a_centre(pilot: World, handrail: Handrail) -> None:
    ran = handrail("centre", "add", "west-midlands", *HOSTED, "--ends", "2028-03-31")
    assert ran.code == 0
    assert Centre.objects.get(slug="west-midlands").programme == "mac"
    unknown = handrail("centre", "add", "west-midlands", *HOSTED, "--ends", "2028-03-31", "--programme", "nothing")
    assert unknown.code == 2
    assert "safeguarding-hub" in unknown.err
