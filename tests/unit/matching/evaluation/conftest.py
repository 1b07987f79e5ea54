"""Labelled files, written by hand or drawn, and FEBRL's where they lie beside the project."""

import csv
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from handrail.matching.evaluation import LabelledFile, opened
from handrail.matching.identity.columns import COLUMNS
from handrail.matching.synthetic import Population, write

_DATA = Path(__file__).resolve().parents[5] / "shared" / "data"

#: Writes a file of records, each given by some of its columns, and says where it is.
WriteFile = Callable[..., Path]


@pytest.fixture
def write_file(tmp_path: Path) -> WriteFile:
    def written(name: str, *records: dict[str, str], header: tuple[str, ...] = (*COLUMNS, "person")) -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=header, restval="")
            writer.writeheader()
            writer.writerows(records)
        return path

    return written


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[LabelledFile, ...]:
    """600 queries and 3,000 synthetic records, of all origins alike."""
    folder = tmp_path_factory.mktemp("drawn")
    write(folder, Population(people=3_000, queries=600, seed=19, mix="even"), truth=True)
    return opened(folder / "queries.csv", folder / "register.csv")


@pytest.fixture(scope="session")
def febrl() -> tuple[Path, Path]:
    """FEBRL's fourth data set; skips, saying so, where it is absent and CI is not set."""
    files = _DATA / "febrl4a.csv", _DATA / "febrl4b.csv"
    if not all(file.is_file() for file in files):
        if os.environ.get("CI") and _DATA.is_dir():
            pytest.fail(f"FEBRL's files are required in {_DATA} where CI is set.")
        pytest.skip(f"FEBRL's files are not in {_DATA}.")
    return files
