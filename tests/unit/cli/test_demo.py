"""`handrail demo`: one command to a working pilot, Ctrl-C to nothing left of it. As installed from the wheel, too."""

import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from handrail.site import embedded
from handrail.site.home import Home
from tests.harness.installing import build_wheel, install
from tests.unit.cli.conftest import command, run_handrail, surroundings
from tests.waiting import until

PEOPLE = "3"
PATIENCE_SECONDS = 120

# One process for all of them: they share a home, which takes a while to make.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]


@dataclass
class Demo:
    """A demo that runs in a process group of its own, as in somebody's terminal."""

    process: "subprocess.Popen[str]"
    address: str
    welcome: str

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"{self.address}{path}", timeout=PATIENCE_SECONDS) as answer:
            return str(answer.read().decode())

    def family(self) -> list[psutil.Process]:
        return [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]

    def press_control_c(self) -> None:
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.communicate(timeout=PATIENCE_SECONDS)


def _free_port() -> int:
    """One that nobody is given who asks for any port: between this look and the demo, somebody might be."""
    while True:
        port = random.randrange(20_000, 30_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@contextmanager
def _running(home: Home, start: list[str]) -> Iterator[Demo]:
    port = _free_port()
    with subprocess.Popen(
        [*start, "--home", str(home.path), "demo", "--port", str(port)],
        env=surroundings({}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        cwd="/",
    ) as process:
        try:
            assert process.stdout is not None
            welcome = ""
            while "Press Ctrl-C" not in welcome:
                line = process.stdout.readline()
                assert line, f"it ended, saying: {welcome}"
                welcome += line
            yield Demo(process, f"http://127.0.0.1:{port}", welcome)
        except BaseException:
            process.kill()
            embedded.stop(home)
            raise
        finally:
            process.kill()


def _answers(demo: Demo) -> bool:
    try:
        return demo.get("/health") == "ok\n"
    except OSError:
        return False


def _left_of(home: Home, family: list[psutil.Process]) -> list[str]:
    """What still runs of the demo: anything it started, and anything that works in its database's folder."""
    data = str(embedded.location(home))
    left = [process for process in family if _runs(process)]
    left += [process for process in psutil.process_iter() if data in " ".join(_words(process))]
    return [" ".join(_words(process)) for process in left]


def _runs(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """The home of a demo with a few people in it."""
    home = Home(tmp_path_factory.mktemp("demo") / "home")
    ran = run_handrail("--home", str(home.path), "demo", "load", "--people", PEOPLE)
    assert (ran.code, ran.err) == (0, "")
    assert f"{PEOPLE} synthetic people" in ran.out
    yield home
    embedded.stop(home)
    shutil.rmtree(embedded.location(home), ignore_errors=True)


def test_it_works_and_leaves_no_process_after_control_c(loaded: Home) -> None:
    with _running(loaded, command()) as demo:
        assert "Handrail" in demo.get("/")
        family = demo.family()
        assert len(family) >= 5
        demo.press_control_c()
    assert demo.address.replace("127.0.0.1", "localhost") in demo.welcome
    assert "Originating officer" in demo.welcome
    assert demo.process.returncode == 0
    assert _left_of(loaded, family) == []


def test_second_start_keeps_the_data_and_takes_seconds(loaded: Home) -> None:
    made = loaded.demo_marker.read_text()
    began = time.monotonic()
    with _running(loaded, command()) as demo:
        assert time.monotonic() - began < 30
        demo.press_control_c()
    assert loaded.demo_marker.read_text() == made


def test_everything_but_the_database_ends_with_a_demo_that_is_killed(loaded: Home) -> None:
    with _running(loaded, command()) as demo:
        family = demo.family()
        demo.process.kill()
    until(lambda: not any(_runs(process) for process in family), "the end of all that the demo started")
    with _running(loaded, command()) as demo:
        family = demo.family()
        demo.press_control_c()
    assert _left_of(loaded, family) == []


def test_database_that_is_killed_is_started_again(loaded: Home) -> None:
    with _running(loaded, command()) as demo:
        lock = embedded.location(loaded) / "data" / "postmaster.pid"
        os.kill(int(lock.read_text().split()[0]), signal.SIGKILL)
        until(lambda: _answers(demo), "the demo answering again")
        demo.press_control_c()


def test_port_that_is_taken_is_told_before_anything_starts(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = run_handrail("--home", str(home), "demo", "--port", str(taken.getsockname()[1]))
    assert ran.code == 3
    assert "is taken" in ran.err
    assert not home.exists()


@pytest.fixture(scope="module")
def running(loaded: Home) -> Iterator[Demo]:
    """A demo for the tests below, which only look at it."""
    with _running(loaded, command()) as demo:
        yield demo
        demo.press_control_c()


def test_a_command_in_a_second_window_knows_where_the_demo_is(running: Demo, loaded: Home) -> None:
    ran = run_handrail("--home", str(loaded.path), "doctor", "--json")
    said = {found["part"]: found["what"] for found in json.loads(ran.out)["findings"]}
    assert said["address"] == f"{running.address.replace('127.0.0.1', 'localhost')} (demo)."


def test_second_demo_on_the_same_home_is_told_that_one_runs(running: Demo, loaded: Home) -> None:
    ran = run_handrail("--home", str(loaded.path), "demo", "--port", str(_free_port()))
    assert ran.code == 3
    assert "running already" in ran.err
    assert _answers(running)


def test_doctor_finds_a_running_demo_well(running: Demo, loaded: Home) -> None:
    ran = run_handrail("--home", str(loaded.path), "doctor")
    assert (ran.code, ran.err) == (0, ""), ran.out


def test_a_witness_countersigns_the_demo_as_it_grows(running: Demo, loaded: Home) -> None:
    def listed() -> dict[str, Any]:
        ran = run_handrail("--home", str(loaded.path), "ledger", "witness", "list", "--json")
        assert ran.code == 0, ran.err
        found: dict[str, Any] = ran.json
        return found

    until(lambda: listed()["published"] > 0, "the first countersignature")
    assert listed()["needed"] == 1
    assert "— witness.demo.example/w1 " in running.get("/ledger/checkpoint")
    assert run_handrail("witness", "status", str(loaded.path / "witness")).code == 0


def test_logs_hold_no_address_of_a_record(running: Demo, loaded: Home) -> None:
    with pytest.raises(OSError, match="404"):
        running.get("/people/8f14e45f-ceea-467f-9c1b-0a1b2c3d4e5f?name=Zebedee")
    said = "".join(path.read_text() for path in loaded.log.iterdir())
    assert "/people/*" in said
    assert not re.search(r"8f14e45f|Zebedee", said)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("wheel"))


def test_wheel_holds_templates_assets_rulebooks_and_nothing_of_ours(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in ("programme/mac/programme.toml", "policy/core.cedar", "web/templates/", "web/assets/", "py.typed"):
        assert any(name.startswith(f"handrail/{wanted}") for name in names), wanted
    assert not [name for name in names if name.startswith(("tests/", "docs/")) or "__pycache__" in name]


def test_wheel_alone_in_an_empty_environment_runs_the_demo(wheel: Path, tmp_path: Path) -> None:
    handrail = str(install(wheel, tmp_path, "centre") / "handrail")
    home = Home(tmp_path / "home")
    made = subprocess.run(
        [handrail, "--home", str(home.path), "demo", "load", "--people", PEOPLE],
        env=surroundings({}),
        cwd="/",
        check=True,
        capture_output=True,
        text=True,
    )
    assert f"{PEOPLE} synthetic people" in made.stdout
    with _running(home, [handrail]) as demo:
        page = demo.get("/")
        stylesheet = re.search(r'href="(/[^"]+\.css[^"]*)"', page)
        assert stylesheet is not None
        assert "govuk" in demo.get(stylesheet.group(1))
        family = demo.family()
        demo.press_control_c()
    assert _left_of(home, family) == []
    shutil.rmtree(embedded.location(home), ignore_errors=True)
