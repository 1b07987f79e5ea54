"""The record of what was done, for auditors: who, what, when, which rule; never the content.

People appear as opaque ids, and in this record nothing else about them exists: the gate lets no narrative in.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from handrail import gate, ledger
from handrail.directory.models import Member, Organisation
from handrail.directory.services import NAMES
from handrail.gate import Actor, RuleBroken, listing, query
from handrail.gate.clock import LONDON
from handrail.ledger.models import LedgerPayload
from handrail.oversight.resources import RECORD

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What an auditor looks for. An empty field asks for everything."""

    action: str = ""
    outcome: str = ""
    rule: str = ""
    actor: UUID | None = None
    person: UUID | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One entry: when, who, of which organisation, did what, with what outcome, and which rules refused it."""

    id: UUID
    index: int | None
    at: datetime
    action: str
    actor: str
    organisation: str
    outcome: str
    rules: tuple[str, ...]
    subject_type: str
    subject: UUID | None
    person: UUID | None


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One page of the record, with the numbers of all pages and entries."""

    rows: tuple[RecordRow, ...]
    page: int
    pages: int
    total: int
    filters: Filters


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """One entry whole: its facts as pairs, the commitment that the tree holds, and its place in the tree."""

    row: RecordRow
    purpose: str
    facts: tuple[tuple[str, str], ...]
    commitment: str
    hour: datetime
    erased: bool


@dataclass(frozen=True, slots=True)
class LedgerState:
    """The signed head of the tree, and what is not in the tree yet."""

    size: int
    root: str
    note: str
    unsequenced: int
    oldest_seconds: int


class NoSuchPage(RuleBroken):
    """A page beyond the last."""

    def __init__(self) -> None:
        super().__init__("no-such-page", "There is no such page.")


@listing("record.list")
def records(*, by: Actor, purpose: str, filters: Filters, page: int = 1) -> RecordPage:
    """The entries that the actor may read, newest first, fifty to a page."""
    act = gate.current()
    found = _filtered(act.visible(RECORD), filters)
    total = found.count()
    pages = max(1, -(-total // PAGE))
    if not 1 <= page <= pages:
        raise NoSuchPage
    shown = list(found.order_by("-at", "-entry_id")[(page - 1) * PAGE : page * PAGE])
    act.listed(
        (record.entry_id for record in shown),
        action=filters.action,
        outcome=filters.outcome,
        rule=filters.rule,
        actor=str(filters.actor or ""),
        person=str(filters.person or ""),
        since=str(filters.since or ""),
        until=str(filters.until or ""),
        page=str(page),
    )
    names = _Names(shown)
    return RecordPage(tuple(names.row(record) for record in shown), page, pages, total, filters)


@query("record.open", resource=RECORD)
def open_record(*, by: Actor, purpose: str, record: UUID) -> RecordEntry:
    """One entry, with its facts."""
    found = gate.current().resource(RECORD)
    payload: Mapping[str, Any] = json.loads(bytes(found.payload)) if found.payload else {}
    return RecordEntry(
        row=_Names([found]).row(found),
        purpose=str(payload.get("purpose") or ""),
        facts=tuple(_facts(payload.get("facts") or {})),
        commitment=bytes(found.entry.commitment).hex(),
        hour=found.entry.hour,
        erased=found.payload is None,
    )


@query("ledger.head")
def ledger_state(*, by: Actor, purpose: str) -> LedgerState:
    """The head of the tree as it was last signed, its signature checked."""
    act = gate.current()
    head, lag = ledger.head(), ledger.lag(act.now)
    return LedgerState(
        size=head.size if head else 0,
        root=head.root.hex() if head else "",
        note=head.note if head else "",
        unsequenced=lag.unsequenced,
        oldest_seconds=int(lag.oldest_seconds),
    )


def _filtered(found: QuerySet[LedgerPayload], filters: Filters) -> QuerySet[LedgerPayload]:
    wanted: dict[str, Any] = {
        "action": filters.action,
        "outcome": filters.outcome,
        "rules__contains": [filters.rule] if filters.rule else [],
        "actor": filters.actor,
        "person": filters.person,
        "at__gte": _midnight(filters.since),
        "at__lt": _midnight(filters.until, days=1),
    }
    return found.filter(**{name: value for name, value in wanted.items() if value})


def _midnight(day: date | None, *, days: int = 0) -> datetime | None:
    """The beginning, in London, of the day that many days on."""
    return datetime.combine(day + timedelta(days=days), time(), LONDON) if day else None


def _facts(facts: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for name, value in sorted(facts.items()):
        yield name, ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@dataclass
class _Names:
    """The names of the staff, services and organisations in some entries, looked up together."""

    records: list[LedgerPayload]
    members: dict[UUID, str] = field(init=False)
    organisations: dict[UUID, str] = field(init=False)

    def __post_init__(self) -> None:
        actors = {record.actor for record in self.records}
        houses = {record.organisation_id for record in self.records}
        self.members = dict(Member.objects.filter(pk__in=actors).values_list("id", "name"))
        self.organisations = dict(Organisation.objects.filter(pk__in=houses).values_list("id", "name"))

    def row(self, record: LedgerPayload) -> RecordRow:
        service = NAMES.get(record.actor)
        return RecordRow(
            id=record.entry_id,
            index=record.entry.leaf_index,
            at=record.at,
            action=record.action,
            actor=self.members.get(record.actor) or (f"Handrail ({service})" if service else ""),
            organisation=self.organisations.get(record.organisation_id, ""),
            outcome=record.outcome,
            rules=tuple(record.rules),
            subject_type=record.subject_type,
            subject=_known(record.subject_id),
            person=_known(record.person),
        )


def _known(identifier: UUID) -> UUID | None:
    return None if identifier == ledger.NOBODY else identifier
