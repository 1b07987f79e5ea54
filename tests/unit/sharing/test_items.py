"""What an item must be before it is written down."""

from dataclasses import replace

import pytest

from handrail.gate import Faults
from handrail.programme import load
from handrail.sharing.rules.items import check
from handrail.sharing.statements import Grading, Statement

MAC = load("mac")
SOUND = Statement("concern", "She has become isolated.", 2, Grading("1", "B"), original="CTU/24/0117")
CONDITIONAL = replace(
    SOUND, grading=Grading("1", "B", handling="C", action="A1", sanitisation="S2"), conditions="Ask us first."
)


def faults(statement: Statement) -> set[tuple[str, str | None]]:
    with pytest.raises(Faults) as found:
        check(statement, MAC)
    return {(fault.rule, fault.field) for fault in found.value.faults}


@pytest.mark.parametrize(
    "statement",
    [
        SOUND,
        CONDITIONAL,
        replace(SOUND, marking=1),
        replace(SOUND, words="x" * MAC.ceilings["characters_per_item"].limit),
        replace(SOUND, grading=Grading("E", "4", scheme="5x5x5", handling="2")),
        replace(SOUND, grading=Grading("B", "3", scheme="5x5x5", handling="5"), conditions="Only you."),
    ],
)
def test_a_sound_item_is_taken(statement: Statement) -> None:
    check(statement, MAC)


@pytest.mark.parametrize("marking", [0, 3, 4])
def test_any_other_marking_is_refused(marking: int) -> None:
    assert faults(replace(SOUND, marking=marking)) == {("above-official", "marking")}


def test_a_marking_above_official_is_refused_in_every_text() -> None:
    above = "SECRET: see file"
    assert ("above-official", "words") in faults(replace(SOUND, words=above))
    assert ("above-official", "conditions") in faults(replace(SOUND, conditions=above))
    assert ("above-official", "original") in faults(replace(SOUND, original=above))


def test_every_fault_is_named_at_once() -> None:
    statement = Statement("gossip", " ", 3, Grading("9", "Z"))
    assert faults(statement) == {
        ("unknown-category", "category"),
        ("no-words", "words"),
        ("above-official", "marking"),
        ("unknown-grading", "source"),
        ("unknown-grading", "information"),
    }


def test_an_item_is_one_statement_and_not_a_report() -> None:
    long = "x" * (MAC.ceilings["characters_per_item"].limit + 1)
    assert faults(replace(SOUND, words=long)) == {("too-long", "words")}


def test_conditions_need_words_and_both_codes() -> None:
    bare = replace(SOUND, grading=Grading("1", "B", handling="C"))
    assert faults(bare) == {
        ("conditions-missing", "conditions"),
        ("unknown-grading", "action"),
        ("unknown-grading", "sanitisation"),
    }
    assert faults(replace(CONDITIONAL, conditions="")) == {("conditions-missing", "conditions")}


def test_codes_without_conditions_are_refused() -> None:
    assert faults(replace(SOUND, grading=Grading("1", "B", action="A1"))) == {("codes-without-conditions", "handling")}


def test_grades_of_one_scheme_are_not_taken_for_the_others() -> None:
    assert faults(replace(SOUND, grading=Grading("1", "B", scheme="5x5x5", handling="P"))) == {
        ("unknown-grading", "source"),
        ("unknown-grading", "information"),
        ("unknown-grading", "handling"),
    }
    assert faults(replace(SOUND, grading=Grading("1", "B", scheme="4x4"))) == {("unknown-grading", "scheme")}
