"""Registers drawn once: records of which some are of one person, and who each is of."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from handrail.matching import synthetic
from handrail.matching.evaluation import LabelledFile
from handrail.matching.identity import RegisterRow


@dataclass(frozen=True)
class Drawn:
    """Records, and the person of each by its id."""

    rows: Sequence[RegisterRow]
    person: dict[str, str]

    @property
    def pairs(self) -> set[tuple[str, str]]:
        """The pairs of one person."""
        by_person: dict[str, list[str]] = {}
        for record, person in self.person.items():
            by_person.setdefault(person, []).append(record)
        return {(one, other) for each in by_person.values() for one in each for other in each if one < other}


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """1,200 records, 200 of them of somebody who is there already; nothing is learnt of so few."""
    folder = tmp_path_factory.mktemp("drawn")
    population = synthetic.Population(people=900, queries=300, present=0.67, mix="even", seed=23)
    synthetic.write(folder, population, truth=True, progress=lambda _, __: None)
    labelled = [
        each for name in ("register.csv", "queries.csv") for each in LabelledFile(Path(folder / name), truth="person")
    ]
    rows = [RegisterRow(record_id=each.record_id, identity=each.identity) for each in labelled]
    return Drawn(rows, {each.record_id: each.person for each in labelled})
