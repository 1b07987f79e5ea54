"""What is measured on a site that is being served: its pages, the memory of its processes, and an import's."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import memory, pages
from benchmarks.demo import PEOPLE, Served, served_demo
from benchmarks.multiply import multiply
from benchmarks.nominations import ASKED, Unit, file_of
from benchmarks.tables import Table
from handrail.demo.journey import OFFICER
from handrail.demo.organisations import Entry, entries
from handrail.gate import clock

#: Duties for each person: 200,000 for 20,000.
DUTIES = 10


def measure(folder: Path, *, people: int, runs: int, say: Callable[[str], None]) -> list[Table]:
    """Serve the demonstration's pilot, and measure it at 300 people and at as many as are asked for."""
    with served_demo(folder) as served:
        rows = [*memory.of_the_web(served, when="at rest"), memory.of_the_worker(served)]

        def grow() -> None:
            # A worker would look after all the copies, too, whose keys nobody has.
            served.worker.terminate()
            served.worker.wait()
            say(f"  making {people:,} people of {PEOPLE}")
            multiply(served.superuser, copies=people // PEOPLE - 1, duties=people * DUTIES)

        shown = pages.measure(served, rounds=runs, say=say, grow=grow)
        rows += memory.of_the_web(served, when="afterwards")
        rows.append(memory.of_an_import(_largest_size_of_an_import(served, folder, people), people))
    return [*shown, memory.table(rows, people)]


def _largest_size_of_an_import(served: Served, folder: Path, people: int) -> int:
    """How many bytes of memory `handrail import` took at its largest."""
    file = folder / "nominations.json"
    file.write_bytes(file_of(people, _unit(), seed=1))
    command = [sys.executable, "-m", "handrail.cli", "--home", str(served.home.path)]
    command += ["import", "nominations", str(file), "--as", OFFICER]
    process = os.posix_spawn(sys.executable, command, served.surroundings)
    _, code, usage = os.wait4(process, 0)
    if code:
        raise AssertionError("The import didn't come to its end.")
    return usage.ru_maxrss * 1024


def _unit() -> Unit:
    unit = _first("counter_terrorism_unit")
    partners = {kind: _first(kind).slug for kind in ASKED}
    return Unit(slug=unit.slug, approver=unit.email("authoriser"), partners=partners, today=clock.today())


def _first(kind: str) -> Entry:
    """The first organisation of this kind in London."""
    return next(entry for entry in entries() if entry.kind == kind and "london" in entry.centres)
