"""Which benchmarks are run, at which size, and where their tables go."""

import argparse
from pathlib import Path

from rich.console import Console

from benchmarks import imports, meeting, site, sweep
from benchmarks.machine import state
from benchmarks.tables import Table

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "benchmarks.md"
ALL = {
    "imports": imports.measure,
    "site": site.measure,
    "sweep": sweep.measure,
    "meeting": meeting.measure,
}

INTRODUCTION = """# What it costs

Measured by `make bench`, which writes this page. What counts are the ratios: each is of two things done in the same
run, and holds on another machine as well. Seconds don’t.

## The machine
"""


def command(folder: Path) -> None:
    """Measure what was asked for. The page is written when everything was measured, at full size."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", help=f"{' or '.join(ALL)}; all if none is named")
    parser.add_argument("--people", type=int, default=20_000, help="people in the large population")
    parser.add_argument("--runs", type=int, default=5, help="runs of each, of which the median counts")
    asked = parser.parse_args()
    console = Console(highlight=False, soft_wrap=True)
    before = state()
    tables: list[Table] = []
    for name in asked.names or ALL:
        console.print(f"[bold]{name}[/]")
        tables += ALL[name](folder, people=asked.people, runs=asked.runs, say=console.print)
    page = _page(before, state(), tables)
    console.print(page, markup=False)
    if not asked.names:
        PAGE.write_text(page, encoding="utf-8")


def _page(before: tuple[str, ...], after: tuple[str, ...], tables: list[Table]) -> str:
    machine = [f"- {line}" for line in before] + [f"- at the end: {after[-1]}"]
    return "\n".join([INTRODUCTION, *machine, "", *(table.markdown() for table in tables)])
