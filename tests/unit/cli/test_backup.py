"""The restore drill: after it, database, keys and ledger agree, and people find their records."""

import json
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import transaction

from handrail import ledger, vault
from handrail.directory.actions.organisations import add_organisation
from handrail.directory.services import service
from handrail.gate import clock
from handrail.gate.row_security import set_acting_organisation
from handrail.site import embedded
from handrail.site.addresses import SUPERUSER, conninfo
from handrail.site.home import Home
from tests.harness.databases import Database
from tests.unit.cli.conftest import Handrail, Ran, run_handrail
from tests.worlds import World

SENTENCE = "Attends the Thursday group"

PROGRAMME = """
[programme]
slug = "our-hub"
title = "Our hub"
version = "1.0.0"
based_on = "mac"
summary = "How our hub shares the least it can about somebody who may need help."
ends_on = 2030-03-31
pilot_months = 24
"""


@pytest.fixture
def backup(pilot: World, handrail: Handrail, tmp_path: Path, home: Path) -> Path:
    """A backup of a pilot with an installed programme, sealed text, and entries in its ledger: under a first key, under
    the key that it was handed over to, and not yet in the tree."""
    for name in ("our-hub/1.0.0", ".our-hub.half-copied"):
        (home / "programmes" / name).mkdir(parents=True)
        (home / "programmes" / name / "programme.toml").write_text(PROGRAMME, encoding="utf-8")
    for slug, sequenced in (("first", True), ("placed", True), ("waiting", False)):
        add_organisation(
            by=service("installer", uuid4()), purpose="administration", name=slug, slug=slug, kind="council"
        )
        if sequenced:
            ledger.sequence_all(at=clock.now())
        if slug == "first":
            _hand_over()
    ran = handrail("backup", str(tmp_path / "backup"))
    assert (ran.code, ran.err) == (0, "")
    return tmp_path / "backup"


@pytest.fixture
def restored_home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path / "restored")
    yield home
    embedded.stop(home)
    shutil.rmtree(embedded.location(home), ignore_errors=True)


def _hand_over() -> None:
    ledger.prepare_next_key(settings.HANDRAIL_KEY_DIR)
    with ledger.nothing_signed() as head:
        assert head
        ledger.hand_over(settings.HANDRAIL_KEY_DIR, head.size, head.root)


def _restore(home: Home, backup: Path) -> Ran:
    return run_handrail("--home", str(home.path), "restore", str(backup))


def test_restored_installation_agrees_with_its_keys_and_its_ledger(backup: Path, restored_home: Home) -> None:
    ran = _restore(restored_home, backup)
    assert (ran.code, ran.err) == (0, "")
    assert "all sound" in ran.out
    files = [path for path in restored_home.programmes.rglob("*") if path.is_file()]
    assert {
        path.relative_to(restored_home.programmes).as_posix(): path.read_text(encoding="utf-8") for path in files
    } == {"our-hub/1.0.0/programme.toml": PROGRAMME}
    verified = run_handrail("--home", str(restored_home.path), "ledger", "verify", "--json")
    assert verified.json["ok"]
    assert verified.json["unsequenced"] == 0
    assert len(ledger.load_chain(restored_home.keys).keys) == 2
    found = run_handrail("--home", str(restored_home.path), "ledger", "reconcile", "--json").json["found"]
    assert (found["entry_removed"], found["entry_added"], found["entry_without_row"]) == (0, 0, 0)


def test_keys_are_restored_to_where_this_installation_keeps_them(
    backup: Path, restored_home: Home, tmp_path: Path
) -> None:
    elsewhere = {"HANDRAIL_KEY_DIR": str(tmp_path / "mounted")}
    ran = run_handrail("--home", str(restored_home.path), "restore", str(backup), **elsewhere)
    assert (ran.code, ran.err) == (0, "")
    assert not (restored_home.path / "keys").exists()


def test_ledger_goes_on_in_a_new_epoch(backup: Path, restored_home: Home) -> None:
    _restore(restored_home, backup)
    with psycopg.connect(conninfo(SUPERUSER, restored_home)) as connection:
        epochs = connection.execute("SELECT count(*), count(DISTINCT cluster) FROM ledger_epoch").fetchone()
    assert epochs == (2, 2)


def test_sealed_text_opens_with_the_restored_keys(
    pilot: World, handrail: Handrail, tmp_path: Path, restored_home: Home
) -> None:
    person, row, council = uuid4(), uuid4(), pilot.organisation("council")
    with transaction.atomic():
        set_acting_organisation(council)
        sealed = vault.seal(
            person=person, organisation=council, table="sharing_statement", row=row, field="text", text=SENTENCE
        )
    handrail("backup", str(tmp_path / "sealed"))
    assert SENTENCE.encode() not in (tmp_path / "sealed" / "database.dump").read_bytes()
    _restore(restored_home, tmp_path / "sealed")
    script = (
        "from handrail.site.home import Home; from handrail.site.installation import activate\n"
        "from pathlib import Path; from uuid import UUID\n"
        f"activate(Home(Path({str(restored_home.path)!r})))\n"
        "from django.db import transaction; from handrail import vault\n"
        "from handrail.gate.row_security import set_acting_organisation\n"
        f"with transaction.atomic():\n    set_acting_organisation({council!r})\n"
        f"    print(vault.unseal(person={person!r}, organisation={council!r}, table='sharing_statement',"
        f" row={row!r}, field='text', sealed={sealed!r}))\n"
    )
    assert _python(script) == SENTENCE


def _python(script: str) -> str:
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()


def test_backup_is_closed_to_others_and_leaves_sessions_behind(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o700
    manifest = json.loads((backup / "backup.json").read_text())
    assert "handrail.test/ledger" in manifest["checkpoint"]
    assert "database.dump" in manifest["files"]
    assert all(not stat.S_IMODE((backup / name).stat().st_mode) & 0o077 for name in ("database.dump", "backup.json"))


def test_damaged_backup_is_not_restored(backup: Path, restored_home: Home) -> None:
    with (backup / "database.dump").open("ab") as dump:
        dump.write(b"x")
    ran = _restore(restored_home, backup)
    assert ran.code == 3
    assert "database.dump" in ran.err
    assert not restored_home.path.exists()


def test_backup_without_one_of_its_keys_is_not_restored(backup: Path, restored_home: Home) -> None:
    (backup / "keys" / "ledger-verification-key").unlink()
    assert _restore(restored_home, backup).code == 3


def test_restore_never_overwrites_an_installation(backup: Path, restored_home: Home) -> None:
    _restore(restored_home, backup)
    ran = _restore(restored_home, backup)
    assert ran.code == 3
    assert "holds an installation already" in ran.err


def test_each_backup_has_a_folder_of_its_own(database: Database, handrail: Handrail, tmp_path: Path) -> None:
    assert handrail("backup", str(tmp_path / "backup")).code == 0
    ran = handrail("backup", str(tmp_path / "backup"))
    assert ran.code == 3
    assert "exists already" in ran.err


def test_folder_that_is_no_backup_is_refused(restored_home: Home, tmp_path: Path) -> None:
    ran = _restore(restored_home, tmp_path)
    assert ran.code == 3
    assert "not a whole backup" in ran.err
