"""Nominations in and holdings out, as somebody at a terminal does it."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from handrail.gate import clock
from handrail.site.addresses import SUPERUSER
from tests.filing import NAME, as_bytes, nomination_file
from tests.harness.databases import Databases
from tests.unit.cli.conftest import Handrail
from tests.working import disclosed
from tests.worlds import World

OFFICER, CONTACT = "originating-officer@ctu.example", "single-point-of-contact@council.example"
TODAY = datetime.now(clock.LONDON).date()


#: What runs out between the pilot's day and the day of the test: a command has no other clock than the machine's.
RENEWED = (
    "UPDATE directory_training SET valid_until = '2099-12-31'",
    "UPDATE directory_centre SET ends_on = '2099-12-31', programme_ends_on = '2099-12-31'",
    "UPDATE directory_agreement SET review_on = '2099-12-31', ends_on = '2099-12-31'",
    "UPDATE sharing_holding SET expires_on = '2099-12-31'",
)


def renew(databases: Databases) -> None:
    """Let nothing in the pilot have run out."""
    with psycopg.connect(databases.current.conninfo(SUPERUSER)) as connection:
        for statement in RENEWED:
            connection.execute(statement)


@pytest.fixture
def living(pilot: World, databases: Databases) -> World:
    """The small pilot, but running on the day of the test."""
    renew(databases)
    return pilot


def current_file(people: int = 2) -> dict[str, Any]:
    """A file that can be brought in today."""
    document = nomination_file(people)
    for nomination in document["nominations"]:
        for recipient in nomination["recipients"]:
            recipient["until"] = str(TODAY + timedelta(days=200))
        nomination["notification"]["look_again_on"] = str(TODAY + timedelta(days=20))
    return document


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "nominations.json"
    path.write_bytes(as_bytes(current_file()))
    return path


def test_it_works(living: World, handrail: Handrail, file: Path) -> None:
    checked = handrail("import", "nominations", str(file), "--as", OFFICER, "--check")
    assert (checked.code, checked.out) == (0, "Nothing is wrong: 2 drafts would be brought in.\n")

    brought = handrail("import", "nominations", str(file), "--as", OFFICER)
    assert brought.code == 0, brought.err
    assert brought.out == "2 drafts are there. Each person is still decided on alone, by two people.\n"

    again = handrail("import", "nominations", str(file), "--as", OFFICER.upper())
    assert (again.code, again.out) == (
        0, "2 nominations were brought in before and have not changed.\nNothing was changed.\n",
    )  # fmt: skip


def test_a_program_reads_what_became_of_it(living: World, handrail: Handrail, file: Path) -> None:
    nothing_yet = {"ok": True, "drafts": 0, "would_be_drafts": 2, "unchanged": 0, "faults": []}
    assert handrail("import", "nominations", str(file), "--as", OFFICER, "--check", "--json").json == nothing_yet
    brought = {"ok": True, "drafts": 2, "would_be_drafts": 0, "unchanged": 0, "faults": []}
    assert handrail("import", "nominations", str(file), "--as", OFFICER, "--json").json == brought


def test_everything_that_is_wrong_is_said_with_its_place(living: World, handrail: Handrail, file: Path) -> None:
    document = current_file()
    document["nominations"][1]["identity"]["date_of_birth"] = "1991-02-31"
    document["nominations"][0]["items"][0]["marking"] = "SECRET"
    file.write_bytes(as_bytes(document))

    turned_away = handrail("import", "nominations", str(file), "--as", OFFICER)

    assert turned_away.code == 4
    assert turned_away.err == "handrail: Nothing was brought in. Faults: 2.\n"
    first, second = turned_away.out.splitlines()
    assert first.startswith("nominations[0].items[0].marking: You can’t put anything above OFFICIAL here.")
    assert second == "nominations[1].identity.date_of_birth: 31 February is not a date"
    checked = handrail("import", "nominations", str(file), "--as", OFFICER, "--check", "--json")
    assert (checked.code, checked.json["ok"]) == (1, False)
    assert checked.json["faults"][1] == {
        "place": "nominations[1].identity.date_of_birth", "rule": "not-a-date", "what": "31 February is not a date",
    }  # fmt: skip
    assert NAME not in turned_away.out + checked.out


def test_a_file_that_is_no_json_is_said_to_be_none(living: World, handrail: Handrail, file: Path) -> None:
    file.write_text("reference,name\nN-1,Amina Yusuf\n")
    said = handrail("import", "nominations", str(file), "--as", OFFICER)
    assert (said.code, said.out) == (4, "The file: This isn’t JSON: expecting value, at line 1, column 1\n")


def test_only_a_member_who_may_brings_a_file_in(living: World, handrail: Handrail, file: Path) -> None:
    nobody = handrail("import", "nominations", str(file), "--as", "nobody@ctu.example")
    assert (nobody.code, nobody.err) == (2, "handrail: Nobody here signs in as nobody@ctu.example.\n")
    refused = handrail("import", "nominations", str(file), "--as", "authoriser@ctu.example")
    assert refused.code == 4
    assert "You can't do that." in refused.err


def test_there_must_be_a_file(living: World, handrail: Handrail) -> None:
    assert handrail("import", "nominations", "/nowhere.json", "--as", OFFICER).code == 2


def test_holdings_go_to_a_new_file_that_only_its_owner_reads(
    pilot: World, databases: Databases, handrail: Handrail, tmp_path: Path
) -> None:
    disclosed(pilot, "council")
    renew(databases)
    out = tmp_path / "holdings.json"

    said = handrail("export", "holdings", "--as", CONTACT, "--out", str(out))

    assert said.code == 0, said.err
    assert said.out.startswith(f"2 items are in {out}, marked OFFICIAL-SENSITIVE.")
    assert out.stat().st_mode & 0o777 == 0o600
    document = json.loads(out.read_text())
    assert document["holdings"][0]["form_of_words"] == NAME
    assert handrail("export", "holdings", "--as", CONTACT).json["holdings"] == document["holdings"]
    again = handrail("export", "holdings", "--as", CONTACT, "--out", str(out))
    assert (again.code, "is there already" in again.err) == (2, True)
    other = tmp_path / "other.json"
    summary = handrail("export", "holdings", "--as", CONTACT, "--out", str(other), "--json").json
    assert summary == {"holdings": 2, "marking": "OFFICIAL-SENSITIVE", "file": str(other)}


def test_who_may_not_take_out_gets_nothing(living: World, handrail: Handrail, tmp_path: Path) -> None:
    out = tmp_path / "holdings.json"
    refused = handrail("export", "holdings", "--as", "practitioner@council.example", "--out", str(out))
    assert refused.code == 4
    assert not out.exists()
