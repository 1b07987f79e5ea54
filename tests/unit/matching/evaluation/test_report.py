"""The figures are what they say: counted right, with intervals that hold them, and readable by a program."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.matching.evaluation import LabelledFile, Report, chart, compare, opened, report
from handrail.matching.evaluation.differences import differences
from handrail.matching.evaluation.intervals import Rate, a_query, bootstrapped, f1
from handrail.matching.evaluation.report import quality
from handrail.matching.identity import Identity
from handrail.matching.keys import at_size, load
from tests.unit.matching.evaluation.conftest import WriteFile

ADA = {
    "record_id": "1", "given_names": "Ada", "family_name": "Byron", "date_of_birth": "1984-05-12",
    "postcode": "B5 4QQ", "person": "ada",
}  # fmt: skip


@pytest.fixture(scope="module")
def measured(drawn: tuple[LabelledFile, ...]) -> Report:
    queries, register = drawn
    return report(compare(queries, register, at_size(load(), len(register))))


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"), [(10, 10, 0.7225, 1.0), (0, 10, 0.0, 0.2775), (50, 100, 0.4038, 0.5962)]
)
def test_intervals_are_wilsons(hits: int, of: int, low: float, high: float) -> None:
    figure = Rate(hits, of).figure
    assert figure
    assert (figure.low, figure.high) == pytest.approx((low, high), abs=1e-4)


@given(st.integers(1, 10**6).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_figure_and_stays_between_0_and_1(counted: tuple[int, int]) -> None:
    figure = Rate(*counted).figure
    assert figure
    assert 0 <= figure.low <= figure.value <= figure.high <= 1


def test_nothing_to_count_has_no_figure() -> None:
    assert Rate(0, 0).figure is None


def test_f1_and_candidates_a_query_are_counted_over_all_pairs() -> None:
    outcomes = [(1, 0, 0)] * 8 + [(0, 1, 1)] * 2
    found = quality(outcomes)
    assert (found.recall.hits, found.recall.of) == (8, 10)
    assert (found.precision.hits, found.precision.of) == (8, 10)
    assert found.f1.value == pytest.approx(0.8)
    assert found.a_query.value == pytest.approx(1.0)
    assert found.f1.low < 0.8 < found.f1.high
    assert bootstrapped(outcomes, f1) == found.f1 == bootstrapped(outcomes, f1)
    assert bootstrapped([(0, 0, 1)], f1).value == 0
    assert bootstrapped([(2, 1, 0)], a_query).value == 3


def test_pairs_are_either_found_or_missed_for_one_reason(measured: Report) -> None:
    assert measured.pairs == measured.candidates.recall.of == 300
    assert sum(measured.missed.values()) == measured.pairs - measured.candidates.recall.hits
    for level in (measured.strong, measured.even_odds):
        assert level.recall.hits <= measured.candidates.recall.hits
        assert level.precision.of <= measured.candidates.precision.of


def test_most_people_are_found(measured: Report) -> None:
    assert measured.candidates.recall.hits > 0.85 * measured.pairs
    assert measured.candidates.a_query.value < 2


def test_strata_are_those_of_the_synthetic_records_and_add_up(measured: Report) -> None:
    assert len(measured.strata) == 13
    assert sum(part.recall.of for part in measured.strata) == measured.pairs
    recalls = [part.recall.hits / part.recall.of for part in measured.strata]
    assert measured.gap == pytest.approx(max(recalls) - min(recalls))


def test_kinds_of_error_are_those_that_the_file_states(measured: Report) -> None:
    assert measured.errors_stated
    kinds = {part.name: part for part in measured.errors}
    assert {"none", "moved", "respelled"} <= set(kinds)
    clean = kinds["none"].recall
    assert clean.hits / clean.of > 0.98


def test_files_without_strata_and_stated_errors_are_measured_too(write_file: WriteFile) -> None:
    moved = {**ADA, "postcode": "M8 1AA"}
    asked, asking = opened(write_file("a.csv", ADA), write_file("b.csv", moved))
    found = report(compare(asked, asking, at_size(load(), len(asking))))
    assert found.strata == ()
    assert found.gap is None
    assert not found.errors_stated
    assert [part.name for part in found.errors] == ["postcode-differs"]


def test_the_json_form_is_whole(measured: Report) -> None:
    said = json.loads(json.dumps(measured.as_json()))
    assert (said["format"], said["version"]) == ("handrail match evaluation", 1)
    assert set(said) == {
        "format", "version", "schema", "queries", "records", "pairs", "tokens_a_query", "crowded_tokens", "candidates",
        "even_odds", "strong", "missed", "strata", "largest_gap", "errors", "errors_stated",
    }  # fmt: skip
    assert set(said["missed"]) == {"no-key", "crowded", "too-light"}
    assert said["candidates"]["recall"]["of"] == 300
    assert set(said["strata"][0]["recall"]) == {"hits", "of", "value", "low", "high"}


def test_the_picture_says_in_words_what_it_shows(measured: Report) -> None:
    root = ET.fromstring(chart.svg(measured))
    named = {"svg": "http://www.w3.org/2000/svg"}
    summary = root.findtext("svg:desc", namespaces=named)
    assert summary
    assert root.attrib["role"] == "img"
    words = [each.text for each in root.iterfind("svg:text", named)]
    for part in measured.strata:
        assert part.name in words
        assert f"{part.name} {part.recall.hits / part.recall.of:.3f}" in summary
    assert len(root.findall("svg:circle", named)) == len(measured.strata)


@pytest.mark.parametrize(
    ("changed", "kinds"),
    [
        ({}, set()),
        ({"given": ("Byron",), "family": ("Ada",)}, {"names-swapped"}),
        ({"given": ()}, {"given-missing"}),
        ({"family": ("Lovelace",)}, {"family-differs"}),
        ({"born": "1984-12-05"}, {"day-month-swapped"}),
        ({"born": "1984-05-13"}, {"wrong-digit"}),
        ({"born": "1984"}, {"year-only"}),
        ({"born": ""}, {"date-missing"}),
        ({"born": "1971-01-01"}, {"date-differs"}),
        ({"postcodes": ("M8 1AA", "b5 4qq")}, set()),
        ({"postcodes": ("M8 1AA",), "other_number": "2"}, {"postcode-differs", "number-differs"}),
    ],
)
def test_where_a_file_does_not_say_it_differences_are_read_off_the_records(
    changed: dict[str, object], kinds: set[str]
) -> None:
    one = {"given": ("Ada",), "family": ("Byron",), "born": "1984-05-12", "postcodes": ("B5 4QQ",), "other_number": "1"}
    found = differences(Identity(**one), Identity(**{**one, **changed}))  # type: ignore[arg-type]
    assert found == kinds


@pytest.mark.parametrize(("left_out", "least"), [((), 0.997), (("soc_sec_id",), 0.985)])
def test_febrl_is_matched_with_and_without_its_number(
    left_out: tuple[str, ...], least: float, febrl: tuple[Path, Path]
) -> None:
    asked, asking = opened(*febrl, leave_out=left_out)
    found = report(compare(asked, asking, at_size(load("febrl-1"), len(asking))))
    assert found.even_odds.f1.value >= least
