"""To a stranger every record that exists is as if it did not: at every passage of the gate, one by one.

Whatever is declared to pass the gate is tried here. One that is about a kind of record that the story has none of
fails: whoever adds it adds such a record to the story.
"""

import importlib
import inspect
import pkgutil
from typing import Any
from uuid import UUID, uuid4

import pytest

import handrail
from handrail.directory.services import service
from handrail.gate import Actor, GateError, NotFound, Passage, passages
from tests.leak.story import Story
from tests.recorded import how_many, recorded

for module in pkgutil.walk_packages(handrail.__path__, "handrail."):
    if {"actions", "queries"} & set(module.name.split(".")):
        importlib.import_module(module.name)

ABOUT_A_RECORD = {name: passage for name, passage in passages.items() if passage.resource is not None}


def about(passage: Passage) -> str:
    """The kind of record that it is about."""
    return passage.resource.name if passage.resource else ""


#: What everybody may look up, and why.
OPEN_TO_ALL = {
    "Organisation": "every member can look up organisations (house.cedar, know-the-directory)",
    "Centre": "and centres",
    "LocalService": "service directories are published (house.cedar, know-services)",
}

#: Who tries, and what they say it is for. The force is in the case's team, its pursuit staff are not.
STRANGERS = {
    "single_point_of_contact@second_council": "safeguarding_support",
    "case_coordinator@second_council": "safeguarding_support",
    "data_protection_officer@second_council": "individual_rights",
    "administrator@second_council": "administration",
    "pursuit_officer@force": "risk_management",
}


def strangers(story: Story) -> list[tuple[Actor, str]]:
    """The strangers, a service that works for another organisation among them."""
    members = [(story.pilot.actor(who), purpose) for who, purpose in STRANGERS.items()]
    return [*members, (service("sweep", story.pilot.organisation("second_council")), "administration")]


def tried(passage: Passage, by: Actor, purpose: str, record: UUID) -> tuple[Any, ...]:
    """What came of it: everything by which the one who tried could tell one answer from another."""
    assert passage.resource is not None
    others: dict[str, Any] = dict.fromkeys(inspect.signature(passage.call).parameters)
    before = how_many()
    answer: tuple[Any, ...] = (None,)
    try:
        passage.call(**others | {"by": by, "purpose": purpose, passage.resource.key: record})
    except GateError as refused:
        answer = (type(refused), refused.args, vars(refused))
    left = [
        (each.organisation, each.action, each.outcome, each.rules, each.person, each.facts)
        for each in recorded(since=before)
    ]
    return (*answer, left)


def test_the_story_has_a_record_of_every_kind(story: Story) -> None:
    kinds = {about(passage) for passage in ABOUT_A_RECORD.values()}
    assert kinds - story.records.keys() - OPEN_TO_ALL.keys() == set()


@pytest.mark.parametrize("name", [name for name, each in ABOUT_A_RECORD.items() if about(each) not in OPEN_TO_ALL])
def test_strangers_are_told_nothing(story: Story, name: str) -> None:
    """The same error, with nothing in it, and one entry in the stranger's own record that says the same of both."""
    passage = ABOUT_A_RECORD[name]
    for by, purpose in strangers(story):
        hidden = tried(passage, by, purpose, story.records[about(passage)])
        absent = tried(passage, by, purpose, uuid4())
        entry: tuple[Any, ...] = (by.organisation, name, "refused", ("not-visible",), None, {})
        assert hidden == absent == (NotFound, NotFound().args, {}, [entry])


@pytest.mark.parametrize("kind", OPEN_TO_ALL)
def test_what_is_open_to_all_is_open_to_strangers(story: Story, kind: str) -> None:
    """An exception that is none any more has to go from the list."""
    passage = next(each for each in ABOUT_A_RECORD.values() if about(each) == kind)
    by, purpose = strangers(story)[0]
    assert tried(passage, by, purpose, story.records[kind])[0] is not NotFound
