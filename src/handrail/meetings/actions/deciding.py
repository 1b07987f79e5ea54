"""Deciding: a decision with its reason, who disagrees and why, and the way forward; then it is recorded."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from handrail import gate, provenance
from handrail.casework import history
from handrail.casework.models import Case
from handrail.casework.words import write
from handrail.gate import Act, Actor, NotFound, action
from handrail.meetings.actions.noting import lean
from handrail.meetings.models import AgendaCase, AgendaPoint, Dissent, MeetingDecision
from handrail.meetings.resources import AGENDA_CASE
from handrail.meetings.rules import DISSENT, MEETING_DECISION, ChairConflicted, NotPresent, NoWayForward
from handrail.meetings.rules import MEETING as STATES


@action("agenda.propose_decision", resource=AGENDA_CASE)
def propose(
    *,
    by: Actor,
    purpose: str,
    agenda_case: UUID,
    point: UUID,
    decision: str,
    reason: str,
    draws_on: Sequence[UUID] = (),
) -> UUID:
    """Put a decision and its reason before the meeting. A point may have several."""
    act = gate.current()
    item = act.resource(AGENDA_CASE)
    STATES.next(item.state, "decide")
    found = AgendaPoint.objects.filter(pk=point, agenda_case=item).first()
    if found is None:
        raise NotFound
    record = MeetingDecision(
        id=uuid4(),
        agenda_case=item,
        point=found,
        organisation_id=act.organisation,
        proposed_by=act.by.id,
        proposed_at=act.now,
    )
    write(act, item.organisation_id, item.person_id, record, decision=decision, reason=reason)
    record.save(force_insert=True)
    lean(act, item, "meeting_decision", record.id, draws_on)
    act.note(decision=record.id, point=point)
    return record.id


@action("agenda.dissent", resource=AGENDA_CASE)
def dissent(
    *,
    by: Actor,
    purpose: str,
    agenda_case: UUID,
    decision: UUID,
    why: str,
    organisation: UUID | None = None,
    draws_on: Sequence[UUID] = (),
) -> UUID:
    """Record that an organisation disagrees with a decision, and why: the actor's own or, where they run the meeting
    and somebody said it aloud, another that was asked to the case."""
    act = gate.current()
    item = act.resource(AGENDA_CASE)
    STATES.next(item.state, "decide")
    who = organisation or act.organisation
    if who != act.organisation:
        act.require("agenda.speak_for", AGENDA_CASE, item)
    if who not in item.partners:
        raise NotPresent
    found = _decision(item, decision)
    MEETING_DECISION.next(found.state, "dissent")
    record = Dissent(id=uuid4(), decision=found, organisation_id=who, said_by=act.by.id, said_at=act.now)
    write(act, item.organisation_id, item.person_id, record, why=why)
    record.save(force_insert=True)
    lean(act, item, "dissent", record.id, draws_on)
    _leans_on_its_decision(act, item, record)
    act.note(decision=decision, dissent=record.id, by_organisation=who)
    return record.id


@action("agenda.withdraw_dissent", resource=AGENDA_CASE)
def withdraw_dissent(*, by: Actor, purpose: str, agenda_case: UUID, dissent: UUID) -> None:
    """Say that one's own organisation does not disagree any more. That it did stays on record."""
    act = gate.current()
    item = act.resource(AGENDA_CASE)
    STATES.next(item.state, "decide")
    record = _dissent(item, dissent)
    if record.organisation_id != act.organisation:
        raise NotPresent
    _end(act, record, "withdraw")


@action("agenda.settle_dissent", resource=AGENDA_CASE)
def settle_dissent(*, by: Actor, purpose: str, agenda_case: UUID, dissent: UUID, way_forward: str) -> None:
    """Record the way forward that was agreed with the organisation that dissents. The dissent stays on record."""
    act = gate.current()
    item = act.resource(AGENDA_CASE)
    STATES.next(item.state, "decide")
    record = _dissent(item, dissent)
    write(act, item.organisation_id, item.person_id, record, way_forward=way_forward)
    record.save(update_fields=("way_forward_sealed",))
    _end(act, record, "settle")


@action("agenda.record_decision", resource=AGENDA_CASE)
def record_decision(*, by: Actor, purpose: str, agenda_case: UUID, decision: UUID) -> None:
    """Record a decision as made. Raises :class:`NoWayForward` while a dissent has no way forward."""
    act = gate.current()
    item = act.resource(AGENDA_CASE)
    STATES.next(item.state, "decide")
    if item.chair_id in item.conflicted:
        raise ChairConflicted
    found = _decision(item, decision)
    found.state = MEETING_DECISION.next(found.state, "record")
    if found.dissents.filter(state="open").exists():
        raise NoWayForward
    found.recorded_by, found.recorded_at = act.by.id, act.now
    found.save(update_fields=("state", "recorded_by", "recorded_at"))
    history.record(act, Case.objects.get(pk=item.case_id), "meeting_decided")
    act.note(decision=decision, dissents=found.dissents.exclude(state="withdrawn").count())


@action("agenda.drop_decision", resource=AGENDA_CASE)
def drop_decision(*, by: Actor, purpose: str, agenda_case: UUID, decision: UUID) -> None:
    """Say that a decision that was proposed was not made. What was said about it stays on record."""
    act = gate.current()
    item = act.resource(AGENDA_CASE)
    STATES.next(item.state, "decide")
    found = _decision(item, decision)
    found.state = MEETING_DECISION.next(found.state, "drop")
    found.recorded_by, found.recorded_at = act.by.id, act.now
    found.save(update_fields=("state", "recorded_by", "recorded_at"))
    act.note(decision=decision)


def _decision(item: AgendaCase, decision: UUID) -> MeetingDecision:
    found = MeetingDecision.objects.filter(pk=decision, agenda_case=item).first()
    if found is None:
        raise NotFound
    return found


def _dissent(item: AgendaCase, dissent: UUID) -> Dissent:
    found = Dissent.objects.filter(pk=dissent, decision__agenda_case=item).select_related("decision").first()
    if found is None:
        raise NotFound
    return found


def _end(act: Act, record: Dissent, how: str) -> None:
    MEETING_DECISION.next(record.decision.state, "dissent")
    record.state = DISSENT.next(record.state, how)
    record.settled_by, record.settled_at = act.by.id, act.now
    record.save(update_fields=("state", "settled_by", "settled_at"))
    act.note(dissent=record.id, state=record.state)


def _leans_on_its_decision(act: Act, item: AgendaCase, record: Dissent) -> None:
    """Why somebody disagrees tells of what they disagree with: it is read by those who may read that."""
    with act.deliver_to(item.organisation_id):
        provenance.record(
            act,
            organisation=item.organisation_id,
            derived=("dissent", record.id),
            items={},
            records=[("meeting_decision", record.decision_id)],
        )
