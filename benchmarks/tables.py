"""Figures as tables: medians and percentiles, in Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Table:
    """One table of the reference page, with what it says in a sentence and how it was measured."""

    title: str
    says: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    how: str

    def markdown(self) -> str:
        """The table, its figures to the right."""
        rule = ["---", *("---:" for _ in self.columns[1:])]
        lines = [f"| {' | '.join(row)} |" for row in (self.columns, rule, *self.rows)]
        return "\n".join([f"## {self.title}", "", self.says, "", *lines, "", self.how, ""])


def middle(values: Sequence[float]) -> float:
    """The median."""
    return median(values)


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that ``percent`` of the values don't exceed."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def seconds(value: float) -> str:
    """A time of seconds."""
    return f"{value:.2f} s"


def milliseconds(value: float) -> str:
    """A time of milliseconds, given in seconds."""
    return f"{value * 1000:.0f} ms"


def ratio(one: float, other: float) -> str:
    """How many times the other."""
    return f"{one / other:.2f}"
