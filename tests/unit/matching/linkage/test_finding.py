"""Splink on DuckDB finds an organisation's own duplicates, by the shipped model, and weighs as the plain form does."""

from dataclasses import replace
from itertools import combinations

import pytest

from handrail.matching.identity import Identity, RegisterRow
from handrail.matching.linkage.columns import row
from handrail.matching.linkage.finding import Linked, link
from handrail.matching.linkage.learnt import NotLearnt, read, unlearnt
from handrail.matching.linkage.model import load
from handrail.matching.linkage.reading import BadRegister
from handrail.matching.linkage.scoring import met, weigh
from tests.unit.matching.linkage.conftest import Drawn

MODEL = load()


@pytest.fixture(scope="module")
def linked(drawn: Drawn) -> Linked:
    return link(drawn.rows, MODEL)


def person(
    record: str, given: str, family: str, *, born: str = "", also: str = "", postcode: str = "NW1 8QT"
) -> RegisterRow:
    """A record about somebody, who lives in one place unless said otherwise."""
    about = Identity(
        given=(given,),
        family=(family,),
        born=born,
        also_known_as=(also,) if also else (),
        postcodes=(postcode,),
    )
    return RegisterRow(record_id=record, identity=about)


def test_what_it_takes_for_one_person_nearly_always_is(drawn: Drawn, linked: Linked) -> None:
    likely = {(pair.first, pair.second) for pair in linked.pairs if pair.likely}
    assert len(likely & drawn.pairs) / len(likely) > 0.98
    assert len(likely & drawn.pairs) / len(drawn.pairs) > 0.9


def test_it_weighs_every_pair_as_the_plain_form_does(drawn: Drawn, linked: Linked) -> None:
    rows = {each.record_id: row(each.record_id, each.identity) for each in drawn.rows}
    learnt = unlearnt(MODEL, len(rows))
    found = {(pair.first, pair.second): pair for pair in (*linked.pairs, *linked.relatives)}

    assert len(found) > 150
    for (one, other), pair in found.items():
        plain = weigh(rows[one], rows[other], MODEL, learnt)
        assert plain.weight == pytest.approx(pair.weight, abs=1e-6)
        assert [(step.name, step.says) for step in plain.steps] == [(step.name, step.says) for step in pair.steps]
        assert [step.bits for step in plain.steps] == pytest.approx([step.bits for step in pair.steps], abs=1e-6)
        assert (plain.likely, plain.relatives) == (pair.likely, pair.relatives)


def test_the_plain_form_finds_the_same_pairs(drawn: Drawn, linked: Linked) -> None:
    some = [row(each.record_id, each.identity) for each in (*drawn.rows[-250:], *drawn.rows[:100])]
    learnt = unlearnt(MODEL, len(drawn.rows))
    ids = {str(each["unique_id"]) for each in some}
    plain = {
        (pair.first, pair.second)
        for one, other in combinations(some, 2)
        if met(one, other, MODEL) and (pair := weigh(one, other, MODEL, learnt)).weight >= MODEL.shown
    }
    found = {(pair.first, pair.second) for pair in (*linked.pairs, *linked.relatives)}
    assert plain == {pair for pair in found if ids.issuperset(pair)}
    assert plain


def test_the_weight_of_a_pair_is_its_beginning_and_its_steps(linked: Linked) -> None:
    for pair in linked.pairs:
        assert pair.prior + sum(step.bits for step in pair.steps) == pytest.approx(pair.weight, abs=1e-6)


def test_an_alias_a_nickname_and_names_in_each_others_place_are_found() -> None:
    found = link(
        [
            person("1", "William", "Hughes", born="1984-05-31"),
            person("2", "Bill", "Hughes", born="1984-05-31"),
            person("3", "Hughes", "William", born="1984-05-31"),
            person("4", "Conor", "Daly", born="1984-05-31", also="William Hughes"),
            person("5", "Samira", "Haidari", born="1990-01-01", postcode="SW9 1AA"),
        ],
        MODEL,
    )
    pairs = {(pair.first, pair.second) for pair in found.pairs}
    assert {("1", "2"), ("1", "3"), ("1", "4")} <= pairs
    assert "5" not in {record for pair in pairs for record in pair}


def test_twins_are_shown_apart_as_relatives() -> None:
    found = link(
        [person("1", "Amina", "Yusuf", born="2001-02-03"), person("2", "Khadija", "Yusuf", born="2001-02-03")], MODEL
    )
    assert found.pairs == ()
    assert [(pair.first, pair.second) for pair in found.relatives] == [("1", "2")]


def test_two_records_of_one_id_are_refused_by_name() -> None:
    with pytest.raises(BadRegister, match="record_id: 7 is there more than once"):
        link([person("7", "Amina", "Yusuf"), person("7", "Callum", "Fletcher"), person("8", "Piotr", "Nowak")], MODEL)


def test_what_was_learnt_of_a_file_can_be_kept_and_weighs_alike(drawn: Drawn) -> None:
    learning = replace(MODEL, training=replace(MODEL.training, least_records=500))
    first = link(drawn.rows, learning)
    assert first.learnt.records == len(drawn.rows)
    assert first.learnt.often["given"] != unlearnt(MODEL, len(drawn.rows)).often["given"]

    again = link(drawn.rows, learning, learnt=read(first.learnt.write("duckdb", {}), learning))

    assert [(pair.first, pair.second) for pair in again.pairs] == [(pair.first, pair.second) for pair in first.pairs]
    assert [pair.weight for pair in again.pairs] == pytest.approx([pair.weight for pair in first.pairs])


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "aren't settings"),
        ("[]", "aren't settings"),
        ('{"version": 2}', "of version 2"),
        ('{"version": 1, "model": "other"}', "of the model other"),
        ('{"version": 1, "model": "duplicates-1", "records": 3, "prior": 0.1, "comparisons": {}}', "other comparisons"),
    ],
)
def test_settings_that_no_run_kept_are_refused(written: str, why: str) -> None:
    with pytest.raises(NotLearnt, match=why):
        read(written, MODEL)


def test_a_chance_that_is_none_is_refused() -> None:
    kept = unlearnt(MODEL, 10).write("duckdb", {}).replace('"same": 0.8', '"same": 1.8')
    with pytest.raises(NotLearnt, match="between 0 and 1"):
        read(kept, MODEL)
