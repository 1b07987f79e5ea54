"""The agenda makes itself: what is due, late, open or unanswered about a case, and what an earlier meeting left."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from handrail import duties
from handrail.casework.escalated import open_escalations
from handrail.casework.models import Case, SupportAction
from handrail.casework.rules import NOT_OVER
from handrail.duties.models import DutyState
from handrail.gate import Act
from handrail.gate.clock import LONDON
from handrail.meetings.models import AgendaCase, AgendaPoint, MeetingAction
from handrail.programme import load


@dataclass(frozen=True, slots=True)
class DuePoint:
    """Something that belongs on the agenda. ``detail`` is the code that says more: of a duty, a support action."""

    kind: str
    subject_kind: str
    subject: UUID
    detail: str = ""
    due_on: date | None = None


def bring_up_to_date(act: Act, item: AgendaCase) -> int:
    """Put on the agenda of one case what is due by the day of the meeting; gives how many points are new.

    What somebody has dealt with meanwhile goes off again, unless something was written about it.
    """
    due = list(_due(act, item))
    wanted = {(point.kind, point.subject) for point in due}
    there = {(point.kind, point.subject_id): point for point in item.points.exclude(kind="added")}
    for key, point in there.items():
        if key not in wanted and point.version == 0 and not point.decisions.exists():
            point.delete()
    new = [point for point in due if (point.kind, point.subject) not in there]
    last = _next_position(item)
    AgendaPoint.objects.bulk_create(
        AgendaPoint(
            agenda_case=item,
            kind=point.kind,
            subject_kind=point.subject_kind,
            subject_id=point.subject,
            detail=point.detail,
            due_on=point.due_on,
            position=position,
            added_by=act.by.id,
            added_at=act.now,
        )
        for position, point in enumerate(_in_order(item.programme, new), last)
    )
    return len(new)


def _due(act: Act, item: AgendaCase) -> Iterator[DuePoint]:
    case = Case.objects.get(pk=item.case_id)
    day = item.meeting.starts_at.astimezone(LONDON).date()
    for escalation in open_escalations().filter(case=case).order_by("raised_at"):
        yield DuePoint("escalation", "Escalation", escalation.id)
    yield DuePoint("review", "Case", case.id, due_on=case.review_on)
    unfinished = SupportAction.objects.filter(case=case).order_by("due_on")
    for support in unfinished.filter(state__in=NOT_OVER):
        if support.state == "stopped" or support.due_on <= day:
            yield DuePoint("late_support", "SupportAction", support.id, support.action, support.due_on)
    left = MeetingAction.objects.filter(case_id=case.id, state="open").exclude(agenda_case=item)
    for action in left.order_by("due_on"):
        yield DuePoint("meeting_action", "MeetingAction", action.id, due_on=action.due_on)
    yield from _from_duties(act, case)


def _from_duties(act: Act, case: Case) -> Iterator[DuePoint]:
    """What is due about the person, as far as whoever prepares the meeting may see it."""
    kinds = {duty: point.code for point in load(case.programme).agenda_points for duty in point.from_duties}
    waiting = act.visible(duties.DUTY).filter(
        person_id=case.person_id, state=DutyState.OPEN, kind__in=tuple(kinds), programme=case.programme
    )
    seen: set[UUID] = set()
    for duty in waiting.order_by("due_at"):
        if duty.subject_id not in seen:
            seen.add(duty.subject_id)
            due_on = duty.due_at.astimezone(LONDON).date()
            yield DuePoint(kinds[duty.kind], duty.subject_kind, duty.subject_id, duty.kind, due_on)


def _in_order(programme: str, points: Iterable[DuePoint]) -> list[DuePoint]:
    """Immediate risk first, then as the rulebook lists what a meeting talks about."""
    order = {point.code: number for number, point in enumerate(load(programme).agenda_points)}
    return sorted(points, key=lambda point: (point.kind != "escalation", order[point.kind], point.due_on or date.max))


def _next_position(item: AgendaCase) -> int:
    last = item.points.order_by("-position").values_list("position", flat=True).first()
    return 1 if last is None else last + 1


def add(act: Act, item: AgendaCase) -> AgendaPoint:
    """A point in somebody's words, at the end of the agenda (not saved here)."""
    return AgendaPoint(
        agenda_case=item, kind="added", position=_next_position(item), added_by=act.by.id, added_at=act.now
    )
