"""`handrail keys`: the organisations' keys are replaced while people go on working."""

import json
from pathlib import Path
from uuid import uuid4

from django.db import transaction

from handrail import vault
from handrail.gate.row_security import set_acting_organisation
from handrail.ledger.models import LedgerPayload
from tests.harness.databases import Databases
from tests.unit.cli.conftest import Handrail
from tests.worlds import World


def seal(pilot: World, key: str, text: str) -> tuple[vault.Place, bytes]:
    place = vault.Place(uuid4(), pilot.organisation(key), "sharing_holding", uuid4(), "text")
    with transaction.atomic():
        set_acting_organisation(place.organisation)
        return place, vault.seal_many([(place, text)])[0]


def unseal(place: vault.Place, sealed: bytes) -> str:
    with transaction.atomic():
        set_acting_organisation(place.organisation)
        return vault.unseal_many([(place, sealed)])[0]


def versions(databases: Databases, pilot: World, key: str) -> set[str]:
    path: Path = databases.current.keys / "organisations" / f"{pilot.organisation(key)}.key"
    return set(json.loads(path.read_text())["keys"])


def recorded(pilot: World, key: str, kind: str) -> int:
    with transaction.atomic():
        set_acting_organisation(pilot.organisation(key))
        return LedgerPayload.objects.filter(action=kind).count()


def test_every_organisations_text_can_be_read_after_a_rotation(
    pilot: World, handrail: Handrail, databases: Databases
) -> None:
    council, trust = seal(pilot, "council", "at the council"), seal(pilot, "nhs", "at the trust")
    ran = handrail("keys", "rotate")
    assert (ran.code, ran.err) == (0, "")
    assert "Camden Council: now version 2; data keys wrapped anew: 1." in ran.out
    assert "Back up now" in ran.out
    assert versions(databases, pilot, "council") == {"1", "2"}
    ran = handrail("keys", "retire")
    assert (ran.code, ran.err) == (0, "")
    assert "Camden Council: version 1 thrown away." in ran.out
    assert versions(databases, pilot, "council") == {"2"}
    assert (unseal(*council), unseal(*trust)) == ("at the council", "at the trust")


def test_one_organisations_key_can_be_replaced_alone_and_is_on_its_record(
    pilot: World, handrail: Handrail, databases: Databases
) -> None:
    assert handrail("keys", "rotate", "council").code == 0
    assert versions(databases, pilot, "nhs") == {"1"}
    assert recorded(pilot, "council", "organisation.rotate_key") == 1
    assert recorded(pilot, "nhs", "organisation.rotate_key") == 0


def test_nothing_is_thrown_away_that_is_needed(pilot: World, handrail: Handrail, databases: Databases) -> None:
    ran = handrail("keys", "retire", "council")
    assert "Camden Council: nothing to throw away." in ran.out
    assert versions(databases, pilot, "council") == {"1"}


def test_an_unknown_organisation_stops_it_before_anything_is_done(
    pilot: World, handrail: Handrail, databases: Databases
) -> None:
    ran = handrail("keys", "rotate", "council", "atlantis")
    assert ran.code == 2
    assert "atlantis" in ran.err
    assert versions(databases, pilot, "council") == {"1"}


def test_doctor_is_told_of_a_lost_key(pilot: World, handrail: Handrail, databases: Databases) -> None:
    seal(pilot, "council", "text")
    (databases.current.keys / "organisations" / f"{pilot.organisation('council')}.key").unlink()
    ran = handrail("doctor", "--json")
    assert f"{pilot.organisation('council')}.key is missing" in ran.out


def test_a_lost_key_stops_a_rotation_in_plain_words(pilot: World, handrail: Handrail, databases: Databases) -> None:
    (databases.current.keys / "organisations" / f"{pilot.organisation('council')}.key").unlink()
    ran = handrail("keys", "rotate", "council")
    assert ran.code == 3
    assert "can't be found" in ran.err
    assert "Traceback" not in ran.err


def test_a_key_lost_for_good_is_given_up_on_record(pilot: World, handrail: Handrail, databases: Databases) -> None:
    seal(pilot, "council", "lost")
    path = databases.current.keys / "organisations" / f"{pilot.organisation('council')}.key"
    assert handrail("keys", "give-up", "council", "--yes").code == 3
    path.unlink()
    assert handrail("keys", "give-up", "council").code == 1  # Nobody is there to say yes.
    assert not path.exists()
    ran = handrail("keys", "give-up", "council", "--yes")
    assert (ran.code, ran.err) == (0, "")
    assert "People whose records it lost: 1." in ran.out
    assert path.exists()
    assert recorded(pilot, "council", "organisation.give_up_key") == 1
    again = seal(pilot, "council", "new")
    assert unseal(*again) == "new"
