"""What a meeting leaves somebody to do: support that goes into the plan, and actions of the meeting's own."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from handrail import duties, gate, provenance
from handrail.casework import deconfliction
from handrail.casework.models import Case, SupportAction
from handrail.casework.rules import DateNotAhead, NotInTeam
from handrail.casework.words import write
from handrail.directory.models import Member, MemberStatus, Organisation
from handrail.duties.working_time import WorkingTime
from handrail.gate import Act, Actor, NotFound, action
from handrail.meetings.actions.noting import lean
from handrail.meetings.models import MeetingAction, MeetingDecision, PlannedSupport
from handrail.meetings.resources import AGENDA_CASE, MEETING_ACTION
from handrail.meetings.rules import MEETING as STATES
from handrail.meetings.rules import MEETING_ACTION as ACTION_STATES
from handrail.meetings.rules import NotConfirmed


@action("agenda.add_action", resource=AGENDA_CASE)
def add_action(
    *,
    by: Actor,
    purpose: str,
    agenda_case: UUID,
    words: str,
    owner: UUID,
    due_on: date,
    owner_member: UUID | None = None,
    decision: UUID | None = None,
    draws_on: Sequence[UUID] = (),
) -> UUID:
    """Leave an organisation of the team something to do by a date. What helps the person is planned as support."""
    act = gate.current()
    item = act.resource(AGENDA_CASE)
    STATES.next(item.state, "write")
    case = Case.objects.get(pk=item.case_id)
    organisation = Organisation.objects.filter(pk=owner, pk__in=case.partners).first()
    if organisation is None:
        raise NotInTeam("owner")
    if not act.today < due_on <= date(act.today.year + 1, act.today.month, 1):
        raise DateNotAhead("due_on", f"1 {act.today:%B} {act.today.year + 1}")
    member = None
    if owner_member is not None:
        at_work = Member.objects.filter(organisation=organisation, status=MemberStatus.ACTIVE)
        member = at_work.filter(pk=owner_member).first()
        if member is None:
            raise NotInTeam("owner_member")
    record = MeetingAction(
        id=uuid4(),
        agenda_case=item,
        decision=MeetingDecision.objects.filter(pk=decision, agenda_case=item).first() if decision else None,
        organisation_id=item.organisation_id,
        case_id=item.case_id,
        person_id=item.person_id,
        reference=item.reference,
        programme=item.programme,
        marking=item.marking,
        owner=organisation,
        owner_member=member,
        partners=[organisation.pk],
        conflicted=item.conflicted,
        due_on=due_on,
        added_by=act.by.id,
        added_at=act.now,
    )
    write(act, item.organisation_id, item.person_id, record, words=words)
    record.save(force_insert=True)
    lean(act, item, "meeting_action", record.id, draws_on)
    if record.decision_id is not None:
        _leans_on_its_decision(act, record)
    _owe(act, record)
    act.note(meeting_action=record.id, owner=owner, due_on=due_on)
    return record.id


@action("agenda.link_support", resource=AGENDA_CASE)
def link_support(*, by: Actor, purpose: str, agenda_case: UUID, decision: UUID, support_action: UUID) -> None:
    """Say that a support action of the plan (``casework.actions.planning.plan``) came from a decision."""
    act = gate.current()
    item = act.resource(AGENDA_CASE)
    STATES.next(item.state, "write")
    found = MeetingDecision.objects.filter(pk=decision, agenda_case=item).first()
    support = SupportAction.objects.filter(pk=support_action, case_id=item.case_id).first()
    if found is None or support is None:
        raise NotFound
    confirmed = deconfliction.confirmed(act, support.case, deconfliction.MEETING, item.meeting_id)
    if support.programme_contact and not confirmed:
        raise NotConfirmed
    PlannedSupport.objects.get_or_create(
        support_action=support, defaults={"id": uuid4(), "agenda_case": item, "decision": found}
    )
    act.note(decision=decision, support_action=support_action)


@action("meeting_action.complete", resource=MEETING_ACTION)
def complete(*, by: Actor, purpose: str, meeting_action: UUID, outcome: str) -> None:
    """Record that what a meeting left to do was done, and what came of it."""
    act = gate.current()
    record = act.resource(MEETING_ACTION)
    write(act, record.organisation_id, record.person_id, record, outcome=outcome)
    _finish(act, record, "complete")


@action("meeting_action.cancel", resource=MEETING_ACTION)
def cancel(*, by: Actor, purpose: str, meeting_action: UUID) -> None:
    """Take off what is not needed any more."""
    act = gate.current()
    _finish(act, act.resource(MEETING_ACTION), "cancel")


def _finish(act: Act, record: MeetingAction, how: str) -> None:
    record.state = ACTION_STATES.next(record.state, how)
    record.ended_by, record.ended_at = act.by.id, act.now
    record.save(update_fields=("state", "ended_by", "ended_at", "outcome_sealed"))
    with act.deliver_to(record.owner_id):
        if how == "complete":
            duties.complete(act, subject=("MeetingAction", record.id), kind="do_meeting_action")
        else:
            duties.cancel(act, subject=("MeetingAction", record.id))
    act.note(state=record.state)


def _owe(act: Act, record: MeetingAction) -> None:
    role = "police_risk_owner" if record.owner.kind == "police_force" else "single_point_of_contact"
    with act.deliver_to(record.owner_id):
        duties.raise_about(
            act,
            record,
            organisation=record.owner_id,
            kind="do_meeting_action",
            role=role,
            subject=("MeetingAction", record.id),
            owner=record.owner_member_id,
            due_at=WorkingTime().by(act.now, record.due_on),
        )


def _leans_on_its_decision(act: Act, record: MeetingAction) -> None:
    with act.deliver_to(record.organisation_id):
        provenance.record(
            act,
            organisation=record.organisation_id,
            derived=("meeting_action", record.id),
            items={},
            records=[("meeting_decision", record.decision_id)] if record.decision_id else [],
        )
