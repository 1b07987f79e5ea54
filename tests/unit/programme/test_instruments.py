"""Instruments: what ships, and that no instrument can be written that counts, that is two at once, or that watches."""

import pytest

from handrail import programme
from handrail.programme import UnknownCode
from handrail.programme.instruments import ANSWERS, CONFIDENCES
from tests.unit.programme.rulebooks import Rulebook

NEEDS = "instruments/needs_and_strengths-1.0.0.toml"
HISTORIC = "instruments/vulnerability_framework-1.0.0.toml"


def test_the_plain_form_can_be_started_and_the_old_framework_only_read() -> None:
    instruments = programme.load("mac").instruments
    assert [each.code for each in instruments.startable] == ["needs_and_strengths"]
    framework = instruments.version("vulnerability_framework", "1.0.0")
    assert not framework.startable
    assert framework.header.superseded.startswith("Superseded in 2024")


def test_the_old_framework_has_its_22_factors_in_three_dimensions() -> None:
    framework = programme.load("mac").instruments.version("vulnerability_framework", "1.0.0")
    assert {group.code: len(factors) for group, factors in framework.in_groups()} == {
        "engagement": 13,
        "intent": 6,
        "capability": 3,
    }


def test_answers_and_confidence_are_words() -> None:
    """No digit, and nothing that says more or less: an order could be counted along."""
    for words in (*ANSWERS.values(), *CONFIDENCES.values(), *ANSWERS, *CONFIDENCES):
        assert isinstance(words, str)
        assert not any(character.isdigit() for character in words)
        assert not {"high", "low", "medium", "more", "less"} & set(words.lower().split())


def test_an_unknown_version_is_an_unknown_code() -> None:
    with pytest.raises(UnknownCode):
        programme.load("mac").instruments.version("needs_and_strengths", "9.0.0")


def test_a_factor_in_no_group_is_found_at_its_line(rulebook: Rulebook) -> None:
    rulebook.change(NEEDS, 'group = "people"', 'group = "peopel"', within="somebody_trusted")
    (fault,) = rulebook.faults()
    assert (fault.file, fault.rule) == (NEEDS, "dangling-code")
    assert "peopel" in rulebook.read(NEEDS).splitlines()[fault.line - 1]
    assert 'did you mean "people"' in fault.message


@pytest.mark.parametrize("words", ["Scored one to five.", "Out of ten.", "Points for each.", "The total of these."])
def test_an_instrument_that_counts_is_refused(rulebook: Rulebook, words: str) -> None:
    rulebook.change(NEEDS, "Somewhere safe and affordable to live, that they expect to keep.", words)
    assert rulebook.found() == {(NEEDS, "instrument-counts")}


@pytest.mark.parametrize("key", ["weight = 3", "score = 1", 'scale = "0-4"'])
def test_a_factor_takes_no_weight(rulebook: Rulebook, key: str) -> None:
    rulebook.change(NEEDS, 'group = "people"', f'group = "people"\n{key}')
    assert rulebook.found() == {(NEEDS, "unknown-key")}


def test_an_instrument_asks_nobody_to_watch(rulebook: Rulebook) -> None:
    rulebook.change(NEEDS, "Enough to live on", "Monitor whether there is enough to live on")
    assert rulebook.found() == {(NEEDS, "asks-for-watching")}


def test_what_was_superseded_cannot_be_in_use(rulebook: Rulebook) -> None:
    rulebook.change(HISTORIC, 'standing = "historic"', 'standing = "in_use"')
    assert rulebook.found() == {(HISTORIC, "superseded-is-historic")}


def test_a_historic_instrument_says_by_what_it_was_superseded(rulebook: Rulebook) -> None:
    rulebook.change(NEEDS, 'standing = "in_use"', 'standing = "historic"')
    assert rulebook.found() == {(NEEDS, "superseded-is-historic")}


def test_one_version_is_in_use(rulebook: Rulebook) -> None:
    later = rulebook.read(NEEDS).replace('version = "1.0.0"', 'version = "1.1.0"')
    rulebook.write("instruments/needs_and_strengths-1.1.0.toml", later)
    assert rulebook.found() == {("instruments/needs_and_strengths-1.1.0.toml", "instrument-in-use-twice")}


def test_a_file_is_named_as_its_instrument_and_version(rulebook: Rulebook) -> None:
    rulebook.change(NEEDS, 'version = "1.0.0"', 'version = "1.0.1"')
    assert rulebook.found() == {(NEEDS, "instrument-is-not-file")}


def test_a_group_without_factors_and_a_code_twice_are_found_together(rulebook: Rulebook) -> None:
    rulebook.change(NEEDS, 'code = "settled_home"', 'code = "money_and_work"')
    assert rulebook.found() == {(NEEDS, "code-twice")}
    rulebook.change(NEEDS, 'code = "money_and_work"', 'code = "settled_home"')
    empty = '\n[[groups]]\ncode = "nothing"\ntitle = "Nothing"\ndescription = "Nothing is here."\n'
    rulebook.write(NEEDS, rulebook.read(NEEDS) + empty)
    assert rulebook.found() == {(NEEDS, "group-without-factors")}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("not toml", "not-toml"),
        ("[instrument]\n", "missing-key"),
        ("", "missing-section"),
        ('[answers]\nyes = "Yes"\n', "unknown-section"),
    ],
)
def test_a_file_that_is_no_instrument_is_refused(rulebook: Rulebook, text: str, rule: str) -> None:
    rulebook.write("instruments/other-1.0.0.toml", text)
    assert ("instruments/other-1.0.0.toml", rule) in rulebook.found()
    assert {file for file, _ in rulebook.found()} == {"instruments/other-1.0.0.toml"}
