"""The record of what was done, for auditors: who, what, when, which rule; never the content.

People appear as opaque ids, and in this record nothing else about them exists: the gate lets no narrative in.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from handrail import gate, ledger
from handrail.directory.models import Member, Organisation
from handrail.directory.services import NAMES
from handrail.gate import Act, Actor, listing, query
from handrail.gate.clock import LONDON
from handrail.ledger.cosigned import Cosigned, cosigned, newest_published
from handrail.ledger.models import LedgerPayload
from handrail.oversight.compared import Compared, last_compared
from handrail.oversight.newest_first import leaf
from handrail.oversight.resources import RECORD
from handrail.oversight.witnessing import witnesses_changed_at

#: Members that can be chosen among by name. In a larger organisation one is asked for from an entry of theirs.
CHOSEN_FROM = 500


@dataclass(frozen=True, slots=True)
class Filters:
    """What an auditor looks for. An empty field asks for everything.

    ``kind`` is the kind of record that an entry is about, ``since`` and ``until`` are days in London, both included.
    """

    action: str = ""
    outcome: str = ""
    rule: str = ""
    kind: str = ""
    organisation: UUID | None = None
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
    member: UUID | None
    organisation: str
    outcome: str
    rules: tuple[str, ...]
    subject_type: str
    subject: UUID | None
    person: UUID | None


@dataclass(frozen=True, slots=True)
class Choices:
    """Whom an auditor can ask for by name: organisations, and the members of one of them. Pairs of id and name.

    ``members`` is empty where there are too many to choose from, or where no organisation was chosen yet.
    """

    organisations: tuple[tuple[UUID, str], ...]
    members: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One page of the record. ``older`` and ``newer`` are the entries from which the next pages go on.

    ``counted`` is how many entries match, as far as they are counted: with ``more``, there are more.
    """

    rows: tuple[RecordRow, ...]
    older: UUID | None
    newer: UUID | None
    counted: int
    more: bool
    choices: Choices


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """One entry whole: its facts as pairs, the commitment that the tree holds, and its place in the tree.

    ``takes_receipt``: whether the reader can have a receipt of it.
    """

    row: RecordRow
    purpose: str
    facts: tuple[tuple[str, str], ...]
    commitment: str
    hour: datetime
    erased: bool
    takes_receipt: bool


@dataclass(frozen=True, slots=True)
class LedgerState:
    """The signed head of the tree, what is not in the tree yet, and how the log stands with its witnesses.

    ``stuck`` says that entries wait too long for their place. ``compared`` is how the record and what is
    there compared. ``witnesses_changed`` is when the witnesses, or the number of them that is needed, last changed as
    far as the record says. ``note`` is the newest published head, with its countersignatures; empty while there is
    none.
    """

    size: int
    root: str
    note: str
    unsequenced: int
    oldest_seconds: int
    outside: Cosigned
    witnesses_changed: datetime | None
    compared: Compared | None
    stuck: bool


@listing("record.list")
def records(
    *, by: Actor, purpose: str, filters: Filters, before: UUID | None = None, after: UUID | None = None
) -> RecordPage:
    """The entries that the actor may read, newest first, fifty to a page.

    ``before`` and ``after`` are the entries from which another page goes on. Raises ``NoSuchPage`` for one that is not
    among those that were asked for.
    """
    act = gate.current()
    found = _filtered(act.visible(RECORD), filters)
    page = leaf(found, before=before, after=after, few=bool(filters.rule))
    asked = {name: str(value) if value else "" for name, value in asdict(filters).items()}
    act.listed((record.entry_id for record in page.rows), **asked, before=str(before or ""), after=str(after or ""))
    names = _Names(page.rows)
    return RecordPage(
        rows=tuple(names.row(record) for record in page.rows),
        older=page.older,
        newer=page.newer,
        counted=page.counted,
        more=page.more,
        choices=_choices(act, filters.organisation),
    )


@query("record.open", resource=RECORD)
def open_record(*, by: Actor, purpose: str, record: UUID) -> RecordEntry:
    """One entry, with its facts."""
    act = gate.current()
    found = act.resource(RECORD)
    payload: Mapping[str, Any] = json.loads(bytes(found.payload)) if found.payload else {}
    return RecordEntry(
        row=_Names([found]).row(found),
        purpose=str(payload.get("purpose") or ""),
        facts=tuple(_facts(payload.get("facts") or {})),
        commitment=bytes(found.entry.commitment).hex(),
        hour=found.entry.hour,
        erased=found.payload is None,
        takes_receipt=act.allows("record.see_receipt", RECORD, found),
    )


@query("ledger.head")
def ledger_state(*, by: Actor, purpose: str) -> LedgerState:
    """The head of the tree as it was last signed, its signature checked."""
    act = gate.current()
    head, lag = ledger.head(), ledger.lag(act.now)
    return LedgerState(
        size=head.size if head else 0,
        root=head.root.hex() if head else "",
        note=newest_published() or "",
        unsequenced=lag.unsequenced,
        oldest_seconds=int(lag.oldest_seconds),
        outside=cosigned(act.now),
        witnesses_changed=witnesses_changed_at(),
        compared=last_compared(act.now),
        stuck=lag.oldest_seconds > ledger.STUCK_SECONDS,
    )


def _filtered(found: QuerySet[LedgerPayload], filters: Filters) -> QuerySet[LedgerPayload]:
    wanted: dict[str, Any] = {
        "action": filters.action,
        "outcome": filters.outcome,
        "rules__contains": [filters.rule] if filters.rule else [],
        "subject_type": filters.kind,
        "organisation_id": filters.organisation,
        "actor": filters.actor,
        "person": filters.person,
        "at__gte": _midnight(filters.since),
        "at__lt": _midnight(filters.until, days=1),
    }
    found = found.filter(**{name: value for name, value in wanted.items() if value})
    # What a rule stopped was never done, and of that there is an index, which holds the rules as well.
    return found.exclude(outcome="done") if filters.rule else found


def _choices(act: Act, organisation: UUID | None) -> Choices:
    """An oversight body chooses among all organisations; every other has one record, its own."""
    everywhere = act.principal.oversight
    organisations = Organisation.objects.order_by("name").values_list("id", "name") if everywhere else ()
    house = organisation if everywhere else act.organisation
    theirs = Member.objects.filter(organisation_id=house) if house else Member.objects.none()
    members = list(theirs.order_by("name", "id").values_list("id", "name")[: CHOSEN_FROM + 1])
    return Choices(tuple(organisations), tuple(members) if len(members) <= CHOSEN_FROM else ())


def _midnight(day: date | None, *, days: int = 0) -> datetime | None:
    """The beginning, in London, of the day that many days on."""
    return datetime.combine(day + timedelta(days=days), time(), LONDON) if day else None


def _facts(facts: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for name, value in sorted(facts.items()):
        yield name, ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@dataclass
class _Names:
    """The names of the staff, services and organisations in some entries, looked up together."""

    records: Iterable[LedgerPayload]
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
            member=record.actor if record.actor in self.members else None,
            organisation=self.organisations.get(record.organisation_id, ""),
            outcome=record.outcome,
            rules=tuple(record.rules),
            subject_type=record.subject_type,
            subject=_known(record.subject_id),
            person=_known(record.person),
        )


def _known(identifier: UUID) -> UUID | None:
    return None if identifier == ledger.NOBODY else identifier
