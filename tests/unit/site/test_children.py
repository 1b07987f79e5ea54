"""What `handrail demo` starts is kept alive while it runs, and is gone when it ends, however it ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from handrail.site.children import Child, ChildFailed, stop_all, told_to_stop
from tests.waiting import until

# A child that, like gunicorn, has a child of its own; holds on to its lifeline; and says that it is there.
PARENT = """
import subprocess, sys, time
from handrail.site.lifeline import hold_on
hold_on()
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(grandchild.pid, flush=True)
time.sleep(60)
"""


def _alive(process: int) -> bool:
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _first_line(log: Path) -> int:
    until(lambda: log.exists() and log.read_text().endswith("\n"), "the first line of the log")
    return int(log.read_text().split()[0])


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log" / "child.log"


def test_stopping_leaves_nothing_of_the_group(log: Path) -> None:
    child = Child("server", [sys.executable, "-c", PARENT], log)
    child.start()
    grandchild = _first_line(log)
    assert _alive(grandchild)
    stop_all([child])
    until(lambda: not _alive(grandchild), "the end of the grandchild")


def test_child_that_ignores_the_request_is_ended_all_the_same(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handrail.site.children.STOP_SECONDS", 0.2)
    deaf = "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(os.getpid(), flush=True)"
    child = Child("server", [sys.executable, "-c", f"{deaf}; time.sleep(60)"], log)
    child.start()
    process = _first_line(log)
    stop_all([child])
    assert not _alive(process)


def test_child_that_ends_at_once_is_not_started_for_ever(log: Path) -> None:
    child = Child("server", [sys.executable, "-c", "raise SystemExit(3)"], log)
    child.start()

    def fails() -> bool:
        try:
            child.keep_alive()
        except ChildFailed as failure:
            return str(log) in str(failure)
        return False

    until(fails, "the child failing")
    child.stop()


def test_child_that_is_killed_is_started_again(log: Path) -> None:
    child = Child("server", [sys.executable, "-c", PARENT], log)
    child.start()
    first = _first_line(log)
    os.kill(psutil.Process(first).ppid(), signal.SIGKILL)

    def started_again() -> bool:
        child.keep_alive()
        return len(log.read_text().split()) == 2

    until(started_again, "the child starting again")
    assert not _alive(first)
    child.stop()


def test_child_ends_when_the_one_that_started_it_is_killed(log: Path) -> None:
    starter = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from handrail.site.children import Child\n"
        f"Child('server', [sys.executable, '-c', {PARENT!r}], Path({str(log)!r})).start()\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", starter]) as process:
        child = psutil.Process(_first_line(log)).ppid()
        assert _alive(child)
        process.send_signal(signal.SIGKILL)
    until(lambda: not _alive(child), "the end of the child")
    os.kill(_first_line(log), signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_tells_to_stop_and_interrupts_nothing(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with told_to_stop() as told:
        os.kill(os.getpid(), number)
        assert told.wait(5)
    assert signal.getsignal(number) == before
