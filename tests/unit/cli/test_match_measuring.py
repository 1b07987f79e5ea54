"""An engineer draws a synthetic register and measures what matching finds in it, without a home or a database."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.unit.cli.conftest import run_handrail


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("synthetic") / "new"
    ran = run_handrail(
        "match", "generate", "--people", "1500", "--queries", "200", "--seed", "7", "--truth", "--out", str(made)
    )
    assert (ran.code, ran.err) == (0, "")
    assert "Nobody in them exists." in ran.out
    return made


def test_it_writes_both_files_and_says_that_they_are_synthetic(folder: Path) -> None:
    lines = {
        name: len((folder / name).read_text(encoding="utf-8").splitlines()) for name in ("register.csv", "queries.csv")
    }
    assert lines == {"register.csv": 1501, "queries.csv": 201}
    assert "SYNTHETIC" in (folder / "README.txt").read_text(encoding="utf-8")


def test_a_population_that_cannot_be_is_refused_in_plain_words() -> None:
    ran = run_handrail("match", "generate", "--people", "0", "--mix", "village", "--out", "x")
    assert ran.code == 2
    assert "a register has 1 to 10,000,000 people, not 0" in ran.err.lower()
    assert "no mix village" in ran.err


def test_measuring_shows_tables_and_writes_a_picture(folder: Path, tmp_path: Path) -> None:
    picture = tmp_path / "recall.svg"
    ran = run_handrail(
        "match", "evaluate", str(folder / "queries.csv"), str(folder / "register.csv"), "--chart", str(picture)
    )
    assert (ran.code, ran.err) == (0, "")
    for said in ("Recall", "Precision", "F1", "Candidates a query", "No match key in common", "Largest gap", "british"):
        assert said in ran.out
    assert ET.parse(picture).getroot().attrib["role"] == "img"


def test_no_figure_is_cut_at_a_narrow_terminal(folder: Path) -> None:
    ran = run_handrail("match", "evaluate", str(folder / "queries.csv"), str(folder / "register.csv"), COLUMNS="80")
    assert (ran.code, "Candidates a" in ran.out) == (0, True)
    assert "…" not in ran.out


def test_json_has_the_same_figures_for_a_program(folder: Path) -> None:
    ran = run_handrail("match", "evaluate", str(folder / "queries.csv"), str(folder / "register.csv"), "--json")
    assert (ran.code, ran.json["version"], ran.json["queries"], ran.json["pairs"]) == (0, 1, 200, 100)


def test_bad_files_are_refused_with_every_fault(folder: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("record_id,colour,person\n1,red,a\n", encoding="utf-8")
    ran = run_handrail("match", "evaluate", str(bad), str(tmp_path / "none.csv"))
    assert ran.code == 4
    assert ran.out == ""
    assert "bad.csv: there is no column colour" in ran.err
    assert "none.csv: it can't be read: No such file or directory" in ran.err
