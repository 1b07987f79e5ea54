"""One population of synthetic people, drawn once."""

import pytest

from handrail.matching.synthetic import Population, Row, rows


@pytest.fixture(scope="session")
def drawn() -> tuple[Row, ...]:
    """20,000 records of a register and 10,000 queries, of a city."""
    return tuple(rows(Population(people=20_000, queries=10_000, present=0.5, seed=31)))
