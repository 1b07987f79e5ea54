"""The product's web server and worker as real processes, on a test's database: to be used, watched, and killed."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psutil
from django.conf import settings

from handrail.gate import clock
from handrail.site.addresses import APP_ROLE, OWNER_ROLE
from handrail.site.home import Home
from tests.harness.clocked import CLOCK_VARIABLE
from tests.harness.databases import Database
from tests.waiting import until

_PORT = re.compile(r"Listening at: http://127\.0\.0\.1:(\d+)")


@dataclass(frozen=True)
class Surroundings:
    """What the processes of one test find around them: a home, a database, a folder for temporary files, a clock.

    The home has the secret key of the process that runs the tests: a session that the test began is valid there.
    """

    home: Home
    database: Database
    temporary: Path
    at: datetime | None = None

    def variables(self) -> dict[str, str]:
        """The environment of a process, without whatever the tests were started in."""
        inherited = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        return inherited | {
            "DJANGO_SETTINGS_MODULE": "handrail.site.settings",
            "PYTHONPATH": os.pathsep.join(part for part in sys.path if part),
            "TMPDIR": str(self.temporary),
            "HANDRAIL_HOME": str(self.home.path),
            "HANDRAIL_KEY_DIR": str(self.database.keys),
            "HANDRAIL_ACCESS_LOG": "1",
            "DATABASE_URL": self.database.conninfo(APP_ROLE),
            "HANDRAIL_OWNER_DATABASE_URL": self.database.conninfo(OWNER_ROLE),
            CLOCK_VARIABLE: (self.at or clock.now()).isoformat(),
        }


def surroundings(folder: Path, database: Database, *, at: datetime | None = None) -> Surroundings:
    """Make them below ``folder``."""
    home = Home(folder / "home")
    home.create()
    home.secret_key.write_text(settings.SECRET_KEY, encoding="utf-8")
    temporary = folder / "temporary"
    temporary.mkdir(exist_ok=True)
    return Surroundings(home, database, temporary, at)


class Running:
    """One process group of the product, and its log."""

    def __init__(self, process: "subprocess.Popen[bytes]", log: Path, before: int) -> None:
        self.process = process
        self.log = log
        self._before = before

    @property
    def workers(self) -> list[psutil.Process]:
        """The processes that do gunicorn's work."""
        return psutil.Process(self.process.pid).children()

    @property
    def port(self) -> int:
        """Where gunicorn listens."""
        until(lambda: _PORT.search(self.said()) is not None, "gunicorn listening")
        found = _PORT.search(self.said())
        return int(found[1]) if found else 0

    def said(self) -> str:
        """What it has written to its log."""
        return self.log.read_bytes()[self._before :].decode()

    def kill(self) -> None:
        """kill -9 of all of it."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def web(around: Surroundings, *, workers: int = 1, threads: int = 2, **variables: str) -> Iterator[Running]:
    """The web server, as `handrail serve` starts it: gunicorn workers of some threads each, on a free port."""
    arguments = [
        "--config",
        "python:handrail.site.serving",
        "--bind",
        "127.0.0.1:0",
        "--workers",
        str(workers),
        "--threads",
        str(threads),
    ]
    with _running(["gunicorn", "tests.harness.clocked:application", *arguments], "web", around, variables) as running:
        yield running


@contextmanager
def worker(around: Surroundings, **variables: str) -> Iterator[Running]:
    """The worker, as `handrail worker` runs it."""
    with _running(["tests.harness.clocked"], "worker", around, variables) as running:
        yield running


def sending_to(port: int) -> dict[str, str]:
    """The settings by which a process finds the mail server on a port of loopback."""
    return {"HANDRAIL_SMTP_HOST": "127.0.0.1", "HANDRAIL_SMTP_PORT": str(port)}


@contextmanager
def _running(module: list[str], name: str, around: Surroundings, variables: Mapping[str, str]) -> Iterator[Running]:
    log = around.home.log / f"{name}.log"
    log.parent.mkdir(exist_ok=True)
    before = log.stat().st_size if log.exists() else 0
    with log.open("ab") as said:
        running = Running(
            subprocess.Popen(
                [sys.executable, "-m", *module],
                env={**around.variables(), **variables},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            ),
            log,
            before,
        )
    try:
        yield running
    finally:
        running.kill()
