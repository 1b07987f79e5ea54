"""As an auditor does it: the command exports, and the verifier, installed alone in an empty environment, checks it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from handrail import ledger
from handrail.gate import clock
from handrail.oversight.queries.records import Filters, records
from tests.unit.cli.conftest import Handrail, handrail, site  # noqa: F401 - fixtures
from tests.worlds import World

ROOT = Path(__file__).parents[2]
UV = ROOT / ".tools" / "bin" / "uv"
#: What `pip install ./verifier` brings along: cryptography, and what that needs.
INSTALLED = {"cffi", "cryptography", "handrail-verify", "pycparser"}

Auditor = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def auditor(tmp_path: Path) -> Auditor:
    """Run `handrail-verify` where there is nothing but it: neither Handrail nor any variable of ours."""
    if not UV.exists():
        if "CI" in os.environ:
            pytest.fail(f"{UV} is missing: `make test` makes it.")
        pytest.skip("`make test` makes .tools/bin/uv")
    environment = tmp_path / "environment"

    def uv(*arguments: str) -> str:
        return subprocess.run([str(UV), *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout

    uv("venv", "--quiet", "--python", sys.executable, str(environment))
    uv("pip", "install", "--quiet", "--python", str(environment), "./verifier")
    frozen = uv("pip", "freeze", "--python", str(environment)).splitlines()
    assert {line.partition("==")[0].partition(" @ ")[0] for line in frozen} <= INSTALLED

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [str(environment / "bin" / "handrail-verify"), *arguments]
        return subprocess.run(command, cwd="/", env={}, capture_output=True, text=True, check=False)

    return run


@pytest.mark.slow
def test_installed_alone_it_accepts_what_the_command_exported_and_refuses_one_changed_byte(
    pilot: World,
    handrail: Handrail,  # noqa: F811
    auditor: Auditor,
    home: Path,
    tmp_path: Path,
) -> None:
    for house in ("council", "nhs", "oversight"):
        records(by=pilot.actor(f"auditor@{house}"), purpose="oversight", filters=Filters())
    ledger.sequence_all(at=clock.now())
    connection.close()
    folder = tmp_path / "export"
    exported = handrail("--home", str(home), "ledger", "export", str(folder))
    assert exported.code == 0, exported.err
    key = (folder / "keys").read_text().strip()
    accepted = auditor(str(folder), "--key", key)
    assert (accepted.returncode, accepted.stderr) == (0, ""), accepted.stdout + accepted.stderr
    assert accepted.stdout.startswith("VERIFIED: nothing is wrong")
    files = sorted(each for each in folder.rglob("*") if each.is_file() and each.stat().st_size)
    assert len(files) == 5
    for file in files:
        before = file.read_bytes()
        middle = len(before) // 2
        file.write_bytes(before[:middle] + bytes([before[middle] ^ 1]) + before[middle + 1 :])
        refused = auditor(str(folder), "--key", key)
        file.write_bytes(before)
        assert refused.returncode == 1
        assert refused.stdout.startswith("NOT VERIFIED")
        assert f"] {file.relative_to(folder)}" in refused.stdout, refused.stdout
