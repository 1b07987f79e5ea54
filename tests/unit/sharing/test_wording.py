"""What a form of words may not say, and what its writer is asked to look at again."""

import re

import pytest

from handrail.gate import RuleBroken
from handrail.sharing.wording import PROMPTS, questions, refuse_above_official


@pytest.mark.parametrize(
    "text",
    [
        "SECRET: he attends meetings",
        "This paragraph is (SECRET).",
        "top secret",
        "TOP-SECRET//STRAP2",
        "STRAP 1 material",
        "UK EYES ONLY",
        "five eyes only",
        "secret",
        "Secret – he said",
        "Line one\nSECRET\nLine two",
        "CONFIDENTIAL",
        "Not for release: NOFORN",
    ],
)
def test_a_marking_above_official_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        refuse_above_official(text, field="words")
    assert (broken.value.rule, broken.value.field) == ("above-official", "words")


@pytest.mark.parametrize(
    "text",
    [
        "He keeps his worries secret from his family.",
        "The secret of his success is his sister.",
        "He told us in confidence, and it is confidential.",
        "OFFICIAL – SENSITIVE",
        "His bootstrap course ended.",
    ],
)
def test_everyday_words_are_not_taken_for_a_marking(text: str) -> None:
    refuse_above_official(text, field="words")


def test_the_refusal_does_not_repeat_what_was_written() -> None:
    with pytest.raises(RuleBroken) as broken:
        refuse_above_official("SECRET about Amina", field="words")
    assert "Amina" not in str(broken.value)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("She has become isolated since leaving work.", []),
        ("Her brother Karim worries about her.", ["third_party"]),
        ("She argues with Mr Davies.", ["third_party"]),
        ("She was seen with Karim Osman.", ["third_party"]),
        ("She sleeps in a shelter in Kilburn.", ["place"]),
        ("She lives in NW1 7AA.", ["place"]),
        ("It happened on 3 May.", ["date"]),
        ("It happened on 03/05/2025.", ["date"]),
        ("He rang at 10:15 pm.", ["date"]),
        ("She rang on Tuesday.", ["date"]),
        ("She drives AB12 CDE.", ["number"]),
        ("Her telephone is 07700 900123.", ["number"]),
        ("Please monitor her.", ["watch"]),
        ("Keep an eye on him and report back.", ["watch"]),
        ("Tell us who he meets.", ["watch"]),
        ("MONITORING is needed.", ["watch"]),
    ],
)
def test_the_writer_is_asked_what_it_gives_away(text: str, codes: list[str]) -> None:
    assert [question.code for question in questions(text)] == codes


def test_the_persons_own_name_names_nobody_else() -> None:
    text = "Since leaving work, Amina Yusuf has become isolated."
    assert [question.code for question in questions(text)] == ["third_party"]
    assert questions(text, known=["Amina Yusuf"]) == ()


def test_a_question_shows_the_words_that_prompted_it_once() -> None:
    (question,) = questions("Monitor her and monitor him; then monitor her.")
    assert question.found == ("Monitor", "monitor")


def test_the_patterns_are_valid_where_no_python_runs() -> None:
    """The check-list in the browser uses the same patterns: none may use what JavaScript lacks."""
    for prompt in PROMPTS:
        joined = "|".join(prompt.patterns)
        assert not re.search(r"\(\?[iLmsux]|\(\?P|\\A|\\Z|\(\?#", joined), prompt.code
