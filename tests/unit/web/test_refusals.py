"""What a refusal says that the user can't do, for everything that passes the gate."""

import pytest
from django.urls import get_resolver

from handrail.gate import passages
from handrail.web.refusals import PHRASES, PLAIN_VERBS, what

#: Only services do these: nobody reads their refusal.
BY_SERVICES = frozenset(
    {
        "agreement.fall_due",
        "agreement.list_due",
        "agreement.list_over",
        "agreement.run_out",
        "disclosure.list_over",
        "duty.list_late",
        "duty.list_owed",
        "escalation.list_unanswered",
    }
)


@pytest.fixture(autouse=True)
def _everything_is_imported() -> None:
    assert get_resolver().url_patterns


def test_everything_that_can_be_refused_has_its_words() -> None:
    """An action whose verb doesn't read well before its record needs a phrase in ``handrail.web.refusals``."""
    without = {
        action
        for action in passages
        if action not in PHRASES and action.partition(".")[2] not in PLAIN_VERBS | {"list", "see"}
    }
    assert without <= BY_SERVICES


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("decision.release", "release this disclosure"),
        ("disclosure.acknowledge", "acknowledge this disclosure"),
        ("case.see", "open this case"),
        ("challenge.list", "see the list of challenges"),
    ],
)
def test_the_words_follow_you_can_t(action: str, words: str) -> None:
    assert what(action) == words
