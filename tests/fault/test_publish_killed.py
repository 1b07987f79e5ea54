"""kill -9 while a register is published: the table before stays, and the next run goes on where this one ended."""

import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from handrail.matching.identity import Identity
from handrail.matching.keys import at_size, load, match_keys, token
from handrail.matching.partner.folder import SCRATCH, KeyFolder
from handrail.matching.partner.working_out import SCHEMA
from handrail.matching.table import TagTable
from tests.waiting import until

RECORDS = 300


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["record_id", "given_names", "family_name", "date_of_birth"])
        rows.writerows(
            [f"{number}", "Jo", f"Name{'abcdefghij'[number % 10]}", born(number)] for number in range(RECORDS)
        )
    return path


def family(number: int) -> str:
    return f"Name{'abcdefghij'[number % 10]}"


def born(number: int) -> str:
    return f"{1940 + number % 60}-{1 + number % 12:02}-{1 + number % 28:02}"


@contextmanager
def publisher(register: Path, keys: Path) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fault.publisher", str(register), str(keys)],
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield process
        process.kill()


def goes_on_until(process: "subprocess.Popen[str]", step: str) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    for said in process.stdout:
        if said.strip() == step:
            return
        process.stdin.write("\n")
        process.stdin.flush()
    raise AssertionError(f"It ended before “{step}”.")


def whole_run(register: Path, keys: Path) -> str:
    """Publish from beginning to end; give the last thing that is said."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.fault.publisher", str(register), str(keys)],
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
        input="\n" * 100,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()[-1]


def everybody_is_found(keys: Path) -> bool:
    folder = KeyFolder.open(keys)
    schema, evaluator = at_size(load(SCHEMA), RECORDS), folder.evaluator()
    with TagTable(folder.table, folder.signing_key.verification_key) as table:
        for number in range(0, RECORDS, 10):
            who = Identity(given=("Jo",), family=(family(number),), born=born(number))
            if not any(table.find(evaluator.output(token(schema, key)) for key in match_keys(who, schema))):
                return False
    return True


@pytest.mark.parametrize(
    ("step", "worked"),
    [
        ("Counting 0 of 0", RECORDS),
        ("Working out 200 of 300", 200),
        ("Working out 300 of 300", 100),
        ("Making the table 300 of 300", 0),
    ],
)
def test_the_next_run_goes_on_where_the_killed_one_ended(
    register: Path, tmp_path: Path, step: str, worked: int
) -> None:
    keys = tmp_path / "keys"
    with publisher(register, keys) as process:
        goes_on_until(process, step)
        beside = psutil.Process(process.pid).children()
        process.kill()
        process.wait()
        until(lambda: not any(child.is_running() for child in beside), "the processes beside it end too")
    assert not (keys / "register.tags").exists()
    assert whole_run(register, keys) == f"{worked} worked out of {RECORDS}"
    assert everybody_is_found(keys)
    assert not (keys / SCRATCH).exists()


def test_a_run_that_is_killed_leaves_the_table_before_it(register: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    whole_run(register, keys)
    before = (keys / "register.tags").read_bytes()
    register.write_text(register.read_text().replace("1940-", "1941-"))
    with publisher(register, keys) as process:
        goes_on_until(process, "Making the table 300 of 300")
        process.kill()
        process.wait()
    assert (keys / "register.tags").read_bytes() == before
