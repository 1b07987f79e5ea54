"""What a refusal says that the user can't do, for everything that passes the gate."""

import pytest
from django.urls import get_resolver

from handrail.gate import passages
from handrail.web.refusals import PHRASES, PLAIN_VERBS, what

#: What only services do, by its verb: nobody reads their refusal.
BY_SERVICES = frozenset(
    {
        "funding_lapsed",
        "list_unfunded",
        "fall_due",
        "run_out",
        "list_due",
        "list_stalled",
        "not_happening",
        "list_late",
        "list_over",
        "list_without_case",
        "list_to_tell",
        "list_unanswered",
        "look_after",
        "not_told",
        "told",
        "reconciled",
        "tell",
        "witnesses_changed",
    },
)


@pytest.fixture(autouse=True)
def _everything_is_imported() -> None:
    assert get_resolver().url_patterns


def test_everything_that_can_be_refused_has_its_words() -> None:
    """An action whose verb doesn't read well before its record needs a phrase in ``handrail.web.refusals``."""
    without = {
        action
        for action in passages
        if action not in PHRASES and action.partition(".")[2] not in PLAIN_VERBS | BY_SERVICES | {"list", "see"}
    }
    assert without == set()


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("decision.release", "release this disclosure"),
        ("disclosure.acknowledge", "acknowledge this disclosure"),
        ("case.see", "open this case"),
        ("risk.list", "see the list of risks"),
    ],
)
def test_the_words_follow_you_can_t(action: str, words: str) -> None:
    assert what(action) == words
