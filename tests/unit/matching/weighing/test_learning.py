"""Weights learned from patterns alone: nobody says which pairs are of one person."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from handrail.matching.keys import load
from handrail.matching.weighing import Pattern
from handrail.matching.weighing.learning import learn
from handrail.matching.weighing.weights import Kind, Weights

SCHEMA = load("uk-1")
KEYS = tuple(key for key in SCHEMA.keys if key.name not in {"nhs-number", "upn", "names"})
SMALL = replace(SCHEMA, keys=KEYS)
RECORDS, QUERIES = 1_000, 600
TRUTH = {"year": 0.95, "day": 0.9, "family": 0.8, "given": 0.7, "postcode": 0.75, "settled": 0.9}
HOUSEHOLD = {"year": 0.05, "day": 0.01, "family": 0.9, "given": 0.01, "postcode": 0.95, "settled": 0.95}
GUESS = Weights(
    same=Kind(0.5, dict.fromkeys(TRUTH, 0.85)),
    near=Kind(1.0, HOUSEHOLD),
    strangers=dict.fromkeys(TRUTH, 0.01) | {"settled": 0.5},
    strong=0,
    weak=-10,
)


def patterns(seed: int) -> Counter[Pattern]:
    """Pairs as they would be seen: 400 of one person, 900 of two in a household, and strangers."""
    chance = Random(seed)
    asked = frozenset(key.name for key in KEYS)
    counts: Counter[Pattern] = Counter()
    for number, agrees in ((400, TRUTH), (900, HOUSEHOLD)):
        for _ in range(number):
            agreeing = {trait for trait, often in agrees.items() if chance.random() < often}
            counts[Pattern(asked, frozenset(key.name for key in KEYS if set(key.traits) <= agreeing))] += 1
    counts[Pattern(asked, frozenset())] += RECORDS * QUERIES - counts.total()
    return counts


def test_what_the_pairs_were_made_with_is_found_again() -> None:
    learnt = learn(SMALL, patterns(1), GUESS, RECORDS)
    assert learnt.same.a_record == pytest.approx(400 / QUERIES, rel=0.1)
    for trait in ("year", "day", "family", "given", "postcode"):
        assert learnt.same.agrees[trait] == pytest.approx(TRUTH[trait], abs=0.06), trait


def test_learning_twice_gives_the_same() -> None:
    assert learn(SMALL, patterns(2), GUESS, RECORDS, rounds=5) == learn(SMALL, patterns(2), GUESS, RECORDS, rounds=5)


def test_the_thresholds_are_not_learnt() -> None:
    learnt = learn(SMALL, patterns(3), GUESS, RECORDS, rounds=2)
    assert (learnt.strong, learnt.weak) == (GUESS.strong, GUESS.weak)
