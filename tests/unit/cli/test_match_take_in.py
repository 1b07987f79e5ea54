"""A register brought in at a terminal, by a member of the organisation that keeps it."""

from pathlib import Path

import pytest

from handrail.cli.ground import Exit
from handrail.matching.models import Register
from handrail.matching.partner.folder import KeyFolder
from tests.finding import published_register as published_register  # noqa: PLC0414, a fixture
from tests.harness.databases import Databases
from tests.nominating import acting_for
from tests.unit.cli.conftest import Handrail
from tests.unit.cli.test_exchange import renew
from tests.worlds import World

CONTACT = "single-point-of-contact@council.example"


@pytest.fixture(autouse=True)
def _living(pilot: World, databases: Databases) -> None:
    """The small pilot, but running on the day of the test."""
    renew(databases)


@pytest.fixture
def keys(published_register: Path) -> KeyFolder:
    return KeyFolder.open(published_register)


def _offered(keys: KeyFolder, *more: str, key: str = "") -> tuple[str, ...]:
    key = key or str(keys.signing_key.verification_key)
    return ("match", "take-in", str(keys.table), "--key", key, "--centre", "london", *more)


def test_it_works(handrail: Handrail, pilot: World, keys: KeyFolder) -> None:
    done = handrail(*_offered(keys, "--as", CONTACT, "--address", "https://match.council.example"))
    assert (done.code, done.out.startswith("It was brought in.")) == (0, True), done.err
    with acting_for(pilot.organisation("council")):
        register = Register.objects.get()
    assert (register.state, register.address) == ("offered", "https://match.council.example")


def test_what_is_wrong_is_said_at_its_place(handrail: Handrail, keys: KeyFolder) -> None:
    turned_away = handrail(*_offered(keys, "--as", CONTACT, key="register-of-another"))
    assert (turned_away.code, "key: Paste the register’s key" in turned_away.out) == (Exit.REFUSED, True)


def test_a_centre_that_is_not_there_is_said(handrail: Handrail, keys: KeyFolder) -> None:
    missing = handrail(*_offered(keys, "--as", CONTACT, "--centre", "atlantis"))
    assert (missing.code, "There is no centre atlantis." in missing.err) == (Exit.USAGE, True)


def test_not_everybody_brings_it_in(handrail: Handrail, keys: KeyFolder) -> None:
    refused = handrail(*_offered(keys, "--as", "practitioner@council.example"))
    assert refused.code == Exit.REFUSED
