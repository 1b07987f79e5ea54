"""What is waiting for a member, and what is late in an organisation."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from handrail.duties.models import NOBODY, Duty, DutyState
from handrail.duties.resources import DUTY
from handrail.gate import FAR_FUTURE_MOMENT, Act, Actor, current, listing
from handrail.gate.clock import LONDON
from handrail.programme import load

#: Rows on one page of what is waiting.
PAGE = 50

#: The most that one list of what is late holds; the next holds the rest.
LATE_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is waiting for a member.

    ``what`` is the rulebook's wording, verb first. ``person`` is None where it is about no person. ``mine`` is true
    where it was given to this member, ``for_colleague`` is the absent colleague whose it is, if it is one's.
    """

    id: UUID
    kind: str
    what: str
    subject_kind: str
    subject: UUID
    person: UUID | None
    person_reference: str
    raised_from: UUID
    raised_at: datetime
    due_at: datetime
    late: bool
    urgent: bool
    climbed: int
    role: str
    mine: bool
    for_colleague: UUID | None


@dataclass(frozen=True, slots=True)
class Group:
    """The duties of one stretch of time: those on this page, and how many there are on all pages."""

    count: int
    duties: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a member, most urgent first. Today ends at midnight in London, the week on Sunday."""

    today_and_late: Group
    this_week: Group
    later: Group
    checked_at: datetime
    page: int
    pages: int

    @property
    def count(self) -> int:
        """How much is waiting in all."""
        return self.today_and_late.count + self.this_week.count + self.later.count


@listing("duty.list")
def waiting_for(*, by: Actor, purpose: str, page: int = 1) -> Waiting:
    """What is waiting for the member: given to them, to their roles, or to absent colleagues whom they cover."""
    act = current()
    waiting = mine(act)
    tonight, sunday = ends_of_day_and_week(act)
    counts = waiting.aggregate(
        today=Count("pk", filter=Q(due_at__lt=tonight)),
        week=Count("pk", filter=Q(due_at__gte=tonight, due_at__lt=sunday)),
        later=Count("pk", filter=Q(due_at__gte=sunday)),
    )
    pages = max(1, -(-sum(counts.values()) // PAGE))
    page = min(max(page, 1), pages)
    shown = [_due(act, duty) for duty in _in_order(waiting)[(page - 1) * PAGE : page * PAGE]]
    act.listed([due.id for due in shown])
    return Waiting(
        today_and_late=Group(counts["today"], tuple(due for due in shown if due.due_at < tonight)),
        this_week=Group(counts["week"], tuple(due for due in shown if tonight <= due.due_at < sunday)),
        later=Group(counts["later"], tuple(due for due in shown if sunday <= due.due_at)),
        checked_at=act.now,
        page=page,
        pages=pages,
    )


def mine(act: Act) -> QuerySet[Duty]:
    """What is due from the member who acts, as policy lets them see it."""
    return act.visible(DUTY).filter(state=DutyState.OPEN, owner_id__in={NOBODY, act.by.id, *act.principal.covers})


@listing("duty.list_late")
def late(*, by: Actor, purpose: str) -> tuple[UUID, ...]:
    """What is late in the service's organisation and was not looked after today; at most :data:`LATE_AT_ONCE`."""
    act = current()
    found = tuple(_in_order(overdue(act)).values_list("id", flat=True)[:LATE_AT_ONCE])
    act.listed(found)
    return found


def overdue(act: Act) -> QuerySet[Duty]:
    """What is late at this moment and nobody was reminded of today, in the service's organisation."""
    midnight = datetime.combine(act.today, time(), LONDON)
    return act.visible(DUTY).filter(
        Q(reminded_at=FAR_FUTURE_MOMENT) | Q(reminded_at__lt=midnight), state=DutyState.OPEN, due_at__lte=act.now
    )


def lapses(duty: Duty) -> bool:
    """Whether the rulebook lets the duty lapse when it is late, rather than remind of it."""
    timescale = load(duty.programme).timescales.get(duty.kind)
    return timescale is not None and timescale.when_late == "lapse"


def _in_order(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    return duties.order_by("-urgent", "due_at", "id")


def ends_of_day_and_week(act: Act) -> tuple[datetime, datetime]:
    """The midnights in London that end today, and this week’s Sunday."""
    tomorrow = act.today + timedelta(days=1)
    monday = act.today + timedelta(days=7 - act.today.weekday())
    return datetime.combine(tomorrow, time(), LONDON), datetime.combine(monday, time(), LONDON)


def _due(act: Act, duty: Duty) -> Due:
    timescale = load(duty.programme).timescales.get(duty.kind)
    return Due(
        id=duty.id,
        kind=duty.kind,
        what=timescale.title if timescale else duty.kind,
        subject_kind=duty.subject_kind,
        subject=duty.subject_id,
        person=None if duty.person_id == NOBODY else duty.person_id,
        person_reference=duty.person_reference,
        raised_from=duty.raised_from,
        raised_at=duty.raised_at,
        due_at=duty.due_at,
        late=duty.due_at <= act.now,
        urgent=duty.urgent,
        climbed=duty.climbed,
        role=duty.role,
        mine=duty.owner_id == act.by.id,
        for_colleague=duty.owner_id if duty.owner_id in act.principal.covers else None,
    )
