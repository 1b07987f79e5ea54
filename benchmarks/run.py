"""Which benchmarks are run, at which size, and where their tables go."""

import argparse
from pathlib import Path

from rich.console import Console

from benchmarks import auditor, holdings, imports, ledger, meeting, policy, site, sweep, who
from benchmarks.machine import state
from benchmarks.page import Part, written
from benchmarks.tables import Table

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "benchmarks.md"
ALL = {
    "imports": imports.measure,
    "site": site.measure,
    "sweep": sweep.measure,
    "meeting": meeting.measure,
    "holdings": holdings.measure,
    "policy": policy.measure,
    "who": who.measure,
    "ledger": ledger.measure,
    "auditor": auditor.measure,
}

PEOPLE, RUNS = 20_000, 5


def command(folder: Path) -> None:
    """Measure what was asked for. Its part of the page is written anew when it was measured at full size."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", help=f"{', '.join(ALL)}; all if none is named")
    parser.add_argument("--people", type=int, default=PEOPLE, help="people in the large population")
    parser.add_argument("--runs", type=int, default=RUNS, help="runs of each, of which the median counts")
    asked = parser.parse_args()
    if unknown := set(asked.names) - ALL.keys():
        parser.error(f"There is no benchmark called {' or '.join(sorted(unknown))}.")
    console = Console(highlight=False, soft_wrap=True)
    measured = {}
    for name in asked.names or ALL:
        console.print(f"[bold]{name}[/]")
        before = state()
        tables: list[Table] = ALL[name](folder, people=asked.people, runs=asked.runs, say=console.print)
        measured[name] = Part.of(tables, before, state())
        console.print(measured[name].text, markup=False)
    if (asked.people, asked.runs) == (PEOPLE, RUNS):
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), measured, order=tuple(ALL)), encoding="utf-8")
