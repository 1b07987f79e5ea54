"""A full disk: whoever is at work is told so in plain words, nothing of what they did is half there, and it can be done
again once there is room.
"""

import html
import tempfile
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.test import override_settings
from django.urls import reverse

from handrail.gate import StorageFull
from handrail.matching.actions.registers import Offer, offer
from handrail.matching.models import Register
from handrail.matching.partner.folder import KeyFolder
from handrail.matching.rules.faults import NoRoom
from handrail.sharing.queries.nominations import nominations
from handrail.site.addresses import APP_ROLE, OWNER_ROLE, SUPERUSER
from handrail.site.home import Home
from tests.browsing import signed_in
from tests.fault.books import assert_books_agree, assert_sound, disclosures_of
from tests.fault.conftest import Site, SmallDisk
from tests.filing import OFFICER, PURPOSE, bring, nomination_file
from tests.finding import ADMINISTRATION, CONTACT
from tests.finding import published_register as published_register  # noqa: PLC0414, a fixture
from tests.nominating import acting_for, put_forward, release
from tests.unit.cli.conftest import Ran, run_handrail

PEOPLE = 300
RECIPIENTS = ("council", "nhs")


def drafts(site: Site) -> int:
    return nominations(by=site.pilot.actor(OFFICER), purpose=PURPOSE).total


@pytest.mark.slow
def test_an_import_onto_a_full_disk_brings_nothing_in_and_can_be_sent_again(small: Site, disk: SmallDisk) -> None:
    document = nomination_file(PEOPLE)
    # Somebody was there before: PostgreSQL lets nobody into a moved database while it lacks room for its first file.
    psycopg.connect(small.database.conninfo(SUPERUSER)).close()
    disk.fill()
    with pytest.raises(StorageFull, match="disk that the database is on is full"):
        bring(small.pilot, document)
    with pytest.raises(StorageFull):
        drafts(small)  # what can't be recorded can't be read either
    disk.make_room()
    assert drafts(small) == 0
    assert bring(small.pilot, document).drafts == PEOPLE
    assert drafts(small) == PEOPLE
    assert_sound(small)


@pytest.mark.slow
def test_a_release_onto_a_full_disk_is_as_if_it_had_not_been_tried(small: Site, disk: SmallDisk) -> None:
    waiting = [put_forward(small.pilot, recipients=RECIPIENTS) for _ in range(12)]
    disk.fill()
    done, refused = [], waiting[-1]
    for written in waiting:
        try:
            release(small.pilot, written)
        except StorageFull:
            refused = written
            break
        done.append(written)  # there was room left inside its tables
    assert len(done) < len(waiting)
    assert_books_agree(small)
    assert disclosures_of(small, refused.id) == 0
    disk.make_room()
    release(small.pilot, refused)
    assert disclosures_of(small, refused.id) == len(RECIPIENTS)
    assert_books_agree(small)
    assert_sound(small)


def back_up(site: Site, home: Path, folder: Path) -> Ran:
    Home(home).create()
    return run_handrail(
        "backup",
        str(folder),
        HANDRAIL_HOME=str(home),
        DATABASE_URL=site.database.conninfo(APP_ROLE),
        HANDRAIL_OWNER_DATABASE_URL=site.database.conninfo(OWNER_ROLE),
        HANDRAIL_BACKUP_DATABASE_URL=site.database.conninfo(SUPERUSER),
        HANDRAIL_KEY_DIR=str(site.database.keys),
    )


@pytest.mark.parametrize("disk", ["128k"], indirect=True)
def test_a_backup_onto_a_full_disk_leaves_nothing_that_could_be_taken_for_one(
    site: Site, disk: SmallDisk, home: Path, tmp_path: Path
) -> None:
    ran = back_up(site, home, disk.folder / "backup")
    assert ran.code == 3
    assert "No space left on device" in ran.err
    assert "Traceback" not in ran.err
    assert list(disk.folder.iterdir()) == []
    assert back_up(site, home, tmp_path / "backup").code == 0


@pytest.mark.parametrize("disk", ["8m"], indirect=True)
def test_a_disk_that_fills_up_between_the_dump_and_the_keys_is_said_too(
    site: Site, disk: SmallDisk, home: Path, tmp_path: Path
) -> None:
    whole = back_up(site, home, tmp_path / "backup")
    assert whole.code == 0
    dump = (tmp_path / "backup" / "database.dump").stat().st_size
    disk.fill(but=dump + 24_576)  # room for the dump, and for hardly a key
    ran = back_up(site, home, disk.folder / "backup")
    assert ran.code == 3
    assert "The backup could not be written" in ran.err
    assert "Make room" in ran.err
    assert [each.name for each in disk.folder.iterdir()] == ["filler"]


@pytest.mark.parametrize("disk", ["128k"], indirect=True)
def test_a_register_for_which_there_is_no_room_is_turned_away_in_words(
    site: Site, disk: SmallDisk, published_register: Path
) -> None:
    home = Home(disk.folder / "home")
    folder = KeyFolder.open(published_register)
    key = str(folder.signing_key.verification_key)
    home.registers.mkdir(parents=True)
    disk.fill()
    with override_settings(HANDRAIL_HOME=home), pytest.raises(NoRoom, match="no room"):
        offer(
            by=site.pilot.actor(CONTACT),
            purpose=ADMINISTRATION,
            centre=site.pilot.centre,
            offer=Offer(folder.table, key),
        )
    with acting_for(site.pilot.organisation("council")):
        assert not Register.objects.exists()
    assert list(home.registers.iterdir()) == []


@pytest.mark.parametrize("disk", ["128k"], indirect=True)
def test_a_register_brought_in_on_its_page_is_turned_away_in_words_when_the_disk_for_passing_files_is_full(
    site: Site, disk: SmallDisk, published_register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(disk.folder))
    folder = KeyFolder.open(published_register)
    key = str(folder.signing_key.verification_key)
    client, address = signed_in(site.pilot, CONTACT), reverse("admin:offer_register", args=[site.pilot.centre])

    def bring_it_in() -> Any:
        with folder.table.open("rb") as table:
            return client.post(address, {"table": table, "key": key, "address": "https://match.example"})

    disk.fill()
    page = bring_it_in()
    assert page.status_code == 422
    said = page.content.decode()
    assert "There is no room for it on the centre’s machine." in said
    assert html.escape(key) in said, "what was typed stands there still"
    assert "https://match.example" in said
    with acting_for(site.pilot.organisation("council")):
        assert not Register.objects.exists()
    assert [each.name for each in disk.folder.iterdir()] == ["filler"]
    disk.make_room()
    assert bring_it_in().status_code == 303
    with acting_for(site.pilot.organisation("council")):
        assert Register.objects.count() == 1
    assert_books_agree(site)
