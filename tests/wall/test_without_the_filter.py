"""Policy let everything pass, and the second wall still holds: at every passage of the gate, from every organisation.

For these tests the filter of every list is empty and every decision is yes, as if the application had forgotten to ask.
"""

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from itertools import count
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db.models import Q

from handrail.gate import Actor, GateError, NotFound, Passage
from handrail.oversight.queries.records import Filters
from handrail.policy import Decision
from handrail.policy.engine import Engine
from tests.declared import passages
from tests.leak.story import Story
from tests.nominating import NAME
from tests.wall.belonging import Everything, Row
from tests.worlds import ORGANISATIONS

WHO = [key for key, *_ in ORGANISATIONS]
PURPOSE = "safeguarding_support"

#: Kinds of record that row security shows to everybody: policy alone says who is told of them.
#: A register is one once it was offered, as the story's is.
SHOWN_TO_ALL = {"Organisation", "Centre", "LocalService", "MemberRecord", "Register", "RoleGrant"}


@pytest.fixture(autouse=True)
def everything_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if nobody asked policy."""
    monkeypatch.setattr(Engine, "filter", lambda *_, **__: Q())
    monkeypatch.setattr(Engine, "decide", lambda *_, **__: Decision(True, ("everything-passes",)))


def somebody_at(story: Story, who: str) -> Actor:
    """A member of the organisation, of a role that every organisation has."""
    return story.pilot.actor(f"administrator@{who}")


# --- one record -------------------------------------------------------------------------------------------------------


ABOUT_A_RECORD = {name: passage for name, passage in passages.items() if passage.resource is not None}


def kind_of(passage: Passage) -> str:
    return passage.resource.name if passage.resource else ""


def strangers_to(story: Story, everything: Everything, passage: Passage) -> list[str]:
    """The organisations to which the story's record of this kind doesn't belong."""
    assert passage.resource is not None
    table = passage.resource.model._meta.db_table
    parties = everything.parties(table, everything.rows[table][str(story.records[kind_of(passage)])])
    return [who for who in WHO if str(story.pilot.organisation(who)) not in parties]


def reached(story: Story, passage: Passage, who: str) -> bool:
    """Whether the gate found the story's record for them; what the body then made of so little is of no matter."""
    assert passage.resource is not None
    record = story.records[kind_of(passage)]
    try:
        passage.call(by=somebody_at(story, who), purpose=PURPOSE, **{passage.resource.key: record})
    except NotFound:
        return False
    except (GateError, TypeError):
        return True
    return True


def test_what_row_security_shows_to_all_is_listed(everything: Everything) -> None:
    """The list is exact: of every other kind there are organisations that are shown none of the story's."""
    shown = set()
    for passage in ABOUT_A_RECORD.values():
        assert passage.resource is not None
        table = passage.resource.model._meta.db_table
        rows = everything.rows.get(table, {}).values()
        if all(everything.parties(table, row) == everything.organisations for row in rows):
            shown.add(kind_of(passage))
    assert shown == SHOWN_TO_ALL


TURN = count()


@pytest.mark.parametrize("name", [name for name, each in ABOUT_A_RECORD.items() if kind_of(each) not in SHOWN_TO_ALL])
def test_a_record_is_out_of_reach_at_every_passage(story: Story, everything: Everything, name: str) -> None:
    """The organisations that it doesn't belong to take turns."""
    strangers = strangers_to(story, everything, ABOUT_A_RECORD[name])
    assert not reached(story, ABOUT_A_RECORD[name], strangers[next(TURN) % len(strangers)])


@pytest.mark.parametrize("kind", sorted({kind_of(each) for each in ABOUT_A_RECORD.values()} - SHOWN_TO_ALL))
def test_a_record_is_out_of_reach_of_every_other_organisation(story: Story, everything: Everything, kind: str) -> None:
    """And within reach of those that it belongs to: for them, only policy stood before it."""
    of_kind = [each for each in ABOUT_A_RECORD.values() if kind_of(each) == kind]
    passage = next((each for each in of_kind if each.kind == "query"), of_kind[0])
    strangers = strangers_to(story, everything, passage)
    assert [who for who in WHO if reached(story, passage, who)] == [who for who in WHO if who not in strangers]


# --- many records -----------------------------------------------------------------------------------------------------

READS = {name: passage for name, passage in passages.items() if passage.kind != "action"}

