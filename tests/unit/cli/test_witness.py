"""Another organisation's IT officer runs a witness; the operator of the ledger has it asked."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from typer.testing import CliRunner

from handrail import ledger
from handrail.cli.main import app
from handrail.directory.actions.organisations import add_organisation
from handrail.directory.services import service
from handrail.gate import clock
from handrail.ledger import checkpoint, key_file
from handrail.ledger.cosigning import body_of
from tests.harness.databases import Database
from tests.unit.cli.conftest import Handrail, Ran, command, surroundings
from tests.waiting import until

NAME = "witness.council.example/w1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "witness"


@pytest.fixture
def vkey(folder: Path) -> str:
    """A witness was made in the folder; this is its key."""
    ran = _witness("init", str(folder), "--name", NAME)
    assert (ran.code, ran.err) == (0, "")
    return ran.out.strip()


def _witness(*arguments: str, given: bytes = b"") -> Ran:
    """Run a command of the witness: in this process, as there are many and they need nothing around them."""
    ran = CliRunner().invoke(app, ["witness", *arguments], input=given, catch_exceptions=False)
    return Ran(ran.exit_code, ran.stdout, ran.stderr)


def _record(slug: str) -> None:
    add_organisation(by=service("installer", uuid4()), purpose="administration", name=slug, slug=slug, kind="council")


def _sign(folder: Path, request: bytes) -> Ran:
    return _witness("sign", str(folder), given=request)


def test_a_witness_needs_nothing_of_the_web_application(tmp_path: Path) -> None:
    """In a process that knows no home and no settings, and makes none."""
    log = key_file.create_signing_key(tmp_path / "log", origin="pilot.example/ledger")
    key = key_file.load_signing_key(tmp_path / "log")
    request = body_of(0, [], checkpoint.sign(key, 7, bytes(32)).note)
    program = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from handrail.witness import Witness, add_checkpoint, standings, trust
witness = Witness.create(Path("witness"), {NAME!r})
trust(witness, {str(log)!r})
assert add_checkpoint(witness, {request!r}, at=datetime.now(UTC)).status == 200
assert [each.size for each in standings(witness, at=datetime.now(UTC))] == [7]
from django.conf import settings
assert not settings.configured
assert "handrail.site" not in sys.modules and "django.db.models" not in sys.modules
"""
    subprocess.run([sys.executable, "-W", "error", "-c", program], env=surroundings({}), cwd=tmp_path, check=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log", "witness"]
    assert (tmp_path / "witness").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "witness" / "witness-signing-key").stat().st_mode & 0o777 == 0o600


def test_status_says_what_is_held_against_a_log_until_it_is_moved_away(folder: Path, vkey: str, tmp_path: Path) -> None:
    log = key_file.create_signing_key(tmp_path / "log", origin="pilot.example/ledger")
    key = key_file.load_signing_key(tmp_path / "log")
    _witness("trust", str(folder), str(log))
    _sign(folder, body_of(0, [], checkpoint.sign(key, 7, bytes(32)).note))
    refused = _sign(folder, body_of(7, [], checkpoint.sign(key, 7, bytes(31) + b"\x01").note))
    assert (refused.code, refused.out) == (4, "")
    assert "PROOF OF A FORK" in refused.err
    status = _witness("status", str(folder))
    assert status.code == 1
    assert "PROOF OF A FORK" in status.out
    [kept] = folder.glob("logs/*/evidence/*")
    kept.rename(tmp_path / "dealt-with")
    assert _witness("status", str(folder)).code == 0


def test_mistakes_are_said_and_break_nothing(folder: Path, vkey: str, tmp_path: Path) -> None:
    no_text = tmp_path / "no-text"
    no_text.write_bytes(b"\xff\xfe")
    for arguments, code, words in (
        (("init", str(folder), "--name", NAME), 2, "is not empty"),
        (("init", str(tmp_path / "new"), "--name", "two words"), 2, "no spaces"),
        (("trust", str(folder)), 2, "or --handover"),
        (("trust", str(folder), vkey), 4, "logs and witnesses"),
        (("status", str(tmp_path / "nowhere")), 3, "is not a witness's folder"),
        (("serve", str(folder), "--bind", "8600"), 2, "HOST:PORT"),
        (("trust", str(folder), "--handover", str(no_text)), 4, "This is not a signed note"),
    ):
        ran = _witness(*arguments)
        assert (ran.code, words in ran.err, "Traceback" in ran.err) == (code, True, False), (arguments, ran.err)
    (folder / "witness-signing-key").chmod(0o644)
    assert "can be read by others" in _witness("status", str(folder)).err


