"""kill -9 in the middle of a restore: the home says that it isn't finished, and the same command finishes it."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from handrail import ledger
from handrail.directory.actions.organisations import add_organisation
from handrail.directory.services import service
from handrail.gate import clock
from handrail.site.home import Home
from tests.unit.cli.conftest import Handrail, run_handrail, surroundings
from tests.unit.cli.conftest import handrail as handrail  # noqa: PLC0414, a fixture
from tests.unit.cli.conftest import site as site  # noqa: PLC0414, a fixture
from tests.worlds import World

#: What a restore says before each of its steps, once it has begun to write.
STEPS = ("Making the database", "Restoring the database", "Bringing the tables up to date", "Verifying the ledger")

#: Restores, and ends as if by kill -9 when the step is about to be taken; or, ``after`` so many seconds of it.
RESTORE = """
import os, signal, sys, threading
from datetime import UTC, datetime
from pathlib import Path
from handrail.site.backup import restore
from handrail.site.home import Home
home, backup, step, after = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], float(sys.argv[4])
def say(what):
    if what == step:
        kill = lambda: os.kill(os.getpid(), signal.SIGKILL)
        threading.Timer(after, kill).start() if after else kill()
restore(Home(home), backup, at=datetime.now(UTC), say=say)
"""


@pytest.fixture
def backup(pilot: World, handrail: Handrail, tmp_path: Path) -> Path:
    """A backup of the small pilot, with entries in its ledger."""
    add_organisation(by=service("installer", uuid4()), purpose="administration", name="One", slug="one", kind="council")
    ledger.sequence_all(at=clock.now())
    assert handrail("backup", str(tmp_path / "backup")).code == 0
    return tmp_path / "backup"


def killed(home: Home, backup: Path, step: str, *, after: float = 0) -> None:
    """A restore that ends as ``step`` begins, or ``after`` so many seconds of it."""
    ended = subprocess.run(
        [sys.executable, "-c", RESTORE, str(home.path), str(backup), step, str(after)],
        env=surroundings({"PYTHONPATH": os.pathsep.join(sys.path)}),
        capture_output=True,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


def finished(home: Home, backup: Path) -> None:
    """Run the command again: it ends well, and the ledger is sound."""
    ran = run_handrail("--home", str(home.path), "restore", str(backup))
    assert (ran.code, ran.err) == (0, "")
    assert "all sound" in ran.out
    assert run_handrail("--home", str(home.path), "ledger", "verify").code == 0


def refuses(home: Home, *command: str) -> None:
    ran = run_handrail("--home", str(home.path), *command)
    assert ran.code == 3, ran
    assert "is not finished" in ran.err
    assert "again with the same backup" in ran.err


@pytest.mark.slow
def test_a_restore_killed_before_any_of_its_steps_is_done_by_running_it_again(backup: Path, restored: Home) -> None:
    for step in STEPS:
        killed(restored, backup, step)
        refuses(restored, "init")
        refuses(restored, "ledger", "verify")
    examined = run_handrail("--home", str(restored.path), "doctor")
    assert examined.code == 1
    assert "is not finished. Run it again with the same backup." in " ".join(examined.out.split())
    finished(restored, backup)


@pytest.mark.slow
def test_a_restore_killed_while_the_database_is_restored_waits_for_what_it_left_running(
    backup: Path, restored: Home
) -> None:
    killed(restored, backup, "Restoring the database", after=0.05)
    refuses(restored, "init")
    finished(restored, backup)


def test_another_backup_is_not_restored_into_what_the_first_left(
    backup: Path, restored: Home, handrail: Handrail, tmp_path: Path
) -> None:
    killed(restored, backup, "Making the database")
    assert handrail("backup", str(tmp_path / "another")).code == 0
    ran = run_handrail("--home", str(restored.path), "restore", str(tmp_path / "another"))
    assert ran.code == 3
    assert "another backup was begun" in ran.err
    finished(restored, backup)