#: Reads that give nothing here, and why.
GIVES_NOTHING = {
    "case.see_retention": "the case is open",
    "case.see_receipt": "the case is open",
    "risk.see_receipt": "the risk was handed to nobody",
    "ledger.export": "nothing of the record is signed yet",
    "unsealing.open": "nobody has agreed to the opening",
    "member.read_calendar": "it takes the secret of an address",
    "record.see_who": "the entry is about no case and no item",
    "decision.check_import": "it is about a file, and looks nothing up",
    "service.check_directory": "it is about a file, and looks nothing up",
}

#: Who reads: the originator, the case's lead, one of its team, another recipient, and two who have no part in it.
READERS = ("ctu", "council", "housing", "nhs", "second_council", "oversight")

UUIDS = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")


def asked(story: Story, passage: Passage) -> dict[str, Any]:
    """What is asked for besides who asks and why: about the people and records of the story, and for all there is."""
    given: dict[str, Any] = {
        **story.in_addresses,
        "people": (story.in_addresses["person"],),
        "words": NAME,
        "asked_of": story.pilot.organisation("housing"),
        "filters": Filters(),
        "action": "case.see",
        "kind": "Case",
        "programme": "mac",
        "coming_for": PURPOSE,
        "event": "release",
    }
    if passage.resource is None:
        given["action"] = "case.list"
    else:
        given[passage.resource.key] = story.records[kind_of(passage)]
        if passage.resource.name == "Notice":
            given["event"] = "end"
    wanted = inspect.signature(passage.call).parameters
    return {name: given[name] for name, each in wanted.items() if name in given and each.default is each.empty}


def said(value: Any) -> Iterator[str]:
    """All words, numbers and ids in a value that a read gave."""
    if is_dataclass(value):
        for each in fields(value):
            yield from said(getattr(value, each.name))
    elif isinstance(value, Mapping):
        yield from said((*value.keys(), *value.values()))
    elif isinstance(value, tuple | frozenset | list):
        for each in value:
            yield from said(each)
    else:
        yield str(value)


def document_of(row: Row) -> str:
    """What the ledger keeps as bytes; nothing for rows of other tables."""
    return bytes.fromhex((row.get("payload") or "").removeprefix("\\x")).decode()


def hidden_from(everything: Everything, organisation: str) -> set[str]:
    """The ids that stand in other organisations' rows and in no row that this one is shown."""
    theirs, ours = set[str](), set[str]()
    for table, rows in everything.rows.items():
        for row in rows.values():
            ids = UUIDS.findall(json.dumps(row) + document_of(row))
            (ours if organisation in everything.parties(table, row) else theirs).update(ids)
    return theirs - ours


def in_own_record(superuser: psycopg.Connection[Any], organisation: UUID, ids: set[str]) -> set[str]:
    """Those of the ids that are in the organisation's own record by now, since its members asked for them in vain."""
    if not ids:
        return set()
    entries = superuser.execute(
        "SELECT convert_from(payload, 'UTF8') FROM ledger_payload WHERE organisation_id = %s", [organisation]
    ).fetchall()
    return ids & set(UUIDS.findall(str(entries)))


@pytest.fixture(scope="module")
def hidden(story: Story, everything: Everything) -> Mapping[str, set[str]]:
    """For each reader, what is hidden from it."""
    return {who: hidden_from(everything, str(story.pilot.organisation(who))) for who in READERS}


@pytest.mark.parametrize("name", sorted(READS.keys() - GIVES_NOTHING.keys()))
def test_no_read_gives_what_stands_in_other_organisations_rows_alone(
    story: Story,
    everything: Everything,
    hidden: Mapping[str, set[str]],
    superuser: psycopg.Connection[Any],
    name: str,
) -> None:
    """Nor a person's name to organisations that hold nothing about anybody."""
    given, answers = asked(story, READS[name]), 0
    for who in READERS:
        try:
            value = READS[name].call(by=somebody_at(story, who), purpose=PURPOSE, **given)
        except GateError:
            continue
        answers += 1
        words = "\n".join(said(value))
        theirs = set(UUIDS.findall(words)) & hidden[who] - set(UUIDS.findall(str(given)))
        assert theirs - in_own_record(superuser, story.pilot.organisation(who), theirs) == set(), who
        if not everything.shown_to(str(story.pilot.organisation(who)), "sharing_holding"):
            assert NAME not in words, who
    assert answers
