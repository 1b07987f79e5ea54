"""Which traits of two people may agree, given which of their match keys did.

A key of several parts hits if all its traits agree. What is seen are hits; what is weighed are traits, each once,
however many keys speak of it: three keys that share a date of birth are not three pieces of evidence for it.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from handrail.matching.keys.schema import KeySchema

#: How often a key misses although all its traits agree: two keys may read the same name in different ways, one by its
#: sound and one by its first letters.
MISSES: Final = 0.05
#: How often a key hits although a trait of it differs: a record with two postcodes, or with names swapped.
STRAYS: Final = 0.00001


@dataclass(frozen=True, slots=True)
class Pattern:
    """What the centre sees of one of a partner's records: which keys it asked about, and which of them hit."""

    asked: frozenset[str]
    hit: frozenset[str]


@cache
def combinations(traits: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """Every way in which traits may agree: the set of those that do. The last trait changes slowest."""
    ways = [frozenset[str]()]
    for trait in traits:
        ways += [way | {trait} for way in ways]
    return tuple(ways)


@lru_cache(maxsize=100)
def chances(traits: tuple[str, ...], agrees: tuple[float, ...]) -> tuple[float, ...]:
    """How likely each combination of traits is where each trait agrees this often, and none minds the others."""
    found = [1.0]
    for often in agrees:
        found = [chance * (1 - often) for chance in found] + [chance * often for chance in found]
    return tuple(found)


@lru_cache(maxsize=100_000)
def likelihoods(schema: KeySchema, pattern: Pattern) -> tuple[float, ...]:
    """How likely the pattern is under each of the combinations of the schema's traits, in their order."""
    needs = [(frozenset(key.traits), key.name in pattern.hit) for key in schema.keys if key.name in pattern.asked]
    found = []
    for agreeing in combinations(schema.traits):
        likelihood = 1.0
        for traits, hit in needs:
            hits = 1 - MISSES if traits <= agreeing else STRAYS
            likelihood *= hits if hit else 1 - hits
        found.append(likelihood)
    return tuple(found)
