"""What it takes a partner to publish a register: time and memory by its size, and what of it is the function itself."""

import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any, Final

from benchmarks.tables import Table, ratio, seconds
from handrail.matching.oprf import SEED_SIZE, Evaluator
from handrail.matching.synthetic import Population, write

#: Records for each person of the population that is asked for: 50,000 to a million for 20,000.
SIZES: Final = (2.5, 5.0, 10.0, 50.0)
#: The size that the target is for, how many processes, and seconds.
TARGET, PROCESSES, TARGET_SECONDS = 10.0, 2, 45
#: Registers that are not measured but worked out from the fit: of a large region, and of a country.
LARGER: Final = (9_000_000, 67_000_000)
#: One record of so many is changed before the register is published again.
CHANGED: Final = 100
_EVALUATED: Final = 5_000
MEGABYTE: Final = 1_000_000

Found = dict[str, Any]


def measure(folder: Path, *, people: int, say: Callable[[str], None]) -> list[Table]:
    """Publish registers of several sizes, one of them again with changes."""
    each = []
    for records in (round(people * size) for size in SIZES):
        register, keys = folder / f"register-{records}", folder / f"keys-{records}"
        write(register, Population(people=records, queries=1, present=1.0))
        found = _published(register, keys)
        floor = _floor(found["entries"])
        each.append((found, floor))
        say(f"  {records:,} records in {found['seconds']:.1f} s, {floor:.1f} s of it the function")
    records = round(people * TARGET)
    register, keys = folder / f"register-{records}", folder / f"keys-{records}"
    _change(register / "register.csv")
    again = _published(register, keys)
    say(f"  {records:,} once more with {again['worked']:,} changed: {again['seconds']:.1f} s")
    return [_time(each, again), _fitted([found for found, _ in each])]


def _published(register: Path, keys: Path) -> Found:
    command = [sys.executable, "-m", "benchmarks.publisher", str(register / "register.csv"), str(keys), str(PROCESSES)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)
    return dict(json.loads(done.stdout))


def _floor(entries: int) -> float:
    """Seconds that evaluating so many tokens takes in as many processes as are used, and nothing else."""
    evaluator = Evaluator(bytes(SEED_SIZE), b"floor")
    tokens = [b"a token of about as many bytes as others %d" % number for number in range(_EVALUATED)]
    began = time.perf_counter()
    for token in tokens:
        evaluator.output(token)
    return (time.perf_counter() - began) / _EVALUATED * entries / PROCESSES


def _change(register: Path) -> None:
    """Give one person of a hundred one more name."""
    with register.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    for row in rows[::CHANGED]:
        row[header.index("given_names")] += ";Alex"
    with register.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def _time(each: Sequence[tuple[Found, float]], again: Found) -> Table:
    target, target_floor = next(pair for pair in each if pair[0]["records"] == again["records"])
    rows = [
        (
            f"{found['records']:,}",
            seconds(found["seconds"]),
            ratio(found["seconds"], floor),
            f"{found['memory'] / MEGABYTE:.0f} MB",
            f"{found['memory_beside'] / MEGABYTE:.0f} MB",
            f"{found['entries'] / found['records']:.2f}",
            f"{found['bytes'] / MEGABYTE:.1f} MB",
        )
        for found, floor in each
    ]
    rows.append(
        (
            f"{again['records']:,} again, {again['worked']:,} of them changed",
            seconds(again["seconds"]),
            ratio(again["seconds"], target_floor),
            f"{again['memory'] / MEGABYTE:.0f} MB",
            f"{again['memory_beside'] / MEGABYTE:.0f} MB",
            f"{again['entries'] / again['records']:.2f}",
            f"{again['bytes'] / MEGABYTE:.1f} MB",
        )
    )
    largest, smallest = each[-1][0], each[0][0]
    grew = (largest["memory"] + largest["memory_beside"]) / (smallest["memory"] + smallest["memory_beside"])
    return Table(
        "Publishing a register",
        f"`handrail match publish` makes the tag table of {target['records']:,} records in "
        f"{seconds(target['seconds'])} with {PROCESSES} processes (reach: {TARGET_SECONDS} s), "
        f"{ratio(target['seconds'], target_floor)} times what evaluating its tokens takes and nothing else. From "
        f"{smallest['records']:,} to {largest['records']:,} records, memory grows by a factor of {grew:.2f}.",
        ("Records", "Time", "Times the floor", "Memory", "Of a process beside", "Entries a record", "Table"),
        tuple(rows),
        "Synthetic people, from a CSV file. Floor: the oblivious function alone, for as many tokens as there are "
        f"entries, divided by {PROCESSES} processes. Memory: largest resident size. Of the time at "
        f"{target['records']:,} records, {seconds(target['table_seconds'])} make the table out of what was worked out. "
        f"All processes together used {seconds(target['cpu_seconds'])} of processor time.",
    )


def _fitted(each: Sequence[Found]) -> Table:
    """Straight lines through what was measured (least squares), and what they give for larger registers."""
    start, slope = _line([(found["records"], found["seconds"]) for found in each])
    header, width = _line([(found["records"], found["bytes"]) for found in each])
    worst = max(abs(start + slope * found["records"] - found["seconds"]) / found["seconds"] for found in each)
    smallest, largest = each[0], each[-1]
    rows = tuple(
        (
            f"{records:,}",
            f"{(start + slope * records) / 3600:.1f} hours",
            f"{(header + width * records) / 1e9:.1f} GB",
        )
        for records in LARGER
    )
    return Table(
        "Publishing a larger register",
        "Worked out, not measured: straight lines through the figures above.",
        ("Records", f"Time, {PROCESSES} processes", "Table"),
        rows,
        f"Time: {start:.1f} s and {slope * 1e6:.0f} µs a record; the line is at most {worst:.0%} away from what was "
        f"measured. Table: {width:.0f} bytes a record. Memory is bounded by buffers that no register changes: "
        f"{_memory(smallest)}, and {_memory(largest)}. Time is almost all evaluation, so that it falls as processes "
        "are added. While the table is made, it takes three times its size on disk.",
    )


def _memory(found: Found) -> str:
    sizes = f"{found['memory'] / MEGABYTE:.0f} + {PROCESSES} × {found['memory_beside'] / MEGABYTE:.0f} MB"
    return f"{sizes} at {found['records']:,} records"


def _line(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Start and slope of the line with the least squares of differences."""
    across, up = fmean([x for x, _ in points]), fmean([y for _, y in points])
    slope = sum((x - across) * (y - up) for x, y in points) / sum((x - across) ** 2 for x, _ in points)
    return up - slope * across, slope
