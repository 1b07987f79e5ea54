"""An organisation looks for its own duplicates at the command line, without a home; what is wrong is said first."""

import csv
import subprocess
from pathlib import Path

import pytest

from tests.matching_sides import PEOPLE, write_register
from tests.unit.cli.conftest import command, run_handrail, surroundings
from tests.waiting import until

HEADER = "record_id,given_names,family_name,date_of_birth,postcode\n"


def test_a_file_that_cannot_be_linked_is_refused_with_every_fault(tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text(HEADER + "1,Samira,Haidari,1994-02-31,\n2,Callum\n", encoding="utf-8")
    ran = run_handrail("match", "link", str(file), "--out", str(tmp_path / "pairs.csv"))
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.splitlines()[:2] == [
        "row 2, date_of_birth: 31 February is not a date",
        "row 3: it has 2 fields, and the header 5",
    ]
    assert "The file can't be linked." in ran.err
    assert not (tmp_path / "pairs.csv").exists()


@pytest.mark.parametrize(
    ("engine", "package", "extra"), [("duckdb", "duckdb", "linkage"), ("spark", "pyspark", "spark")]
)
def test_an_engine_that_is_not_there_says_what_to_install(
    tmp_path: Path, engine: str, package: str, extra: str
) -> None:
    """Where a package can't be imported: the folder before all others holds one that says so."""
    missing = f"raise ModuleNotFoundError('No module named {package}', name='{package}')"
    (tmp_path / f"{package}.py").write_text(missing, encoding="utf-8")
    file = str(write_register(tmp_path / "r.csv"))
    ran = run_handrail("match", "link", file, "--engine", engine, PYTHONPATH=str(tmp_path))
    assert (ran.code, ran.out) == (3, "")
    assert f"pip install 'handrail[{extra}]'" in ran.err


def test_a_cluster_for_the_wrong_engine_is_refused(tmp_path: Path) -> None:
    ran = run_handrail("match", "link", str(write_register(tmp_path / "r.csv")), "--master", "local[2]")
    assert (ran.code, "--master is for --engine spark." in ran.err) == (2, True)


def test_weights_that_no_run_kept_are_refused(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    kept.write_text("{}", encoding="utf-8")
    ran = run_handrail("match", "link", str(write_register(tmp_path / "r.csv")), "--learnt", str(kept))
    assert (ran.code, "kept.json can't be used." in ran.err) == (4, True)


def test_a_run_that_is_ended_leaves_no_records_behind(tmp_path: Path) -> None:
    file = str(write_register(tmp_path / "r.csv"))
    running = subprocess.Popen(
        command("match", "link", file),
        env=surroundings({"TMPDIR": str(tmp_path)}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until(lambda: [*tmp_path.glob("handrail-link-*/records.parquet")] != [], "records put down")
    running.terminate()
    assert running.wait(60) != 0
    assert [*tmp_path.glob("handrail-link-*")] == []


def test_a_pair_is_found_with_what_speaks_for_it_and_no_name_is_written(tmp_path: Path) -> None:
    out, kept = tmp_path / "pairs.csv", tmp_path / "kept.json"
    file = str(write_register(tmp_path / "r.csv"))

    ran = run_handrail("match", "link", file, "--out", str(out), "--keep", str(kept))

    assert (ran.code, ran.err) == (0, "")
    assert "5 records. Pairs likely to be of one person: 1; possibly: 0" in ran.out
    assert "Too few records to learn from" in ran.out
    assert "A person decides on each." in ran.out
    with out.open(encoding="utf-8") as opened:
        (row,) = csv.DictReader(opened)
    assert (row["first"], row["second"], row["kind"]) == ("1001", "1005", "likely")
    assert row["given"] == "sounds the same, or a short form of it"
    assert float(row["weight"]) == pytest.approx(
        float(row["prior"]) + sum(float(value) for name, value in row.items() if name.endswith("_bits")), abs=0.01
    )
    assert out.stat().st_mode & 0o077 == 0
    told = out.read_text(encoding="utf-8") + kept.read_text(encoding="utf-8") + ran.out
    assert not any(name in told for _, given, family, *_ in PEOPLE for name in (given, family))

    out.chmod(0o644)
    ran = run_handrail("match", "link", file, "--learnt", str(kept), "--json", "--out", str(out))
    assert out.stat().st_mode & 0o077 == 0, "it was there before, open to others"

    assert (ran.code, ran.json["records"], ran.json["engine"], ran.json["learnt_from"]) == (0, 5, "duckdb", 0)
    (pair,) = ran.json["pairs"]
    assert (pair["first"], pair["second"], pair["kind"]) == ("1001", "1005", "likely")
    assert pair["weight"] == pytest.approx(float(row["weight"]), abs=0.002)
