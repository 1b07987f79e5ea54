"""Which benchmarks are run, at which size, and where their tables go."""

import argparse
import sys
from pathlib import Path

from rich.console import Console

from benchmarks import (
    auditor,
    holdings,
    imports,
    ledger,
    linkage,
    matching,
    matching_protocol,
    meeting,
    policy,
    site,
    sweep,
    who,
)
from benchmarks.machine import state
from benchmarks.page import Part, written
from benchmarks.tables import Table

_DOCS = Path(__file__).parents[1] / "docs"
PAGE, IMAGES = _DOCS / "reference" / "benchmarks.md", _DOCS / "images"
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
    "matching_protocol": matching_protocol.measure,
    "matching": matching.measure,
    "linkage": linkage.measure,
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
    measured, drawings, broken = {}, [], []
    for name in asked.names or ALL:
        console.print(f"[bold]{name}[/]")
        before = state()
        tables: list[Table] = ALL[name](folder, people=asked.people, runs=asked.runs, say=console.print)
        drawings += [table.drawing for table in tables if table.drawing]
        broken += [table.broken for table in tables if table.broken]
        measured[name] = Part.of(tables, before, state())
        console.print(measured[name].text, markup=False)
    if (asked.people, asked.runs) != (PEOPLE, RUNS):
        return
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), measured, order=tuple(ALL)), encoding="utf-8")
    for drawing in drawings:
        (IMAGES / drawing.name).write_text(drawing.svg, encoding="utf-8")
    for limit in broken:
        console.print(f"[bold red]{parser.prog}:[/] {limit}")
    if broken:
        sys.exit(1)
