"""What entries say was done, in words."""

import re

import pytest
from django.urls import get_resolver

from handrail.gate import passages
from handrail.web.what_was_done import BROUGHT_ABOUT, actions, kind_said, kinds, said


@pytest.fixture(autouse=True)
def _everything_is_imported() -> None:
    assert get_resolver().url_patterns


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("person.open", "Opened this person’s record"),
        ("disclosure.acknowledge", "Acknowledged this disclosure"),
        ("case.see", "Opened this case"),
        ("case.record_told", "Recorded that the person was told"),
        ("support.cannot_do", "Said that they can’t give this support"),
        ("question.asks_to_watch", "Said that this asks them to watch someone"),
        ("member.not_told", "An e-mail to a member could not be sent"),
        ("disclosure.received", "A disclosure arrived"),
    ],
)
def test_an_entry_says_what_somebody_did(action: str, words: str) -> None:
    assert said(action) == words


def test_nothing_that_somebody_did_speaks_to_the_reader() -> None:
    assert [action for action in sorted(passages) if re.search(r"\byou\b", said(action))] == []


def test_everything_that_can_be_recorded_can_be_chosen_once_and_told_apart() -> None:
    offered = list(actions())
    assert {option.code for option in offered} == {*passages, *BROUGHT_ABOUT}
    words = [(option.group, option.title) for option in offered]
    assert len(set(words)) == len(words)
    groups = [option.group for option in offered]
    assert groups == sorted(groups)


def test_every_kind_of_record_has_its_word() -> None:
    assert {option.code for option in kinds()} == {each.resource.name for each in passages.values() if each.resource}
    assert (kind_said("Case"), kind_said("Escalation"), kind_said("")) == ("A case", "An escalation", "")