def test_a_witness_without_a_network_is_asked_by_files(
    database: Database, site: Callable[[], dict[str, str]], handrail: Handrail, folder: Path, vkey: str, tmp_path: Path
) -> None:
    for number in range(3):
        _record(f"organisation-{number}")
    ledger.sequence_all(at=clock.now())
    _witness("trust", str(folder), (database.keys / ledger.VERIFICATION_KEY).read_text())
    assert handrail("ledger", "witness", "add", "-", vkey).code == 0
    assert handrail("ledger", "witness", "need", "1").code == 0
    with pytest.raises(ledger.NotPublished):
        ledger.published()
    asked = tmp_path / "request"
    asked.write_text(handrail("ledger", "witness", "request", NAME).out)
    signed = _sign(folder, asked.read_bytes()).out

    def take(answer: str | bytes, request: Path) -> int:
        return subprocess.run(
            command("ledger", "witness", "take", NAME, str(request)),
            input=answer.encode() if isinstance(answer, str) else answer, env=surroundings(site()), check=False,
        ).returncode  # fmt: skip

    no_text = tmp_path / "no-text"
    no_text.write_bytes(b"\xff\xfe")
    assert (take(b"\xff\xfe", asked), take(signed, no_text)) == (4, 2)
    assert take(signed, asked) == 0
    assert NAME in ledger.published()
    cosigned = tmp_path / "cosigned"
    cosigned.write_text(f"old 3\n\n{ledger.published()}")
    for nothing in ("", "\n"):
        assert take(nothing, cosigned) != 0, "the witness's line in the request itself is no answer"
    listed = handrail("ledger", "witness", "list", "--json")
    assert (listed.code, listed.json["published"], listed.json["witnesses"][0]["size"]) == (0, 3, 3)
    # The answer was lost on the way: the witness says what it knows, and the log goes on from there.
    again = _sign(folder, asked.read_bytes())
    assert (again.code, again.out) == (4, "")
    assert re.search(r"--known 3\b", again.err)
    assert handrail("ledger", "witness", "request", NAME, "--known", "3").out.startswith("old 3\n\n")


def test_the_worker_has_the_head_cosigned_and_a_witness_that_hangs_holds_up_nothing(
    database: Database, site: Callable[[], dict[str, str]], handrail: Handrail, folder: Path, vkey: str, tmp_path: Path
) -> None:
    _witness("trust", str(folder), (database.keys / ledger.VERIFICATION_KEY).read_text())
    hanging = _witness("init", str(tmp_path / "other"), "--name", "hanging.example/w1").out.strip()
    with socket.create_server(("127.0.0.1", 0)) as silent, socket.create_server(("127.0.0.1", 0)) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
        probe.close()
        handrail("ledger", "witness", "add", f"http://{address}", vkey)
        handrail("ledger", "witness", "add", f"http://127.0.0.1:{silent.getsockname()[1]}", hanging)
        handrail("ledger", "witness", "need", "1")
        serving = subprocess.Popen(command("witness", "serve", str(folder), "--bind", address), env=surroundings({}))
        working = subprocess.Popen(command("worker"), env=surroundings(site()), stdin=subprocess.DEVNULL)
        try:
            _record("first")
            until(_cosigned(1), "the first head being cosigned")
            before = len(list(ledger.leaves()))
            began = time.monotonic()
            _record("second")
            until(lambda: len(list(ledger.leaves())) > before, "the second entry in the tree")
            assert time.monotonic() - began < 3
        finally:
            for process in (working, serving):
                process.terminate()
            assert [process.wait(40) for process in (working, serving)] == [0, 0]
    connection.close()


def _cosigned(size: int) -> Callable[[], bool]:
    """At least so many: that there are witnesses now is an entry of the worker's own, which may come at any moment."""

    def reached() -> bool:
        try:
            return ledger.published_head().size >= size
        except ledger.NotPublished:
            return False

    return reached
