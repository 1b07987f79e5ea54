"""Every read of the gate, as it is asked: the lists and searches with what would find the people of the story.

What a read gives is frozen values; :func:`said` takes them apart into the ids and the words in them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from handrail.exchange.ground import Named
from handrail.gate import GateError, NotFound, Passage, Refused, clock, passages
from handrail.oversight.queries.records import Filters
from handrail.web.purposes import usual_for
from tests.leak.passages_attempts import ANYBODY, HOUSE, of_kind
from tests.leak.passages_cells import KINDS, PURPOSES, Reader, decide, found, state_now
from tests.leak.passages_kept import KEPT_NAME
from tests.leak.passages_table import table
from tests.leak.passages_told import Told
from tests.leak.passages_victims import Victim
from tests.worlds import NOW

#: Reads that need more than the story has: the key of a calendar, which its owner alone is shown, and a ledger that was
#: signed. They are tried in tests/unit/exchange/test_calendar_address.py and tests/flow/test_ledger_taken_out.py.
TRIED_ELSEWHERE = {"member.read_calendar", "ledger.export"}

READS: Mapping[str, Passage] = {
    name: each for name, each in passages.items() if each.kind != "action" and name not in TRIED_ELSEWHERE
}
OF_A_RECORD = sorted(name for name, each in READS.items() if each.resource is not None)
OF_THE_HOUSE = sorted(name for name, each in READS.items() if each.resource is None)

#: What nothing in Handrail may ever be used for (demands M13 and M19).
NEVER = ("immigration", "benefits", "tenancy", "admissions", "employment", "pursuit")

#: Have no part in anything that happens in the story.
UNRELATED = ("undecided", "probation", "government")

#: Published to everybody, and about nobody: agreements with the questions about them, services, the registers that may
#: be asked who knows somebody, and the head of the
#: ledger, which counts everybody's entries.
FOR_EVERYBODY = {"agreement.list", "agreement.register", "ledger.head", "register.list", "service.list"}

#: Answers once a case is closed or let go, or a risk handed over: tests/flow/test_records_end.py, test_receipts.py.
NOT_YET = {"case.see_retention", "case.see_receipt", "risk.see_receipt"}

#: Lists of what is late or over, and the day after the story on which something of it is.
OF_WHAT_IS_LATE = dict.fromkeys((
    "agreement.list_due", "agreement.list_over", "case.list_over", "decision.list_over", "disclosure.list_over",
    "duty.list_late",
    "check.list_over", "escalation.list_unanswered", "person.list_over", "question.list_over", "support.list_stalled",
    "support.list_unfunded", "support.list_not_happening",
), 90) | {"holding.list_over": 400, "disclosure.list_without_case": 175}  # fmt: skip

#: What is asked besides of a list that is longer than its page: of the ledger, what few entries say.
ALSO_ASKED: Mapping[str, Mapping[str, Any]] = {"record.list": {"filters": Filters(action="decision.release")}}

UUIDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def asking(told: Told) -> Mapping[str, Mapping[str, Any]]:
    """What each read is asked beside its record, where that matters: about the people of the story, or all that is."""
    pilot, known, records = told.pilot, told.story.in_addresses, told.story.records
    person, case = known["person"], records["Case"]
    about_cases = {"action": "case.open", "kind": "Case"}
    return {
        "agreement.partners": {"organisation": pilot.organisation("council"), "centre": pilot.centre},
        "assessment.compare": {"earlier": known["earlier"]},
        "assessment.find": {"person": person, "judgement": known["judgement"]},
        "case.find": {"person": person},
        "decision.check_import": {"named": Named("mac", "london", "ctu", (), ("council",), ())},
        "disclosure.see_receipt": {"event": "release"},
        "member.explain": {
            "action": "case.open",
            "kind": "Case",
            "programme": "mac",
            "coming_for": "safeguarding_support",
        },
        "notice.see_receipt": {"event": "end"},
        "person.find": {"words": KEPT_NAME},
        "person.information": {"person": told.person},
        "person.initials": {"people": (told.person,)},
        "person.sources": {"person": told.person},
        "policy.explain": {**about_cases, "record": case},
        "question.list": {"person": person},
        "question.offers": {"asked_of": pilot.organisation("housing")},
        "record.list": {"filters": Filters()},
        "risk.see_receipt": {"offer": records["Risk"]},
        "service.check_directory": {"services": (), "faults": ()},
    }


def openers(told: Told, name: str) -> Iterator[tuple[Victim, Reader]]:
    """Each record with one reader of each role and standing whom the table lets open it."""
    kind = READS[name].resource
    assert kind is not None
    for victim in of_kind(told, kind.name):
        state, tried = state_now(told.pilot, victim), set()
        for reader in told.readers:
            cell = (victim.standing(reader.who), reader.role)
            if cell not in tried and table().may(kind.name, name, *cell, state):
                tried.add(cell)
                yield victim, reader


def listers(told: Told, name: str) -> Iterator[Reader]:
    """One reader of each role in each organisation whom the table lets ask this of the house."""
    tried = set()
    for reader in told.readers:
        if (reader.house, reader.role) not in tried and table().may(HOUSE, name, ANYBODY, reader.role):
            tried.add((reader.house, reader.role))
            yield reader


def open_one(told: Told, name: str, victim: Victim, reader: Reader) -> Any:
    """What the reader is given of the record, or the error that is their answer."""
    asked = {KINDS[victim.kind].key: victim.record, **asking(told).get(name, {})}
    return _read(reader, name, usual_for({reader.role}), **asked)


def for_each_purpose(told: Told, name: str, victim: Victim, reader: Reader) -> list[str]:
    """The purposes for which the gate lets the reader open the record and policy does not, or the other way round."""
    kind = KINDS[victim.kind]
    with found(told.pilot, victim) as record:
        entity = kind.entity(record)
    asked = {kind.key: victim.record, **asking(told).get(name, {})}
    return [
        purpose
        for purpose in (*PURPOSES, *NEVER)
        if isinstance(_read(reader, name, purpose, **asked), NotFound | Refused)
        == (decide(reader, kind.see, entity, purpose) and decide(reader, name, entity, purpose))
    ]


def look_through(told: Told, name: str, reader: Reader) -> Any:
    """What a list or search gives the reader; of what is late, when it is."""
    with clock.at(NOW + timedelta(days=OF_WHAT_IS_LATE.get(name, 0))):
        asked = [asking(told).get(name, {}), *([ALSO_ASKED[name]] if name in ALSO_ASKED else [])]
        found = tuple(_read(reader, name, usual_for({reader.role}), **each) for each in asked)
    return found if len(found) > 1 else found[0]


def _read(reader: Reader, name: str, purpose: str, **asked: Any) -> Any:
    try:
        return passages[name].call(by=reader.actor, purpose=purpose, **asked)
    except GateError as error:
        return error


def as_text(name: str, value: Any) -> list[str]:
    """All that a read gave, in words and in order; but for ids, which are new in each world, and for the order of
    the ledger's entries: those of one moment, as the tests' clock stands still, stand by their ids.
    """
    text = UUIDS.sub("ID", repr((type(value), vars(value)) if isinstance(value, GateError) else value)).split(", ")
    return sorted(text) if name == "record.list" else text


def said(value: Any) -> Iterator[UUID | str]:
    """Every id and every text in what a read gave."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, UUID | str):
        yield value
    elif isinstance(value, GateError):
        yield from said(tuple(vars(value).values()))
    elif isinstance(value, Mapping):
        yield from said((*value.keys(), *value.values()))
    elif is_dataclass(value):
        yield from said(tuple(getattr(value, each.name) for each in fields(value)))
    elif isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from said(each)
    elif isinstance(value, bytes):
        yield value.decode(errors="replace")
    elif not isinstance(value, int | float | date | datetime | timedelta | None):
        raise TypeError(f"What a {type(value).__name__} says has to be looked into.")
