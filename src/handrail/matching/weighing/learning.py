"""Weights learned without labels: nobody says which records are of one person.

Expectation and maximisation (Dempster, Laird and Rubin 1977) over the patterns of all pairs of two files, most of which
agree on nothing. Each pattern is shared out among the three kinds of pair as the weights so far have it; the next
weights are what the shares say. It begins from what anybody would guess.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import Final

from handrail.matching.keys.schema import KeySchema
from handrail.matching.weighing.agreement import Pattern, chances, combinations, likelihoods
from handrail.matching.weighing.weights import Kind, Weights

ROUNDS: Final = 100
#: No trait agrees always or never: the next register may show otherwise.
_LEAST, _MOST = 1e-7, 0.9995


@dataclass(frozen=True, slots=True)
class _Guess:
    """One kind of pair, so far: its share of all pairs, and how often each trait agrees in it."""

    share: float
    agrees: tuple[float, ...]


def learn(
    schema: KeySchema, counts: Mapping[Pattern, int], begin: Weights, declared_size: int, rounds: int = ROUNDS
) -> Weights:
    """The weights that explain the counts, found from where they begin; the thresholds are those of the beginning.

    ``counts`` has every pair of a record asked about with one of the ``declared_size`` records, those that agree on
    nothing too, under a pattern without hits.
    """
    traits = schema.traits
    seen = [(count, likelihoods(schema, pattern)) for pattern, count in counts.items()]
    guesses = [
        _Guess(begin.same.a_record / declared_size, tuple(begin.same.agrees[trait] for trait in traits)),
        _Guess(begin.near.a_record / declared_size, tuple(begin.near.agrees[trait] for trait in traits)),
    ]
    guesses.append(_Guess(1 - sum(each.share for each in guesses), tuple(begin.strangers[trait] for trait in traits)))
    for _ in range(rounds):
        guesses = _next(traits, seen, guesses)
    same, near, strangers = (dict(zip(traits, each.agrees, strict=True)) for each in guesses)
    return Weights(
        same=Kind(guesses[0].share * declared_size, same),
        near=Kind(guesses[1].share * declared_size, near),
        strangers=strangers,
        strong=begin.strong,
        weak=begin.weak,
    )


def _next(
    traits: tuple[str, ...], seen: Sequence[tuple[int, tuple[float, ...]]], guesses: Sequence[_Guess]
) -> list[_Guess]:
    expected = [chances(traits, each.agrees) for each in guesses]
    pairs = [0.0] * len(guesses)
    ways = [[0.0] * len(expected[0]) for _ in guesses]
    for count, likely in seen:
        parts = [each.share * sum(map(mul, likely, chance)) for each, chance in zip(guesses, expected, strict=True)]
        whole = sum(parts)
        for at, part in enumerate(parts):
            pairs[at] += count * part / whole
            weight = count * guesses[at].share / whole
            ways[at] = [sofar + weight * each for sofar, each in zip(ways[at], likely, strict=True)]
    everything = sum(pairs)
    return [
        _Guess(
            pairs[at] / everything,
            tuple(
                min(
                    _MOST,
                    max(
                        _LEAST,
                        sum(
                            sofar * chance
                            for sofar, chance, way in zip(ways[at], expected[at], combinations(traits), strict=True)
                            if trait in way
                        )
                        / pairs[at],
                    ),
                )
                for trait in traits
            ),
        )
        for at in range(len(guesses))
    ]
