"""The lint for words of surveillance refuses what plainly asks for it, and lets help be spoken of."""

import pytest

from handrail.programme import load
from handrail.programme.catalogue_words import word_of_surveillance


@pytest.mark.parametrize(
    "words",
    [
        "Monitor attendance",
        "Watch for changes",
        "MONITORING visits",
        "Keep an eye on him",
        "Keep a close eye on the family",
        "Report back what you see",
        "Report any visitors",
        "Tell the police who comes",
        "Tell us if they travel",
        "Let the originator know of changes",
        "Search his room",
        "Track their progress",
        "Observe from a distance",
        "Find out who her friends are",
        "Look out for signs of change",
        "Gather information at the mosque",
        "Follow them home",
        "Listen in on calls",
        "Check up on her",
        "Photograph the car",
        "Keep a log of visits",
        "Notify us at once",
        "\uff37atch the house",
        "W\u00adatch the house",
        "Keep\n an  eye on it",
    ],
)
def test_asking_for_surveillance_is_refused(words: str) -> None:
    assert word_of_surveillance(words)


@pytest.mark.parametrize(
    "words",
    [
        "Offer help with housing",
        "Research support for students",
        "Help to recover, at the person's pace",
        "The help that follows from it",
        "Take this into account",
        "An assessment and, if the person wants it, treatment",
    ],
)
def test_speaking_of_help_is_not_refused(words: str) -> None:
    assert word_of_surveillance(words) is None


def test_it_is_a_lint_and_refuses_some_innocent_phrases() -> None:
    assert word_of_surveillance("Get back on track") == "track"


def test_nothing_that_can_be_asked_for_or_planned_needs_such_a_word() -> None:
    mac = load("mac")
    for entry in (*mac.requested_actions, *mac.support_actions, *mac.needs, *mac.protective_factors):
        assert word_of_surveillance(f"{entry.title}. {entry.description}") is None
