"""Runs the command line as somebody at a terminal does: as a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from handrail.site.addresses import APP_ROLE, OWNER_ROLE, SUPERUSER
from handrail.site.home import Home
from tests.harness.databases import Databases


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Handrail = Callable[..., Ran]


def run_handrail(*arguments: str, **environment: str) -> Ran:
    """Run the command in a clean environment, with the variables given."""
    finished = subprocess.run(
        command(*arguments),
        env=surroundings(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Ran(finished.returncode, finished.stdout, finished.stderr)


def command(*arguments: str) -> list[str]:
    """What to run, with warnings as errors."""
    return [sys.executable, "-W", "error", "-m", "handrail.cli", *arguments]


def surroundings(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment without whatever the tests were started in."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**inherited, "COLUMNS": "200", **environment}


@pytest.fixture
def site(databases: Databases, home: Path) -> Callable[[], dict[str, str]]:
    """The variables of a home whose database is this test's (ask for `database` or a world as well).

    It is named to the command as a server that somebody else looks after.
    """
    Home(home).create()

    def variables() -> dict[str, str]:
        database = databases.current
        return {
            "HANDRAIL_HOME": str(home),
            "DATABASE_URL": database.conninfo(APP_ROLE),
            "HANDRAIL_OWNER_DATABASE_URL": database.conninfo(OWNER_ROLE),
            "HANDRAIL_BACKUP_DATABASE_URL": database.conninfo(SUPERUSER),
            "HANDRAIL_KEY_DIR": str(database.keys),
        }

    return variables


@pytest.fixture
def handrail(site: Callable[[], dict[str, str]]) -> Handrail:
    """The command on that home."""

    def run(*arguments: str, **environment: str) -> Ran:
        return run_handrail(*arguments, **{**site(), **environment})

    return run
