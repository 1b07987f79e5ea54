"""Calling a meeting, moving it, calling it off; beginning and finishing it; who comes and who was there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from handrail import duties, gate
from handrail.casework import deconfliction, history
from handrail.casework.models import Case
from handrail.casework.resources import CASE
from handrail.casework.rules import NotInCatalogue
from handrail.directory.models import GrantState, Member, MemberStatus
from handrail.gate import Act, Actor, NotFound, action
from handrail.meetings import agenda, invitations
from handrail.meetings.models import AgendaCase, Meeting
from handrail.meetings.resources import MEETING
from handrail.meetings.rules import INVITATION, NoCase, NoChair, NotDecided, OtherCentre, check_time
from handrail.meetings.rules import MEETING as STATES
from handrail.programme import load


@action("meeting.call")
def call(*, by: Actor, purpose: str, cases: Sequence[UUID], starts_at: datetime, place: str, chair: UUID) -> UUID:
    """Call a meeting about one or more open cases of one centre that the actor's organisation leads.

    The chair, whoever calls it and the assigned team of each case are asked to that case; the agenda of each is made
    from what is due. ``place`` is a room or a link.
    """
    act = gate.current()
    check_time(starts_at, act.now)
    if not cases:
        raise NoCase
    found = _cases(act, cases)
    centre = found[0].centre
    if any(case.centre_id != centre.pk for case in found):
        raise OtherCentre
    meeting = Meeting(
        id=uuid4(),
        organisation_id=act.organisation,
        centre=centre,
        programme=found[0].programme,
        starts_at=starts_at,
        place=place,
        chair=chair_of(act.organisation, chair),
        called_by=act.by.id,
        called_at=act.now,
    )
    meeting.save(force_insert=True)
    for case in found:
        _put_on(act, meeting, case)
    meeting.attendees.filter(member_id=act.by.id).update(answer="coming", answered_at=act.now)
    _owe_preparation(act, meeting)
    act.note(meeting=meeting.id, cases=len(found), starts_at=starts_at, chair=chair)
    return meeting.id


@action("meeting.add_case", resource=MEETING)
def add_case(*, by: Actor, purpose: str, meeting: UUID, case: UUID) -> None:
    """Put a further case on the agenda."""
    act = gate.current()
    found = act.resource(MEETING)
    STATES.next(found.state, "prepare")
    (added,) = _cases(act, (case,))
    if added.centre_id != found.centre_id:
        raise OtherCentre
    if not found.cases.filter(case=added).exists():
        _put_on(act, found, added)
    act.note(case=case)


@action("meeting.postpone", resource=MEETING)
def postpone(*, by: Actor, purpose: str, meeting: UUID, starts_at: datetime, place: str, reason: str) -> None:
    """Move a meeting to another time or place, and ask everybody again whether they can come."""
    act = gate.current()
    found = act.resource(MEETING)
    found.state = STATES.next(found.state, "postpone")
    check_time(starts_at, act.now)
    _check_reason(found, reason)
    found.starts_at, found.place, found.change_reason = starts_at, place, reason
    found.postponed += 1
    found.save(update_fields=("state", "starts_at", "place", "change_reason", "postponed"))
    duties.cancel(act, subject=("Meeting", found.id), kind="prepare_meeting")
    invitations.nobody_answers_any_more(act, found)
    invitations.ask_again(act, found)
    _owe_preparation(act, found)
    _tell_cases(act, found, "meeting_postponed", reason)
    for item in found.cases.select_related("case"):
        deconfliction.ask_before_meeting(act, item.case, found.id)
    act.note(starts_at=starts_at, reason=reason)


@action("meeting.cancel", resource=MEETING)
def cancel(*, by: Actor, purpose: str, meeting: UUID, reason: str) -> None:
    """Call a meeting off, for a reason of the rulebook. What was due stays due."""
    act = gate.current()
    found = act.resource(MEETING)
    _check_reason(found, reason)
    call_off(act, found, reason)
    act.note(reason=reason)


@action("meeting.begin", resource=MEETING)
def begin(*, by: Actor, purpose: str, meeting: UUID) -> None:
    """Begin: the agenda is brought up to date once more, and what is said can be written down from now on."""
    act = gate.current()
    found = act.resource(MEETING)
    for item in found.cases.select_related("meeting"):
        agenda.bring_up_to_date(act, item)
    found.state, found.began_at = STATES.next(found.state, "begin"), act.now
    found.save(update_fields=("state", "began_at"))
    found.cases.update(state=found.state)
    invitations.nobody_answers_any_more(act, found)
    duties.complete(act, subject=("Meeting", found.id), kind="prepare_meeting")


@action("meeting.finish", resource=MEETING)
def finish(*, by: Actor, purpose: str, meeting: UUID) -> None:
    """Finish, with nothing left half decided; the minutes of each case fall due. Raises :class:`NotDecided`."""
    act = gate.current()
    found = act.resource(MEETING)
    items = list(found.cases.select_related("meeting"))
    if any(item.decisions.filter(state="proposed").exists() for item in items):
        raise NotDecided
    found.state, found.finished_at = STATES.next(found.state, "finish"), act.now
    found.save(update_fields=("state", "finished_at"))
    found.cases.update(state=found.state)
    for item in items:
        duties.raise_about(
            act,
            item,
            organisation=item.organisation_id,
            kind="draft_minutes",
            role="case_coordinator",
            subject=("AgendaCase", item.id),
        )
        duties.complete(act, subject=("Case", item.case_id), kind="first_meeting")
    _tell_cases(act, found, "meeting_held")
    _nothing_to_confirm(act, found)


@action("meeting.answer", resource=MEETING)
def answer(*, by: Actor, purpose: str, meeting: UUID, step: str) -> None:
    """Say that one comes (``come``), or send apologies (``apologise``)."""
    act = gate.current()
    found = act.resource(MEETING)
    STATES.next(found.state, "answer")
    attendee = found.attendees.filter(member_id=act.by.id).first()
    if attendee is None:
        raise NotFound
    if step not in INVITATION.actions:
        raise NotInCatalogue("step")
    attendee.answer, attendee.answered_at = INVITATION.next(attendee.answer, step), act.now
    attendee.save(update_fields=("answer", "answered_at"))
    duties.complete(act, subject=("Meeting", found.id), kind="answer_invitation", owner=act.by.id)
    act.note(answer=attendee.answer)


@action("meeting.record_attendance", resource=MEETING)
def record_attendance(*, by: Actor, purpose: str, meeting: UUID, present: Sequence[UUID]) -> None:
    """Record who is there (ids of members); everybody else who was asked is not."""
    act = gate.current()
    found = act.resource(MEETING)
    STATES.next(found.state, "write")
    there = frozenset(present)
    for attendee in found.attendees.all():
        attendee.attended = attendee.member_id in there
        attendee.save(update_fields=("attended",))
    act.note(present=len(there))


def call_off(act: Act, meeting: Meeting, reason: str) -> None:
    """The meeting will not happen: nobody is asked whether they come, and nothing is prepared."""
    meeting.state, meeting.change_reason = STATES.next(meeting.state, "cancel"), reason
    meeting.save(update_fields=("state", "change_reason"))
    meeting.cases.update(state=meeting.state)
    invitations.nobody_answers_any_more(act, meeting)
    duties.cancel(act, subject=("Meeting", meeting.id))
    _tell_cases(act, meeting, "meeting_cancelled", reason)
    _nothing_to_confirm(act, meeting)


def chair_of(organisation: UUID, member: UUID) -> Member:
    """A member at work in ``organisation`` who is a panel chair; raises :class:`NoChair` for anybody else."""
    chair = Member.objects.filter(
        pk=member,
        organisation_id=organisation,
        status=MemberStatus.ACTIVE,
        grants__role="panel_chair",
        grants__state=GrantState.GRANTED,
    ).first()
    if chair is None:
        raise NoChair
    return chair


def _cases(act: Act, wanted: Sequence[UUID]) -> list[Case]:
    """These open cases, which the actor may bring before a meeting; raises NotFound for one that they can't see.

    None of them closes before this act is over: it would not come off an agenda that it can't see yet.
    """
    seen = act.visible(CASE).filter(pk__in=wanted, state="open").order_by("reference")
    found = list(seen.select_for_update(of=("self",), no_key=True))
    if len(found) != len(set(wanted)):
        raise NotFound
    for case in found:
        act.require("case.put_on_agenda", CASE, case)
    return found


def _put_on(act: Act, meeting: Meeting, case: Case) -> None:
    item = AgendaCase(
        id=uuid4(),
        meeting=meeting,
        case=case,
        organisation_id=case.organisation_id,
        centre_id=case.centre_id,
        person_id=case.person_id,
        reference=case.reference,
        programme=case.programme,
        marking=case.marking,
        chair=meeting.chair,
        state=meeting.state,
        position=meeting.cases.count() + 1,
    )
    item.save(force_insert=True)
    why = {**invitations.team_of(case), act.by.id: "coordinates", meeting.chair_id: "chairs"}
    members = Member.objects.filter(pk__in=why, status=MemberStatus.ACTIVE)
    invitations.ask(act, item, members, why)
    agenda.bring_up_to_date(act, item)
    deconfliction.ask_before_meeting(act, case, meeting.id)
    history.record(act, case, "meeting_called")


def _owe_preparation(act: Act, meeting: Meeting) -> None:
    duties.raise_duty(
        act,
        organisation=meeting.organisation_id,
        programme=meeting.programme,
        kind="prepare_meeting",
        role="case_coordinator",
        subject=("Meeting", meeting.id),
        due_at=meeting.starts_at,
    )


def _check_reason(meeting: Meeting, reason: str) -> None:
    if reason not in load(meeting.programme).meeting_changes:
        raise NotInCatalogue("reason")


def _tell_cases(act: Act, meeting: Meeting, what: str, detail: str = "") -> None:
    for item in meeting.cases.select_related("case"):
        history.record(act, item.case, what, detail)


def _nothing_to_confirm(act: Act, meeting: Meeting) -> None:
    for item in meeting.cases.select_related("case"):
        deconfliction.over(act, item.case, meeting.id)


#: What somebody may do about a meeting, and the state that it takes: for pages that offer it.
STEPS: Mapping[str, str] = {
    "meeting.add_case": "prepare",
    "meeting.postpone": "postpone",
    "meeting.cancel": "cancel",
    "meeting.begin": "begin",
    "meeting.finish": "finish",
    "meeting.answer": "answer",
    "meeting.record_attendance": "write",
}
