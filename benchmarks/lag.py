"""The ledger's lag while something is done: how many entries wait for their place in the tree, and how long."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import LiteralString

from benchmarks.tables import Table, middle, percentile, seconds
from benchmarks.watching import watched

#: When it was looked, how many entries there were, and how many of them had their place.
Sample = tuple[float, int, int]


def sampled(superuser: str, samples: list[Sample]) -> AbstractContextManager[None]:
    """Note, ten times a second, how many entries there are and how many have their place in the tree."""
    question: LiteralString = "SELECT count(*), count(leaf_index) FROM ledger_entry"
    return watched(superuser, question, lambda now, row: samples.append((now, *row)), every=0.1)


def table(title: str, says: str, runs: Sequence[Sequence[Sample]], how: str) -> Table:
    """What the looks of all runs come to."""
    waiting = [total - placed for samples in runs for _, total, placed in samples]
    ages = [age for samples in runs for age in _ages(samples)]
    return Table(
        title,
        says,
        ("", "Median", "95 in 100", "Longest"),
        (
            ("Entries waiting", f"{middle(waiting):,.0f}", f"{percentile(waiting, 95):,.0f}", f"{max(waiting):,}"),
            ("Age of the oldest", *(seconds(each) for each in (middle(ages), percentile(ages, 95), max(ages)))),
        ),
        how,
    )


def _ages(samples: Sequence[Sample]) -> Iterator[float]:
    """At each look, how long ago the oldest entry without a place was first seen; 0 when none waits."""
    first = 0
    for now, total, placed in samples:
        while first < len(samples) and samples[first][1] <= placed:
            first += 1
        yield now - samples[first][0] if total > placed else 0.0
