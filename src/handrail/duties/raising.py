"""Making duties due and ending them: called inside the acts of the floors above.

All of these write in the organisation for which the transaction acts. What falls due in another organisation is
raised, and ended, inside ``act.deliver_to(that organisation)``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet

from handrail.duties.models import NOBODY, Duty, DutyState
from handrail.duties.rules import DUTY
from handrail.duties.working_time import Unit, WorkingTime
from handrail.gate import Act
from handrail.programme import load

#: What a duty is about: the kind of record, and its id.
Subject = tuple[str, UUID]


@dataclass(frozen=True, slots=True)
class Raised:
    """A duty that has just fallen to somebody, for whoever tells them. Says nothing about the person.

    ``owner`` is None where it falls to everybody in the role. ``late`` is true of a reminder.
    """

    id: UUID
    organisation: UUID
    programme: str
    kind: str
    role: str
    owner: UUID | None
    urgent: bool
    due_at: datetime
    late: bool


_listeners: list[Callable[[Raised], object]] = []


def on_raised(listener: Callable[[Raised], object]) -> None:
    """Have ``listener`` called, in the transaction, whenever a duty falls to somebody or they are reminded of it."""
    _listeners.append(listener)


class About(Protocol):
    """A record about a person: in which programme, about whom, and under which reference."""

    @property
    def programme(self) -> str: ...

    @property
    def person_id(self) -> UUID: ...

    @property
    def reference(self) -> str: ...


def raise_about(
    act: Act,
    record: About,
    *,
    organisation: UUID,
    kind: str,
    role: str,
    subject: Subject,
    owner: UUID | None = None,
    due_at: datetime | None = None,
    raised_from: UUID | None = None,
    not_for: Iterable[UUID] = (),
) -> UUID:
    """:func:`raise_duty` for what is due about the person of ``record``, in its programme."""
    return raise_duty(
        act,
        organisation=organisation,
        programme=record.programme,
        kind=kind,
        role=role,
        subject=subject,
        person=record.person_id,
        person_reference=record.reference,
        owner=owner,
        due_at=due_at,
        raised_from=raised_from,
        not_for=not_for,
    )


def raise_duty(
    act: Act,
    *,
    organisation: UUID,
    programme: str,
    kind: str,
    role: str,
    subject: Subject,
    person: UUID | None = None,
    person_reference: str = "",
    owner: UUID | None = None,
    due_at: datetime | None = None,
    raised_from: UUID | None = None,
    not_for: Iterable[UUID] = (),
) -> UUID:
    """Make something due, and give the duty's id. One that is open already stays, due at the earlier of the times.

    Where the rulebook says of a timescale that it climbs when late, raising it again is how it climbs: whoever was
    late has the whole of its time again and is told again, and the caller raises it for the next rung as well.

    ``kind`` is a timescale of the rulebook and ``role`` one of those that it says owe it (ValueError otherwise).
    ``due_at`` is for what has a date of its own, such as a decision to be looked at again; everything else is due
    when its timescale says. ``raised_from`` is for what must not be shown as coming from the organisation that acts.
    ``not_for`` are the members for whom it is not to do, because it takes a second person and they were the first.
    """
    timescale = load(programme).timescales[kind]
    if role not in timescale.owed_by:
        raise ValueError(f"The rulebook {programme} doesn't let {role} owe {kind}.")
    unit = Unit(timescale.unit)
    due = due_at or WorkingTime().due(act.now, timescale.amount, unit)
    first = sorted(set(not_for))
    duty, made = Duty.objects.get_or_create(
        organisation_id=organisation,
        kind=kind,
        role=role,
        owner_id=owner or NOBODY,
        subject_kind=subject[0],
        subject_id=subject[1],
        state=DutyState.OPEN,
        defaults={
            "programme": programme,
            "person_id": person or NOBODY,
            "person_reference": person_reference,
            "raised_by": act.by.id,
            "raised_from": raised_from or act.organisation,
            "raised_at": act.now,
            "fell_at": act.now,
            "due_at": due,
            "urgent": unit.urgent,
            "not_for": first,
        },
    )
    if not made and first != duty.not_for:
        duty.not_for = first
        duty.save(update_fields=["not_for"])
    if made:
        tell(act, duty)
    elif timescale.when_late == "climb" and duty.due_at <= act.now:
        duty.state = DUTY.next(duty.state, "climb")
        duty.due_at = due
        duty.fell_at = act.now
        duty.climbed += 1
        duty.save(update_fields=["state", "due_at", "fell_at", "climbed"])
        tell(act, duty)
    elif due < duty.due_at:
        duty.due_at = due
        duty.save(update_fields=["due_at"])
    return duty.id


def complete(act: Act, *, subject: Subject, kind: str, owner: UUID | None = None) -> int:
    """End what was due of this kind about ``subject``, because it was done; gives how many duties that was.

    With ``owner`` only what was due from that member: each who was asked answers for themselves.
    """
    return _end(act, _of(_open(subject).filter(kind=kind), owner), "complete")


def cancel(act: Act, *, subject: Subject, kind: str = "", owner: UUID | None = None) -> int:
    """End what was due about ``subject`` (of one kind, or of all; from one member, or all): it is needless now."""
    duties = _of(_open(subject), owner)
    return _end(act, duties.filter(kind=kind) if kind else duties, "cancel")


def due_about(
    *, subject_kind: str, subjects: Iterable[UUID] | QuerySet[Any, Any], kind: str
) -> Mapping[UUID, datetime]:
    """About which of these something of this kind is due in the organisation for which the transaction acts, and by
    when at the earliest. ``subjects`` are ids, or a query for them.
    """
    wanted = subjects if isinstance(subjects, QuerySet) else tuple(subjects)
    found = Duty.objects.filter(subject_kind=subject_kind, subject_id__in=wanted, kind=kind, state=DutyState.OPEN)
    return dict(found.order_by("-due_at").values_list("subject_id", "due_at"))


def due_at(*, subject: Subject, kinds: Iterable[str]) -> Mapping[str, datetime]:
    """By when something of these kinds is due about ``subject``: the earliest of each, of those that are."""
    found = _open(subject).filter(kind__in=tuple(kinds)).order_by("-due_at")
    return dict(found.values_list("kind", "due_at"))


def now_about(*, subject: Subject, person: UUID, person_reference: str) -> None:
    """What is due about ``subject`` concerns this person from now on: two records turned out to be about one."""
    _open(subject).update(person_id=person, person_reference=person_reference)


def hand_over(act: Act, *, owner: UUID, to: UUID | None, roles: frozenset[str]) -> int:
    """Give what is due from a member who leaves to the colleague ``to``, as far as ``roles`` (theirs) let them do it.

    The rest falls to everybody in its role. Gives how many duties changed hands.
    """
    handed = 0
    for duty in Duty.objects.filter(owner_id=owner, state=DutyState.OPEN).select_for_update(no_key=True):
        heir = to if to is not None and duty.role in roles else NOBODY
        same = _open((duty.subject_kind, duty.subject_id)).filter(kind=duty.kind, role=duty.role, owner_id=heir)
        if same.exists():
            _end(act, Duty.objects.filter(pk=duty.pk), "cancel")
            continue
        duty.owner_id, duty.fell_at = heir, act.now
        duty.save(update_fields=["owner_id", "fell_at"])
        tell(act, duty)
        handed += 1
    return handed


def _open(subject: Subject) -> QuerySet[Duty]:
    return Duty.objects.filter(subject_kind=subject[0], subject_id=subject[1], state=DutyState.OPEN)


def _of(duties: QuerySet[Duty], owner: UUID | None) -> QuerySet[Duty]:
    return duties if owner is None else duties.filter(owner_id=owner)


def _end(act: Act, duties: QuerySet[Duty], how: str) -> int:
    return duties.update(state=DUTY.next(DutyState.OPEN, how), ended_at=act.now, ended_by=act.by.id)


def tell(act: Act, duty: Duty) -> None:
    """Let the listeners know, within this transaction, that ``duty`` falls to somebody: a job that a listener defers
    is committed with the duty or not at all."""
    raised = Raised(
        id=duty.id,
        organisation=duty.organisation_id,
        programme=duty.programme,
        kind=duty.kind,
        role=duty.role,
        owner=None if duty.owner_id == NOBODY else duty.owner_id,
        urgent=duty.urgent,
        due_at=duty.due_at,
        late=duty.due_at <= act.now,
    )
    for listener in _listeners:
        listener(raised)
