"""The same model on Spark, on a cluster of two workers on this machine, finds what it finds on DuckDB.

`make test-spark` runs this, with PySpark in an environment of its own; `make test` doesn't collect it.
"""

import json
import subprocess
from pathlib import Path

import pytest

from handrail.matching import synthetic
from handrail.matching.linkage.finding import Linked, link
from handrail.matching.linkage.model import load
from handrail.matching.linkage.reading import BadRegister, records
from tests.unit.cli.conftest import command, run_handrail, surroundings

#: Two workers, of one core and 1 GB each: processes of their own, to which records are sent.
TWO_WORKERS = "local-cluster[2,1,1024]"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2,400 records, so many that weights are learnt of them; 200 are of somebody who is there already."""
    folder = tmp_path_factory.mktemp("register")
    population = synthetic.Population(people=2_000, queries=400, present=0.5, mix="city", seed=41)
    synthetic.write(folder, population, truth=False, progress=lambda _, __: None)
    _, *queries = (folder / "queries.csv").read_text(encoding="utf-8").splitlines()
    both = folder / "both.csv"
    both.write_text((folder / "register.csv").read_text(encoding="utf-8") + "\n".join(queries), encoding="utf-8")
    return both


def test_two_workers_find_the_same_pairs_with_the_same_weights(register: Path, tmp_path: Path) -> None:
    model = load()
    here = link(records(register), model)
    there = link(records(register), model, on="spark", master=TWO_WORKERS, work=tmp_path / "work")

    assert there.engine == "spark"
    assert there.learnt.records == here.learnt.records == 2_400
    assert told(there) == told(here)
    assert sum(pair.likely for pair in there.pairs) > 150
    weights = [[pair.weight for pair in each.pairs] for each in (there, here)]
    assert weights[0] == pytest.approx(weights[1], abs=1e-6)
    assert list((tmp_path / "work").iterdir()) == []  # nothing of a record is left behind


def told(linked: Linked) -> set[tuple[str, str, bool, tuple[str, ...]]]:
    """Of each pair, what it is taken for, and what its comparisons came to."""
    return {
        (pair.first, pair.second, pair.relatives, tuple(step.says for step in pair.steps))
        for pair in (*linked.pairs, *linked.relatives)
    }


def test_the_command_runs_on_this_machine_alone_where_no_cluster_is_named(tmp_path: Path) -> None:
    file, out = tmp_path / "r.csv", tmp_path / "pairs.csv"
    file.write_text(
        "record_id,given_names,family_name,date_of_birth\n1,Samira,Haidari,1994-06-02\n2,Samirah,Haidari,1994-06-02\n",
        encoding="utf-8",
    )
    told = subprocess.run(
        command("match", "link", str(file), "--engine", "spark", "--out", str(out), "--json"),
        env=surroundings({}),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    said = json.loads(told)
    assert (said["engine"], [pair["kind"] for pair in said["pairs"]]) == ("spark", ["likely"])
    assert out.read_text(encoding="utf-8").count("\n") == 2


def test_one_id_twice_is_refused_on_spark_too(tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text("record_id,family_name\n7,Haidari\n7,Fletcher\n8,Nowak\n", encoding="utf-8")
    with pytest.raises(BadRegister, match="record_id: 7 is there more than once"):
        link(records(file), load(), on="spark", master="local[1]", work=tmp_path / "work")


def test_without_java_it_says_what_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text("record_id,family_name\n7,Haidari\n8,Nowak\n", encoding="utf-8")
    ran = run_handrail("match", "link", str(file), "--engine", "spark", JAVA_HOME=str(tmp_path))
    assert ran.code == 3
    assert "It needs Java 17 or later." in ran.err
