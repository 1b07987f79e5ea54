"""Which benchmarks are run, at which size, and where their tables go."""

import argparse
from pathlib import Path

import psycopg
from rich.console import Console

from benchmarks import imports
from benchmarks.machine import state
from benchmarks.tables import Table
from handrail.site.embedded.cluster import PRODUCTION
from handrail.site.home import Home
from tests.harness.databases import Databases
from tests.harness.server import Server, embedded_server

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "benchmarks.md"
ALL = {"imports": imports.measure}

INTRODUCTION = """# What it costs

Measured by `make bench`, which writes this page. Each figure is a ratio of two things done in the same run: ratios
hold on another machine, seconds do not. Others were at work on this machine; its load stands below.
"""


def command(folder: Path) -> None:
    """Measure what was asked for. The page is written when everything was measured at full size."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*ALL, []], help="which ones; all if none is named")
    parser.add_argument("--people", type=int, default=20_000, help="people in the large population")
    parser.add_argument("--runs", type=int, default=5, help="runs of each, of which the median counts")
    asked = parser.parse_args()
    console = Console(highlight=False, soft_wrap=True)
    home = Home(folder / "home")
    home.create()
    with embedded_server(PRODUCTION) as (server, _):
        before = _machine(server)
        databases = Databases(server, folder)
        tables: list[Table] = []
        for name in asked.names or ALL:
            console.print(f"[bold]{name}[/]")
            tables += ALL[name](databases, people=asked.people, runs=asked.runs, home=home, say=console.print)
        after = _machine(server)
    page = _page(before, after, tables)
    console.print(page, markup=False)
    if not asked.names:
        PAGE.write_text(page, encoding="utf-8")


def _machine(server: Server) -> tuple[str, ...]:
    with psycopg.connect(server.superuser, dbname="postgres") as connection:
        return state(connection).lines


def _page(before: tuple[str, ...], after: tuple[str, ...], tables: list[Table]) -> str:
    machine = [f"- {line}" for line in before] + [f"- at the end: {after[-1]}"]
    return "\n".join([INTRODUCTION, "## The machine", "", *machine, "", *(table.markdown() for table in tables)])
