"""Questions that may be put to a partner instead of asking it for a record: the entries, and what none may be (M14)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from handrail.programme.catalogue_words import word_of_surveillance
from handrail.programme.draft import Draft, Place
from handrail.programme.entries import Category, Ceiling, Entry, Kinds, Yes
from handrail.programme.faults import Fault
from handrail.programme.kinds import NEVER_RECIPIENTS
from handrail.programme.values import CodeOf, ListOf, OneOf, Text, Whole

YES_NO: Final = "yes_no"
DATE: Final = "date"
OPTIONS: Final = "options"
WORDS: Final = "words"

#: The shapes that an answer may have: yes or no, one day, one of a few options, or short words.
SHAPES: Final = (YES_NO, DATE, OPTIONS, WORDS)

#: The longest answer in words, in characters: about five lines. A record does not fit in it.
LONGEST_ANSWER: Final = 400

#: Organisations of this kind never let their silence be told apart: that they hold something is itself health data.
HEALTH: Final = "nhs"


@dataclass(frozen=True, slots=True)
class Question(Entry):
    """A bounded question: `title` is the question, `description` says why it is asked.

    `times` is how often one organisation may put it to the same partner about the same person. With `tells_apart` the
    asker sees "nothing held" and "withheld" as two answers; without, both look like silence. With `guardian` an
    organisation that has a Caldicott guardian answers only through them. `own_words` is the one by which an asker puts
    a question in words of their own; its category is for the answerer to choose. `then` is what the asker is asked to
    do with the answer, and `keep_days` how long the answer is theirs to keep.
    """

    asked_of: Kinds
    shape: Annotated[str, OneOf(SHAPES)]
    times: Annotated[int, Whole(most=10)]
    then: Annotated[str, CodeOf("requested_actions")]
    keep_days: Annotated[int, Whole(most=1000)]
    tells_apart: Yes
    guardian: Yes
    own_words: Yes
    category: Annotated[str | None, CodeOf("categories")] = None
    longest: Annotated[int, Whole(most=LONGEST_ANSWER)] = LONGEST_ANSWER
    options: Annotated[tuple[str, ...], ListOf(Text(limit=60))] = ()


def questions_ask_for_no_watching(draft: Draft) -> Iterator[Fault]:
    """No option of an answer invites surveillance either (M14); titles and descriptions are read with the others."""
    for question, place in draft.entries("questions", Question):
        for option in question.options:
            if word := word_of_surveillance(option):
                message = (
                    f'questions "{question.code}": an option says "{word}". Only help for the person is asked about.'
                )
                yield place.fault("asks-for-watching", message, "options", element=option)


def questions_are_bounded(draft: Draft) -> Iterator[Fault]:
    """An answer has a shape, a kind of information and an end; nobody is asked who is told nothing about anyone."""
    limits = {ceiling.code: ceiling.limit for ceiling, _ in draft.entries("ceilings", Ceiling)}
    identity = {category.code for category, _ in draft.entries("categories", Category) if category.identity}
    for question, place in draft.entries("questions", Question):
        yield from _shape(question, place)
        if question.category in identity:
            message = f'questions "{question.code}": who or where somebody is comes with a disclosure, not an answer.'
            yield place.fault("question-identifies", message, "category")
        if question.keep_days > limits.get("disclosure_days", question.keep_days):
            message = f'questions "{question.code}": an answer is kept no longer than disclosure_days.'
            yield place.fault("answer-kept-too-long", message, "keep_days")
        for kind in sorted(question.asked_of & NEVER_RECIPIENTS):
            message = f'questions "{question.code}": "{kind}" knows of nobody, and is asked about nobody.'
            yield place.fault("never-asked", message, "asked_of", element=kind)


def _shape(question: Question, place: Place) -> Iterator[Fault]:
    if (question.shape == OPTIONS) != (len(question.options) > 1):
        message = f'questions "{question.code}": options, two or more, go with the shape "options" and with no other.'
        yield place.fault("options-without-shape", message, "shape")
    if question.own_words and question.shape != WORDS:
        message = f'questions "{question.code}": a question in the asker\'s own words is answered in words.'
        yield place.fault("own-words-shape", message, "shape")
    if question.own_words == (question.category is not None):
        message = (
            f'questions "{question.code}": every question says which category its answer is, except one in the '
            "asker's own words, where whoever answers says so."
        )
        yield place.fault("answer-without-category", message, "own_words")


def silence_is_not_told_apart_where_it_tells(draft: Draft) -> Iterator[Fault]:
    """Whether a health service holds something, or what the law protects further, is not told by how it is silent."""
    sensitive = {category.code for category, _ in draft.entries("categories", Category) if category.sensitive}
    for question, place in draft.entries("questions", Question):
        if question.tells_apart and (
            question.own_words or HEALTH in question.asked_of or question.category in sensitive
        ):
            message = (
                f'questions "{question.code}": tells_apart is for ordinary information, asked of nobody in health: '
                "there silence tells nothing."
            )
            yield place.fault("silence-tells", message, "tells_apart")


QUESTION_RULES: Final = (
    questions_ask_for_no_watching,
    questions_are_bounded,
    silence_is_not_told_apart_where_it_tells,
)
