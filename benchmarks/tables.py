"""Figures as tables: medians and percentiles, in Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Drawing:
    """A picture beside a table, kept in docs/images: the name of its file, what it shows in words, and its SVG."""

    name: str
    says: str
    svg: str


@dataclass(frozen=True)
class Table:
    """One table of the reference page, with what it says in a sentence and how it was measured."""

    title: str
    says: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    how: str
    drawing: Drawing | None = None
    broken: str = ""  # a limit that the figures break: said when all is measured, and `make bench` fails

    def markdown(self) -> str:
        """The table, its figures to the right, below its picture if it has one."""
        rule = ["---", *("---:" for _ in self.columns[1:])]
        lines = [f"| {' | '.join(row)} |" for row in (self.columns, rule, *self.rows)]
        drawn = [f"![{self.drawing.says}](../images/{self.drawing.name})", ""] if self.drawing else []
        return "\n".join([f"## {self.title}", "", self.says, "", *drawn, *lines, "", self.how, ""])


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
