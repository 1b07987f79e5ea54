"""The list of meetings, and one meeting."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Count, Q

from handrail import gate
from handrail.casework.resources import CASE
from handrail.gate import Act, Actor, listing, query
from handrail.meetings.actions.calling import STEPS
from handrail.meetings.models import AgendaCase, Attendee, Invited, Meeting
from handrail.meetings.resources import AGENDA_CASE, MEETING, MEETING_PAPER
from handrail.meetings.rules import MEETING as STATES
from handrail.meetings.values import CaseAtMeeting, Guest, MeetingPage, MeetingRow
from handrail.sharing.initials import initials_of

#: The most past meetings in a list.
PAST = 50


@listing("meeting.list")
def meetings(*, by: Actor, purpose: str, past: bool = False) -> tuple[MeetingRow, ...]:
    """The meetings that the actor is asked to or may run: what is to come, soonest first; or what is over."""
    act = gate.current()
    found = act.visible(MEETING).annotate(many=Count("cases", distinct=True))
    if past:
        found = found.filter(state__in=("held", "cancelled")).order_by("-starts_at")[:PAST]
    else:
        found = found.filter(state__in=("scheduled", "under_way")).order_by("starts_at")
    rows = list(found)
    act.listed((meeting.id for meeting in rows), past="yes" if past else "")
    mine = dict(Attendee.objects.filter(meeting__in=rows, member_id=act.by.id).values_list("meeting_id", "answer"))
    return tuple(
        MeetingRow(
            id=meeting.id,
            starts_at=meeting.starts_at,
            place=meeting.place,
            centre=meeting.centre.name,
            chair=meeting.chair.name,
            state=meeting.state,
            cases=meeting.many,
            answer=mine.get(meeting.id, ""),
        )
        for meeting in rows
    )


@query("meeting.open", resource=MEETING)
def open_meeting(*, by: Actor, purpose: str, meeting: UUID) -> MeetingPage:
    """One meeting: the cases that this reader hears, who is asked and why, and what they may do."""
    act = gate.current()
    found = act.resource(MEETING)
    heard = list(
        act.visible(AGENDA_CASE)
        .filter(meeting=found)
        .annotate(
            many=Count("points", distinct=True),
            made=Count("decisions", filter=Q(decisions__state="recorded"), distinct=True),
        )
        .order_by("position")
    )
    mine = found.attendees.filter(member_id=act.by.id).first()
    possible = STATES.transitions[found.state]
    return MeetingPage(
        id=found.id,
        starts_at=found.starts_at,
        place=found.place,
        centre=found.centre.name,
        centre_id=found.centre_id,
        programme=found.programme,
        lead=found.organisation.name,
        chair=found.chair.name,
        chair_id=found.chair_id,
        state=found.state,
        postponed=found.postponed,
        change_reason=found.change_reason,
        cases=_cases(act, heard),
        withheld=found.cases.filter(conflicted__contains=[act.by.id]).count(),
        guests=guests(found, heard),
        answer=mine.answer if mine else "",
        marking=max((item.marking for item in heard), default=1),
        steps=tuple(step for step, state in STEPS.items() if state in possible and act.allows(step, MEETING, found)),
    )


@listing("agenda.list")
def cases_to_bring(*, by: Actor, purpose: str) -> tuple[tuple[UUID, str, str, UUID], ...]:
    """The open cases that the actor can bring before a meeting: (case, reference, initials, centre)."""
    act = gate.current()
    found = [
        case
        for case in act.visible(CASE).filter(organisation_id=act.organisation, state="open").order_by("review_on")
        if act.allows("case.put_on_agenda", CASE, case)
    ]
    act.listed(case.id for case in found)
    known = initials_of(act, [case.person_id for case in found])
    return tuple((case.id, case.reference, known.get(case.person_id, ""), case.centre_id) for case in found)


def guests(meeting: Meeting, heard: Iterable[AgendaCase]) -> tuple[Guest, ...]:
    """Who is asked, to which of the cases that the reader hears, and why."""
    references = {item.id: item.reference for item in heard}
    whys: dict[UUID, list[tuple[str, str]]] = {}
    for member, item, why in Invited.objects.filter(agenda_case__in=references).values_list(
        "member_id", "agenda_case_id", "why"
    ):
        whys.setdefault(member, []).append((references[item], why))
    asked = meeting.attendees.filter(member_id__in=whys).select_related("member", "organisation")
    return tuple(
        Guest(
            member=each.member_id,
            name=each.member.name,
            organisation=each.organisation.name,
            answer=each.answer,
            attended=each.attended,
            whys=tuple(sorted(whys[each.member_id])),
        )
        for each in asked.order_by("organisation__name", "member__name")
    )


def papers(act: Act, items: Iterable[UUID]) -> Mapping[UUID, tuple[tuple[UUID, str, str], ...]]:
    """Of each of these cases at a meeting, the papers that the reader may know of: (id, kind, state)."""
    found: dict[UUID, list[tuple[UUID, str, str]]] = {}
    visible = act.visible(MEETING_PAPER).filter(agenda_case_id__in=tuple(items)).order_by("kind")
    for paper in visible:
        found.setdefault(paper.agenda_case_id, []).append((paper.id, paper.kind, paper.state))
    return {item: tuple(rows) for item, rows in found.items()}


def _cases(act: Act, heard: Sequence[AgendaCase]) -> tuple[CaseAtMeeting, ...]:
    known, written = initials_of(act, [item.person_id for item in heard]), papers(act, [item.id for item in heard])
    return tuple(
        CaseAtMeeting(
            id=item.id,
            person=item.person_id,
            reference=item.reference,
            initials=known.get(item.person_id, ""),
            chair=item.chair.name,
            points=item.many,  # type: ignore[attr-defined]  # annotated
            decisions=item.made,  # type: ignore[attr-defined]  # annotated
            papers=written.get(item.id, ()),
        )
        for item in heard
    )
