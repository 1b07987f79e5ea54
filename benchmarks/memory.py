"""The memory of each kind of process: what is its own, and its share of what it shares."""

from collections.abc import Iterable

import psutil

from benchmarks.demo import THREADS, Served
from benchmarks.tables import Table

MEGABYTE = 1_000_000

#: A kind of process, how many of them there are, and the memory of each.
Row = tuple[str, str, str]


def of_the_web(served: Served, *, when: str) -> list[Row]:
    """A row for each kind of process that has to do with pages."""
    return [
        _row(f"Web, the process that watches the others, {when}", [served.web]),
        _row(f"Web, a process that answers ({THREADS} threads), {when}", served.web.children()),
    ]


def of_the_worker(served: Served) -> Row:
    """A row for the worker."""
    return _row("Worker, at work", [psutil.Process(served.worker.pid)])


def of_an_import(largest: int, people: int) -> Row:
    """A row for the process of an import, whose resident size was ``largest`` bytes at most."""
    return f"Import of {people:,} nominations, at its largest", "1", f"{largest / MEGABYTE:.0f} MB"


def table(rows: Iterable[Row], people: int) -> Table:
    """What was measured, at whatever moment."""
    return Table(
        "Memory",
        "What the processes of an installation take.",
        ("Process", "Number", "Memory of each"),
        tuple(rows),
        "Proportional set size: what several processes share counts in part for each; for the import, resident size. "
        f"*Afterwards* is after the requests above, at {people:,} people.",
    )


def _row(title: str, processes: list[psutil.Process]) -> Row:
    sizes = [process.memory_full_info().pss / MEGABYTE for process in processes]
    return title, str(len(sizes)), f"{sum(sizes) / len(sizes):.0f} MB"
