"""A service directory brought in at a terminal."""

from pathlib import Path

import pytest

from handrail.cli.ground import Exit
from tests.directories import page_of, service
from tests.harness.databases import Databases
from tests.unit.cli.conftest import Handrail
from tests.unit.cli.test_exchange import renew
from tests.worlds import World

KEEPER = "centre-lead@council.example"


@pytest.fixture(autouse=True)
def _living(pilot: World, databases: Databases) -> None:
    """The small pilot, but running on the day of the test."""
    renew(databases)


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "services.json"
    path.write_bytes(page_of(service("Flat Hunt"), service("Talking Space")))
    return path


def test_it_works(handrail: Handrail, feed: Path) -> None:
    done = handrail("import", "services", str(feed), "--as", KEEPER)
    assert (done.code, done.out.startswith("Done. New: 2.")) == (0, True), done.err
    again = handrail("import", "services", str(feed), "--as", KEEPER, "--json")
    assert again.json["unchanged"] == 2


def test_checking_says_what_it_would_change(handrail: Handrail, feed: Path) -> None:
    checked = handrail("import", "services", str(feed), "--as", KEEPER, "--check")
    assert (checked.code, "It would change this. New: 2." in checked.out) == (0, True)


def test_a_missing_page_is_turned_away(handrail: Handrail, tmp_path: Path) -> None:
    page = tmp_path / "page-1.json"
    page.write_bytes(page_of(service("Flat Hunt"), total_items=2))
    for more, code in (((), Exit.REFUSED), (("--check",), Exit.FAULTS_FOUND)):
        turned_away = handrail("import", "services", str(page), "--as", KEEPER, *more)
        assert turned_away.code == code
        assert "total_items: The directory says that it lists 2 services, and 1 are here." in turned_away.out


def test_a_feed_comes_through_standard_input_once(handrail: Handrail) -> None:
    nothing = handrail("import", "services", "-", "--as", KEEPER)
    assert (nothing.code, "the file: This isn’t JSON" in nothing.out) == (Exit.REFUSED, True), nothing.err
    twice = handrail("import", "services", "-", "-", "--as", KEEPER)
    assert (twice.code, "Standard input can be read once." in twice.err) == (Exit.USAGE, True)


def test_a_file_that_is_not_there_is_said(handrail: Handrail, tmp_path: Path) -> None:
    missing = handrail("import", "services", str(tmp_path / "page-9.json"), "--as", KEEPER)
    assert (missing.code, "There is no file" in missing.err) == (Exit.USAGE, True)


def test_not_everybody_brings_it_in(handrail: Handrail, feed: Path) -> None:
    refused = handrail("import", "services", str(feed), "--as", "practitioner@council.example")
    assert refused.code == Exit.REFUSED
