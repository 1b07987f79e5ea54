"""A pair of records with its weight, taken apart: what spoke for one person, and what against."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log2
from typing import Any, NamedTuple

from handrail.matching.linkage.columns import ID
from handrail.matching.linkage.learnt import Learnt
from handrail.matching.linkage.model import Comparison, Model


@dataclass(frozen=True, slots=True)
class Step:
    """One comparison of a pair: what it says in words, and its weight in bits: for one person, or against (below 0)."""

    name: str
    title: str
    says: str
    bits: float
    rarity: float = 0.0  # of these bits, what the value's own rarity adds or takes


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be of one person. The weight is the `prior`, where the steps begin, and all steps."""

    first: str
    second: str
    weight: float
    likely: bool
    relatives: bool  # they seem to be two people of one home
    prior: float
    steps: tuple[Step, ...]


class Reached(NamedTuple):
    """What a comparison came to: which of its speaking levels (none where there was nothing to compare), its bits."""

    level: int | None
    bits: float = 0.0
    rarity: float = 0.0


def pair(first: str, second: str, reached: Mapping[str, Reached], model: Model, learnt: Learnt) -> Pair:
    """The pair of these two ids, for which each comparison came to what is ``reached``."""
    prior = log2(learnt.prior / (1 - learnt.prior))
    weight = prior + sum(each.bits for each in reached.values())
    one, other = sorted((first, second))
    return Pair(
        first=one,
        second=other,
        weight=weight,
        likely=weight >= model.likely,
        relatives=_relatives(reached, model),
        prior=prior,
        steps=tuple(_step(each, reached[each.name]) for each in model.comparisons),
    )


def read_pair(written: Mapping[str, Any], model: Model, learnt: Learnt) -> Pair:
    """A pair as Splink writes it."""
    reached = {each.name: _read(written, each) for each in model.comparisons}
    return pair(str(written[f"{ID}_l"]), str(written[f"{ID}_r"]), reached, model, learnt)


def _read(written: Mapping[str, Any], comparison: Comparison) -> Reached:
    """Splink counts levels from the last one, 0, upwards; below that there was nothing to compare."""
    gamma = int(written[f"gamma_{comparison.name}"])
    if gamma < 0:
        return Reached(None)
    rarity = float(written.get(f"mw_tf_adj_{comparison.name}") or 0.0)
    bits = float(written[f"mw_{comparison.name}"]) + rarity
    return Reached(len(comparison.speaking) - 1 - gamma, bits, rarity)


def _step(comparison: Comparison, reached: Reached) -> Step:
    if reached.level is not None:
        says = comparison.speaking[reached.level].says
    elif any(level.silent for level in comparison.levels):
        says = "nothing to compare, or said already"
    else:
        says = "nothing to compare"
    return Step(comparison.name, comparison.title, says, reached.bits, reached.rarity)


def _relatives(reached: Mapping[str, Reached], model: Model) -> bool:
    """Two different given names, and no number of one's own that is the same."""
    named = {comparison.name: comparison for comparison in model.comparisons}
    if reached[model.differ].level != len(named[model.differ].speaking) - 1:
        return False
    return not any(reached[number].level == 0 for number in model.unless_same)


def running(pair: Pair) -> Iterator[tuple[float, float]]:
    """From which weight to which each step leads, beginning at the prior: what a waterfall is drawn from."""
    at = pair.prior
    for step in pair.steps:
        yield at, at + step.bits
        at += step.bits
