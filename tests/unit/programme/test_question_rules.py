"""What no rulebook may let be asked: an answer is bounded, is help, and silence tells nothing where it would tell."""

import pytest

from handrail.programme import load
from tests.unit.programme.rulebooks import Rulebook, Spoilt

FILE = "questions.toml"

SPOILT = [
    Spoilt(
        "a question that watches",
        FILE,
        "worker_already",
        "already supporting them",
        "keeping an eye on them",
        "asks-for-watching",
        "keeping an eye",
    ),
    Spoilt(
        "a reason that watches",
        FILE,
        "on_roll",
        "So that learning support",
        "To monitor attendance",
        "asks-for-watching",
        "monitor",
    ),
    Spoilt(
        "an option that watches",
        FILE,
        "meeting_safely",
        '"Meet in pairs"',
        '"Watch the house"',
        "asks-for-watching",
        "Watch the house",
    ),
    Spoilt(
        "an address by the back door",
        FILE,
        "home_settled",
        '"housing"\nthen',
        '"address"\nthen',
        "question-identifies",
        '"address"',
    ),
    Spoilt(
        "an answer kept for ever",
        FILE,
        "on_roll",
        "keep_days = 180",
        "keep_days = 900",
        "answer-kept-too-long",
        "900",
    ),
    Spoilt(
        "overseers asked",
        FILE,
        "on_roll",
        '["school"]',
        '["school", "oversight"]',
        "never-asked",
        '"oversight"',
    ),
    Spoilt(
        "options without the shape",
        FILE,
        "meeting_safely",
        '"options"\n',
        '"yes_no"\n',
        "options-without-shape",
        '"yes_no"',
    ),
    Spoilt(
        "own words answered with yes or no",
        FILE,
        "own_words",
        'shape = "words"',
        'shape = "yes_no"',
        "own-words-shape",
        '"yes_no"',
    ),
    Spoilt(
        "an answer of no kind",
        FILE,
        "on_roll",
        'category = "education"\n',
        "",
        "answer-without-category",
        "own_words",
    ),
    Spoilt(
        "health told by its silence",
        FILE,
        "in_touch_with_health",
        "tells_apart = false",
        "tells_apart = true",
        "silence-tells",
        "tells_apart",
    ),
]


@pytest.mark.parametrize("spoilt", SPOILT, ids=[each.says for each in SPOILT])
def test_a_question_that_is_none_is_found_at_its_line(rulebook: Rulebook, spoilt: Spoilt) -> None:
    spoilt.is_found_in(rulebook)


def test_every_shape_of_answer_is_asked_for_somewhere() -> None:
    assert {question.shape for question in load("mac").questions} == {"yes_no", "date", "options", "words"}


def test_every_kind_of_partner_that_is_asked_anything_can_be_asked_in_own_words() -> None:
    questions = load("mac").questions
    asked = frozenset[str]().union(*(question.asked_of for question in questions if not question.own_words))
    (free,) = (question for question in questions if question.own_words)
    assert asked == free.asked_of
