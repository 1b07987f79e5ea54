"""What agreement is worth: about two records, and never more than it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.matching.keys import at_size, load
from handrail.matching.keys.schema import shipped as schemas
from handrail.matching.weighing import Pattern, weigh
from handrail.matching.weighing.agreement import chances, combinations, likelihoods
from handrail.matching.weighing.weights import read, shipped, write

UK = at_size(load("uk-1"), 200_000)
ASKED = frozenset(key.name for key in UK.keys if key.name not in {"nhs-number", "upn"})


def weight(*hit: str, size: int = 200_000) -> float:
    return weigh(Pattern(ASKED, frozenset(hit)), UK, size).weight


def test_a_record_with_which_everything_agrees_is_strong_evidence() -> None:
    assert weigh(Pattern(ASKED, ASKED), UK, 200_000).evidence == "strong"


def test_one_key_alone_is_weak_evidence() -> None:
    for key in sorted(ASKED):
        assert weigh(Pattern(ASKED, frozenset({key})), UK, 200_000).evidence == "weak", key


def test_a_record_with_which_nothing_agrees_is_no_candidate() -> None:
    assert weigh(Pattern(ASKED, frozenset()), UK, 200_000).evidence is None


def test_two_pieces_of_evidence_weigh_more_than_one() -> None:
    assert weight("born-family", "born-given") > max(weight("born-family"), weight("born-given"))
    assert weight("names-year", "given-postcode") > max(weight("names-year"), weight("given-postcode"))


def test_the_same_evidence_weighs_less_in_a_larger_register() -> None:
    sizes = [20_001, 200_000, 1_000_000, 67_000_000]
    weights = [weight("names-year", size=size) for size in sizes]
    assert weights == sorted(weights, reverse=True)


def test_a_household_is_told_from_a_person() -> None:
    """A brother or sister shares the family name and the home; only a twin the date of birth too."""
    assert weight("born-family", "born-postcode") < weight("born-family", "born-given", "born-postcode")


def test_keys_that_were_not_asked_about_say_nothing() -> None:
    without_date = frozenset({"given-postcode"})
    assert weigh(Pattern(without_date, without_date), UK, 200_000).weight > weight("given-postcode")


@given(st.sets(st.sampled_from(sorted(ASKED))))
def test_every_pattern_has_a_weight(hit: set[str]) -> None:
    assert -100 < weight(*hit) < 100


@pytest.mark.parametrize("name", schemas())
def test_every_schema_ships_with_weights_for_each_of_its_traits(name: str) -> None:
    weights = shipped(name)
    for agrees in (weights.same.agrees, weights.near.agrees, weights.strangers):
        assert set(load(name).traits) <= set(agrees)
        assert all(0 < often < 1 for often in agrees.values())
    assert weights.weak < weights.strong


@pytest.mark.parametrize("name", schemas())
def test_weights_are_read_as_they_were_written(name: str) -> None:
    assert read(write(shipped(name), "Why.\nTwo lines.")) == shipped(name)


def test_a_schema_without_weights_is_an_error() -> None:
    with pytest.raises(KeyError):
        shipped("uk-99")


def test_how_likely_combinations_are_adds_up_to_one() -> None:
    traits = ("year", "day", "given")
    found = dict(zip(combinations(traits), chances(traits, (0.9, 0.8, 0.5)), strict=True))
    assert sum(found.values()) == pytest.approx(1)
    assert found[frozenset(traits)] == pytest.approx(0.9 * 0.8 * 0.5)
    assert found[frozenset({"day"})] == pytest.approx(0.1 * 0.8 * 0.5)


def test_a_hit_is_likely_where_all_its_traits_agree_and_next_to_impossible_elsewhere() -> None:
    seen = dict(zip(combinations(UK.traits), likelihoods(UK, Pattern(ASKED, frozenset({"born-given"}))), strict=True))
    agreeing = seen[frozenset({"year", "day", "given"})]
    assert agreeing > 0.9
    assert seen[frozenset({"year", "given"})] < agreeing / 1000
