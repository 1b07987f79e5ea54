"""Whoever asks for a population gets exactly that, the same one again, and needs no more memory for more people."""

import csv
import tracemalloc
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.matching.identity import columns
from handrail.matching.synthetic import MARK, TRUTH, Population, Row, Unfitting, rows, write
from handrail.matching.synthetic.writing import QUERIES, REGISTER


@settings(max_examples=25, deadline=None)
@given(
    people=st.integers(1, 60),
    queries=st.integers(0, 40),
    present=st.floats(0, 1),
    mix=st.sampled_from(["city", "even"]),
    seed=st.integers(0, 10**9),
)
def test_a_population_has_exactly_the_people_asked_for(
    people: int, queries: int, present: float, mix: str, seed: int
) -> None:
    if round(queries * present) > people:
        return
    population = Population(people=people, queries=queries, present=present, mix=mix, seed=seed)
    drawn = list(rows(population))
    register, asked = ([row for row in drawn if row.file == file] for file in (REGISTER, QUERIES))
    known = {row.truth[0] for row in register}
    assert len(register) == len(known) == people
    assert len(asked) == len({row.truth[0] for row in asked}) == queries
    assert sum(row.truth[0] in known for row in asked) == population.both


def test_the_same_seed_writes_the_same_files(tmp_path: Path) -> None:
    for folder, seed in (("one", 5), ("again", 5), ("other", 6)):
        write(tmp_path / folder, Population(people=300, queries=60, seed=seed), truth=True)
    for name in ("register.csv", "queries.csv", "README.txt"):
        one, again, other = ((tmp_path / folder / name).read_bytes() for folder in ("one", "again", "other"))
        assert one == again != other


def test_memory_does_not_grow_with_the_register() -> None:
    def most(people: int) -> int:
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        for _row in islice(rows(Population(people=people, queries=0, seed=9)), people):
            pass
        return tracemalloc.get_traced_memory()[1] - before

    tracemalloc.start()
    try:
        most(1_000)  # what is read and remembered once: names, rates, composed names
        assert most(4_000) < most(1_000) + 200_000
    finally:
        tracemalloc.stop()


def test_every_record_is_one_that_a_register_may_have(drawn: tuple[Row, ...]) -> None:
    for row in drawn:
        identity, problems = columns.read(dict(zip(columns.COLUMNS, row.columns, strict=True)))
        assert problems == ()
        assert identity.given or identity.family


def test_truth_is_written_only_where_it_was_asked_for(tmp_path: Path) -> None:
    for truth in (False, True):
        write(tmp_path, Population(people=20, queries=4, seed=1), truth=truth)
        for name in ("register.csv", "queries.csv"):
            with (tmp_path / name).open(encoding="utf-8", newline="") as file:
                header = next(csv.reader(file))
            assert tuple(header) == columns.COLUMNS + (TRUTH if truth else ())


def test_nobody_can_take_the_files_for_real_ones(tmp_path: Path, drawn: tuple[Row, ...]) -> None:
    write(tmp_path, Population(people=20, queries=4, seed=1))
    readme = (tmp_path / "README.txt").read_text(encoding="utf-8")
    assert readme.startswith("SYNTHETIC: nobody in these files exists.")
    assert "--people 20 --queries 4 --present 0.5 --mix city --seed 1" in readme
    assert all(row.columns[0].startswith(MARK) for row in drawn)


def test_record_ids_do_not_give_the_truth_away(drawn: tuple[Row, ...]) -> None:
    register = {row.truth[0]: row.columns[0] for row in drawn if row.file == REGISTER}
    asked = {row.truth[0]: row.columns[0] for row in drawn if row.file == QUERIES}
    alike = sum(register[person][-8:] == record[-8:] for person, record in asked.items() if person in register)
    assert alike < 10


def test_progress_is_told_up_to_the_last_person() -> None:
    told: list[tuple[int, int]] = []
    population = Population(people=1_200, queries=100, present=0.2, seed=3)
    Counter(rows(population, lambda done, total: told.append((done, total))))
    assert told[-1] == (population.everybody, population.everybody) == (1_280, 1_280)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_everything_that_is_wrong_with_what_was_asked_for_is_said_at_once() -> None:
    with pytest.raises(Unfitting) as unfitting:
        Population(people=0, queries=-1, present=1.5, mix="village")
    for part in ("1 to 10,000,000", "queries", "between 0 and 1", "no mix village"):
        assert part in str(unfitting.value)
    with pytest.raises(Unfitting, match="90 of the queries can't be among 50 people"):
        Population(people=50, queries=100, present=0.9)
