"""An operator verifies the ledger, and checks a rulebook before it is installed."""

import shutil
from importlib.resources import files
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from handrail import ledger
from handrail.directory.actions.organisations import add_organisation
from handrail.directory.services import service
from handrail.gate import clock
from handrail.site.addresses import SUPERUSER
from tests.harness.databases import Database
from tests.unit.cli.conftest import Handrail, run_handrail

MAC = Path(str(files("handrail.programme"))) / "mac"


@pytest.fixture
def recorded(database: Database) -> Database:
    """A database with a few ledger entries, placed in the tree."""
    from uuid import uuid4

    for slug in ("first", "second", "third"):
        installer = service("installer", uuid4())
        add_organisation(by=installer, purpose="administration", name=slug, slug=slug, kind="council")
    ledger.sequence_all(at=clock.now())
    connection.close()
    return database


def test_sound_ledger_is_verified(recorded: Database, handrail: Handrail) -> None:
    ran = handrail("ledger", "verify")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("Sound: 3 entries")
    as_json = handrail("ledger", "verify", "--json").json
    assert (as_json["ok"], as_json["size"], as_json["problems"]) == (True, 3, [])


def test_first_bad_entry_is_named(recorded: Database, handrail: Handrail) -> None:
    with psycopg.connect(recorded.conninfo(SUPERUSER)) as above_all:
        above_all.execute("SET session_replication_role = replica")
        above_all.execute("UPDATE ledger_entry SET kind = 'member.leave' WHERE leaf_index = 1")
    ran = handrail("ledger", "verify", "--json")
    assert ran.code == 1
    assert ran.json["problems"][0]["index"] == 1
    assert "Entry 1" in handrail("ledger", "verify").out


def test_tail_cut_off_is_seen_with_a_checkpoint_kept_elsewhere(
    recorded: Database, handrail: Handrail, tmp_path: Path
) -> None:
    kept = tmp_path / "checkpoint"
    kept.write_text(handrail("ledger", "checkpoint").out, encoding="utf-8")
    with psycopg.connect(recorded.conninfo(SUPERUSER)) as above_all:
        above_all.execute("SET session_replication_role = replica")
        for table in ("ledger_payload", "ledger_entry", "ledger_checkpoint"):
            above_all.execute(f"DELETE FROM {table}")
    assert handrail("ledger", "verify").code == 0
    assert handrail("ledger", "verify", "--known", str(kept)).code == 1


@pytest.mark.parametrize("kept", [b"\xff\xfe", b"not a checkpoint\n", b""], ids=["no text", "no note", "nothing"])
def test_a_file_that_is_no_checkpoint_says_nothing_against_the_ledger(
    recorded: Database, handrail: Handrail, tmp_path: Path, kept: bytes
) -> None:
    (tmp_path / "kept").write_bytes(kept)
    ran = handrail("ledger", "verify", "--known", str(tmp_path / "kept"))
    assert (ran.code, ran.out) == (2, "")
    assert "is no checkpoint" in ran.err


def test_leaves_are_shown_without_any_document(recorded: Database, handrail: Handrail) -> None:
    shown = handrail("ledger", "show", "--first", "1", "--count", "5", "--json").json
    assert [leaf["index"] for leaf in shown["leaves"]] == [1, 2]
    assert all(set(leaf) == {"index", "kind", "hour", "commitment"} for leaf in shown["leaves"])
    assert (shown["size"], shown["unsequenced"]) == (3, 0)
    text = handrail("ledger", "show", "--count", "1").out
    assert "organisation" in text
    assert "organisation.add" not in text


def test_empty_ledger_is_shown(database: Database, handrail: Handrail) -> None:
    ran = handrail("ledger", "show")
    assert ran.code == 0
    assert "The tree is empty." in ran.out
    assert handrail("ledger", "checkpoint").code == 1


def test_programme_that_ships_has_no_fault_and_needs_no_home() -> None:
    ran = run_handrail("programme", "check", str(MAC))
    assert ran.code == 0
    assert ran.out.startswith("mac: no faults.")


def test_faults_of_a_programme_are_told_with_file_line_and_rule(tmp_path: Path) -> None:
    broken = Path(shutil.copytree(MAC, tmp_path / "mac"))
    rulebook = broken / "programme.toml"
    rulebook.write_text(rulebook.read_text(encoding="utf-8") + "\n[nonsense]\nx = 1\n", encoding="utf-8")
    ran = run_handrail("programme", "check", str(broken))
    assert ran.code == 1
    file, line, _rest = ran.out.split(":", 2)
    assert file == "programme.toml"
    assert line.isdigit()
    faults = run_handrail("programme", "check", str(broken), "--json").json["faults"]
    assert {"file", "line", "rule", "message"} <= set(faults[0])
