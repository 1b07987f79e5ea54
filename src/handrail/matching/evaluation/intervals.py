"""Between which bounds a figure lies that was counted on a sample: 95 in 100 such intervals hold the true one."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from random import Random
from typing import Final

#: The 97.5 per cent quantile of the normal distribution.
_Z: Final = 1.959964
#: Samples drawn again, and the seed with which: the same data give the same bounds.
_AGAIN, _SEED = 400, 2018

#: What one query came to: true candidates, other candidates, and records of the same person that are none.
Outcome = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and the bounds between which it lies; none where there is nothing to count."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many."""

    hits: int
    of: int

    @property
    def figure(self) -> Figure | None:
        """The share, with Wilson's interval (1927), which keeps its promise near 0 and 1."""
        if not self.of:
            return None
        share, square = self.hits / self.of, _Z**2 / self.of
        middle = (share + square / 2) / (1 + square)
        half = _Z * sqrt(share * (1 - share) / self.of + square / (4 * self.of)) / (1 + square)
        return Figure(share, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


def bootstrapped(outcomes: Iterable[Outcome], measure: Callable[[Mapping[Outcome, int]], float]) -> Figure:
    """A measure of whole queries, with the interval in which it lies when the queries are drawn again (Efron 1979)."""
    counted = Counter(outcomes)
    kinds, weights, number = list(counted), list(counted.values()), counted.total()
    chance = Random(_SEED)  # noqa: S311
    drawn = sorted(measure(Counter(chance.choices(kinds, weights, k=number))) for _ in range(_AGAIN))
    edge = round(_AGAIN * 0.025)
    return Figure(measure(counted), drawn[edge], drawn[-edge - 1])


def f1(outcomes: Mapping[Outcome, int]) -> float:
    """The harmonic mean of recall and precision, over all pairs."""
    right, wrong, missed = (sum(each[at] * times for each, times in outcomes.items()) for at in range(3))
    return 2 * right / (2 * right + wrong + missed) if right else 0.0


def a_query(outcomes: Mapping[Outcome, int]) -> float:
    """Candidates for each query."""
    return sum((right + wrong) * times for (right, wrong, _), times in outcomes.items()) / sum(outcomes.values())
