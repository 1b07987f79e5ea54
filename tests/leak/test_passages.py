"""Every passage of the gate, by every role, from every organisation, on every record, in every state of it.

What ought to come of it is written by hand in passages.txt, apart from the policy. Nothing is a sample: a passage, a
kind of record, a role or a state that isn't there fails.
"""

from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any
from uuid import UUID, uuid4

import pytest

from handrail import programme
from handrail.directory.services import SERVICES
from handrail.gate import house, passages
from tests.leak.passages_attempts import (
    ANYBODY,
    HOUSE,
    attempt,
    hidden_from,
    of_kind,
    refused,
    refused_by_the_house,
    says_nothing,
    says_the_rules,
    why,
)
from tests.leak.passages_cells import (
    ABOUT_A_RECORD,
    KINDS,
    LIFECYCLE,
    WITHOUT_STATES,
    Reader,
    in_each_state,
    may,
    passages_of,
)
from tests.leak.passages_digest import all_but_the_ledger
from tests.leak.passages_table import table
from tests.leak.passages_told import Told, told  # noqa: F401
from tests.leak.story import story  # noqa: F401
from tests.recorded import Said, how_many, recorded

ABOUT_NONE = sorted(name for name, each in passages.items() if each.resource is None)


# --- that nothing is left out ---------------------------------------------------------------------------------------


def test_every_passage_is_in_the_table() -> None:
    """And nothing else. A new passage has to be written down by somebody who says for whom it is."""
    exist = {(each.resource.name if each.resource else HOUSE, name) for name, each in passages.items()}
    exist |= {(name, kind.see) for name, kind in KINDS.items()}
    assert exist ^ table().lines.keys() == set()


def test_every_role_and_every_service_is_tried(told: Told) -> None:  # noqa: F811
    assert {each.role for each in told.readers} == {*programme.load("mac").roles.codes, *SERVICES}


def test_everything_that_one_can_be_to_a_record_is_tried(told: Told) -> None:  # noqa: F811
    tried = {tag for each in told.victims for who in told.readers for tag in each.standing(who.who)}
    assert table().words() - tried == {"anybody"} - tried == set()


def test_every_kind_of_record_is_tried_in_every_state(told: Told) -> None:  # noqa: F811
    assert {each.kind for each in told.victims} == KINDS.keys() == LIFECYCLE.keys() | WITHOUT_STATES
    with_states = {name for name, kind in KINDS.items() if "state" in {each.name for each in kind.model._meta.fields}}
    assert with_states - LIFECYCLE.keys() == {"Notification"}


def test_all_of_them_pass_through_the_same_gate() -> None:
    """So that what is found at one of them about the gate holds for all."""
    assert len({each.call.__code__ for each in passages.values()}) == 1


# --- what policy alone decides --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_policy_decides_what_the_table_says(told: Told, kind: str) -> None:  # noqa: F811
    """Without row security: each record in each state, for each reader, at each passage. No more is permitted, and no
    less, or the table would stand for nothing."""
    differ = [
        (victim.name, state, reader.who, action)
        for victim in (each for each in told.victims if each.kind == kind)
        for state, entity in in_each_state(told.pilot, victim).items()
        for reader in told.readers
        for action, permitted in decided(reader, kind, entity)
        if permitted != table().may(kind, action, victim.standing(reader.who), reader.role, state)
    ]
    assert differ == []


def decided(reader: Reader, kind: str, entity: Any) -> Iterator[tuple[str, bool]]:
    """What this reader may do with it. Whoever may not know of it may do nothing: that is the gate's first question."""
    see = KINDS[kind].see
    knows = may(reader, see, entity)
    yield see, knows
    for action in passages_of(kind):
        if action != see:
            yield action, knows and may(reader, action, entity)


@pytest.mark.parametrize("name", ABOUT_NONE)
def test_what_is_about_no_record_is_for_the_roles_in_the_table(told: Told, name: str) -> None:  # noqa: F811
    differ = [
        reader.who
        for reader in told.readers
        if may(reader, name, house(reader.actor.organisation)) != table().may(HOUSE, name, ANYBODY, reader.role)
    ]
    assert differ == []


# --- what the whole gate answers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_may_not_know_of_a_record_is_told_that_there_is_none(told: Told, kind: str) -> None:  # noqa: F811
    """The same error, with nothing in it, the same entry in their own record, and nothing changed.

    Each of them tries it, from each organisation at each passage: the passages take turns with the readers.
    """
    names = [name for name in passages_of(kind) if name in ABOUT_A_RECORD]
    before, digest = how_many(), all_but_the_ledger()
    expected, told_more = [], []
    for victim in of_kind(told, kind):
        for hidden in hidden_from(told, victim):
            turns = max(len(hidden), len(names)) if hidden else 0
            for name, reader in islice(zip(cycle(names), cycle(hidden), strict=False), turns):
                answer = attempt(name, reader, victim.record)
                if not says_nothing(answer):
                    told_more.append((victim.name, name, reader.who, answer))
                expected.append(not_visible(reader, name, victim.record))
    assert told_more == []
    assert [said_of(each) for each in recorded(since=before)] == expected
    assert all_but_the_ledger() == digest


def test_it_is_what_they_are_told_of_a_record_that_never_was(told: Told) -> None:  # noqa: F811
    before, nothing = how_many(), uuid4()
    reader = next(each for each in told.readers if each.role == "administrator")
    assert [name for name in ABOUT_A_RECORD if not says_nothing(attempt(name, reader, nothing))] == []
    expected = [not_visible(reader, name, nothing) for name in ABOUT_A_RECORD]
    assert [said_of(each) for each in recorded(since=before)] == expected


def said_of(entry: Said) -> tuple[Any, ...]:
    return (
        entry.organisation, entry.actor, entry.action, entry.subject and entry.subject[1], entry.outcome, entry.rules,
        entry.person, entry.facts,
    )  # fmt: skip


def not_visible(reader: Reader, action: str, record: UUID) -> tuple[Any, ...]:
    """What is said of it in the record of the one who tried, and of nobody else."""
    return (reader.actor.organisation, reader.actor.id, action, record, "refused", ("not-visible",), None, {})


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_may_know_of_it_and_no_more_is_told_the_rule_and_nothing_of_the_record(told: Told, kind: str) -> None:  # noqa: F811
    digest, told_more = all_but_the_ledger(), []
    for victim in of_kind(told, kind):
        for name, reader in refused(told, victim):
            answer = attempt(name, reader, victim.record)
            if not says_the_rules(answer, name, reader, kind, victim.record):
                told_more.append((victim.name, name, reader.who, answer))
    assert told_more == []
    assert all_but_the_ledger() == digest


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_is_told_why_about_a_record_that_they_may_not_know_of(told: Told, kind: str) -> None:  # noqa: F811
    """Asking which rules decide is open to everybody, about any record: one from each organisation asks."""
    told_more = []
    for victim in of_kind(told, kind):
        for hidden in hidden_from(told, victim):
            for reader in [each for each in hidden if each.actor.kind == "member"][:1]:
                answer = why(reader, KINDS[kind].see, kind, victim.record)
                if not says_nothing(answer):
                    told_more.append((victim.name, reader.who, answer))
    assert told_more == []


@pytest.mark.parametrize("name", ABOUT_NONE)
def test_whoever_may_not_is_refused_before_anything_is_looked_for(told: Told, name: str) -> None:  # noqa: F811
    for reader in refused_by_the_house(told, name):
        answer = attempt(name, reader)
        assert says_the_rules(answer, name, reader, "House", "handrail"), (reader.who, answer)
