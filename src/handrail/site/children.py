"""The processes that `handrail demo` starts beside itself: kept alive while it runs, gone when it ends."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from handrail.site import lifeline

SHORT_LIFE_SECONDS = 10
SHORT_LIVES = 3
STOP_SECONDS = 20
LOOK_EVERY_SECONDS = 1


class ChildFailed(Exception):
    """A child keeps ending, so starting it again does not help. The text names its log."""


class Child:
    """One process with a process group, a log and a lifeline of its own."""

    def __init__(self, name: str, command: Sequence[str], log: Path) -> None:
        self.name = name
        self.log = log
        self._command = list(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._short_lives = 0

    def start(self) -> None:
        """Start it, adding to its log."""
        self.log.parent.mkdir(mode=0o700, exist_ok=True)
        log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            self._process = lifeline.start(self._command, log=log)
        finally:
            os.close(log)
        self._started = time.monotonic()

    def keep_alive(self) -> None:
        """Start it again should it have ended; raises ChildFailed when it keeps ending soon after its start."""
        if self._process is None or self._process.poll() is None:
            return
        soon = time.monotonic() - self._started < SHORT_LIFE_SECONDS
        self._short_lives = self._short_lives + 1 if soon else 0
        if self._short_lives == SHORT_LIVES:
            raise ChildFailed(f"The {self.name} keeps ending soon after its start. See {self.log}.")
        self._end_group()
        self.start()

    def ask_to_stop(self) -> None:
        """Send it SIGTERM; it may finish what it is doing."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def stop(self) -> None:
        """Wait for its end, then make sure that nothing of its process group is left."""
        self.ask_to_stop()
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS)
            self._end_group()
            self._process.wait()

    def _end_group(self) -> None:
        if self._process is None:
            return
        if self._process.stdin is not None:
            self._process.stdin.close()
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)


@contextmanager
def told_to_stop() -> Iterator[threading.Event]:
    """An event that SIGINT, SIGTERM and SIGHUP set, instead of interrupting whatever is being done."""
    told = threading.Event()
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: told.set()) for number in signals}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def watch_until(told: threading.Event, keep_alive: Sequence[Callable[[], None]]) -> None:
    """Call each of `keep_alive` again and again, until told to stop."""
    while not told.wait(LOOK_EVERY_SECONDS):
        for each in keep_alive:
            each()


def stop_all(children: Sequence[Child]) -> None:
    """Stop them side by side."""
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.stop()
