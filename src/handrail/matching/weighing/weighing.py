"""How much speaks for two records being of one person, after Fellegi and Sunter (1969), from the keys that agreed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log2
from typing import Literal

from handrail.matching.keys.schema import KeySchema
from handrail.matching.weighing.agreement import Pattern, chances, likelihoods
from handrail.matching.weighing.weights import Weights, shipped

Evidence = Literal["strong", "weak"]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weight of a pattern in bits (the logarithm to base 2 of its odds), and what that is worth.

    No evidence means that the record is no candidate.
    """

    weight: float
    evidence: Evidence | None


@lru_cache(maxsize=100_000)
def weigh(pattern: Pattern, schema: KeySchema, declared_size: int) -> Weighed:
    """What the pattern of one record is worth in a register that declares this many records."""
    weights = shipped(schema.name)
    weight = weight_in_bits(pattern, schema, weights, declared_size)
    evidence: Evidence | None = None
    if weight >= weights.weak:
        evidence = "strong" if weight >= weights.strong else "weak"
    return Weighed(weight, evidence)


def weight_in_bits(pattern: Pattern, schema: KeySchema, weights: Weights, declared_size: int) -> float:
    """The odds of one person against two, as a power of two: 0 is even, 10 is about a thousand to one."""

    def of(agrees: Mapping[str, float]) -> float:
        each = chances(schema.traits, tuple(agrees[trait] for trait in schema.traits))
        return sum(likely * chance for likely, chance in zip(seen, each, strict=True))

    seen = likelihoods(schema, pattern)
    same = weights.same.a_record * of(weights.same.agrees)
    near = weights.near.a_record * of(weights.near.agrees)
    return log2(same / (near + declared_size * of(weights.strangers)))
