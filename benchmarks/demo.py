"""The demonstration's pilot, served as production would be: gunicorn in front, the worker beside it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import psutil

from benchmarks.browser import Browser
from handrail.site import embedded
from handrail.site.addresses import SUPERUSER, conninfo
from handrail.site.home import Home

PEOPLE = 300
WEB_PROCESSES, THREADS = 2, 4
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Served:
    """A pilot that is being served."""

    home: Home
    port: int
    web: psutil.Process
    worker: "subprocess.Popen[bytes]"
    surroundings: dict[str, str]

    @property
    def superuser(self) -> str:
        """The address of its database, past row security."""
        return conninfo(SUPERUSER, self.home)

    def browser(self, email: str) -> Browser:
        """Somebody's browser, signed in."""
        browser = Browser(self.port)
        browser.get("/demo/people")
        browser.post("/demo/sign-in", {"email": email, "link": ""})
        return browser


@contextmanager
def served_demo(folder: Path, *, people: int = PEOPLE) -> Iterator[Served]:
    """Make a pilot of so many people in ``folder`` and serve it until the block ends."""
    home = Home(folder / "demo")
    handrail = [sys.executable, "-m", "handrail.cli", "--home", str(home.path)]
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("HANDRAIL_")}
    subprocess.run([*handrail, "demo", "load", "--people", str(people)], env=surroundings, check=True)
    port = _free_port()
    web = ["serve", "--bind", f"127.0.0.1:{port}", "--workers", str(WEB_PROCESSES), "--threads", str(THREADS)]
    try:
        with (
            _started([*handrail, *web], surroundings, folder / "web.log") as server,
            _started([*handrail, "worker"], surroundings, folder / "worker.log") as worker,
        ):
            _wait_for(port, server)
            yield Served(home, port, psutil.Process(server.pid), worker, surroundings)
    finally:
        embedded.stop(home)


@contextmanager
def _started(command: list[str], surroundings: dict[str, str], log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that runs until the block ends; what it says goes to ``log``."""
    with (
        log.open("wb") as said,
        subprocess.Popen(
            command, env=surroundings, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            yield process
        except BaseException:
            sys.stderr.write(log.read_text(errors="replace")[-2000:])
            raise
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    patience = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            if Browser(port).get("/health").status == HTTPStatus.OK:
                return
        except OSError:
            if time.monotonic() > patience or server.poll() is not None:
                raise
        time.sleep(0.1)
