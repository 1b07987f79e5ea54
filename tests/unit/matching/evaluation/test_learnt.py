"""Weights learned from two synthetic files."""

from pathlib import Path

from handrail.matching.evaluation import opened
from handrail.matching.evaluation.learnt import learnt, patterns
from handrail.matching.keys import at_size, load
from handrail.matching.synthetic import Population, write
from handrail.matching.weighing.weights import read, shipped


def test_the_patterns_are_of_every_pair_and_teach_weights_for_every_trait(tmp_path: Path) -> None:
    write(tmp_path, Population(people=1_500, queries=300, seed=3), truth=True)
    queries, register = tmp_path / "queries.csv", tmp_path / "register.csv"
    asked, held = opened(queries, register)
    counts = patterns(asked, held, at_size(load("uk-1"), len(held)))
    assert sum(counts.values()) == 300 * 1_500
    assert sum(count for pattern, count in counts.items() if pattern.hit) > 150

    weights = read(learnt(queries, register))
    assert set(weights.strangers) == set(load("uk-1").traits)
    assert weights.same.agrees["year"] > weights.near.agrees["year"]
    assert (weights.weak, weights.strong) == (shipped("uk-1").weak, shipped("uk-1").strong)
