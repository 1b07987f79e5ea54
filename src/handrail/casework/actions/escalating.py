"""Immediate risk to the person or others: the police own it from the moment it is raised (demand M6).

A named officer acknowledges by a time that the rulebook sets for the severity. If nobody does, it climbs the
rulebook's ladder, rung by rung, and on the last rung it asks again and again: it never stops by itself.
"""

from datetime import datetime
from uuid import UUID, uuid4

from handrail import duties, gate
from handrail.casework import history, ownership
from handrail.casework.models import Case, Escalation, EscalationStep
from handrail.casework.resources import CASE, ESCALATION
from handrail.casework.rules import ESCALATION as STATES
from handrail.casework.rules import NobodyToOwn, NotInCatalogue
from handrail.casework.words import write
from handrail.directory.models import Member, MemberStatus
from handrail.duties.rules import NotLate
from handrail.duties.working_time import Unit, WorkingTime
from handrail.gate import Act, Actor, action
from handrail.programme import load

#: Who at a police force answers for immediate danger before anybody has taken it by name.
ANSWERS_FIRST = ("police_risk_owner", "duty_officer")


@action("case.escalate", resource=CASE)
def escalate(*, by: Actor, purpose: str, case: UUID, what_is_happening: str, danger_now: bool) -> UUID:
    """Raise immediate risk. From this moment the police own it; the first rung of the ladder is told at once."""
    act = gate.current()
    found = act.resource(CASE)
    programme = load(found.programme)
    severity = "danger_now" if danger_now else "serious"
    risk = ownership.open_risk(
        act,
        found,
        kind="immediate_risk",
        severity=severity,
        description="",
        owner=_first_officer(found),
        why="escalated",
    )
    record = Escalation(
        id=uuid4(),
        case=found,
        risk=risk,
        person_id=found.person_id,
        reference=found.reference,
        centre=found.centre,
        programme=found.programme,
        organisation_id=act.organisation,
        police=found.police,
        severity=severity,
        danger_now=danger_now,
        raised_by=act.by.id,
        raised_at=act.now,
        acknowledge_by=_deadline(programme.slug, severity, act.now),
    )
    write(act, record.police_id, record.person_id, record, words=what_is_happening)
    record.save(force_insert=True)
    _tell(act, record)
    history.record(act, found, "escalated", severity)
    act.note(escalation=record.id, severity=severity, police=found.police_id)
    return record.id


@action("escalation.acknowledge", resource=ESCALATION)
def acknowledge(*, by: Actor, purpose: str, escalation: UUID) -> None:
    """Take the escalation, by name: the officer who acknowledges is its named owner from now on."""
    act = gate.current()
    record = act.resource(ESCALATION)
    record.state = STATES.next(record.state, "acknowledge")
    officer = Member.objects.get(pk=act.by.id)
    record.acknowledged_by, record.acknowledged_at = officer, act.now
    record.save(update_fields=("state", "acknowledged_by", "acknowledged_at"))
    ownership.hand_to(act, record.risk, officer, why="acknowledged")
    _done(act, record)
    duties.raise_about(
        act,
        record,
        organisation=act.organisation,
        kind="settle_escalation",
        role=_answering(officer),
        subject=("Escalation", record.id),
        owner=officer.pk,
    )
    history.record(act, record.case, "escalation_acknowledged")
    act.note(late=act.now > record.acknowledge_by)


@action("escalation.close", resource=ESCALATION)
def close(*, by: Actor, purpose: str, escalation: UUID, outcome: str, for_team: str = "") -> None:
    """Close the escalation with an outcome from the rulebook, and tell the team what it may know, in words.

    Its risk closes with it, unless that is an outcome after which the police go on owning the risk.
    """
    act = gate.current()
    record = act.resource(ESCALATION)
    record.state = STATES.next(record.state, "close")
    outcomes = load(record.programme).escalation_outcomes
    if outcome not in outcomes:
        raise NotInCatalogue("outcome")
    record.outcome, record.closed_by, record.closed_at = outcome, act.by.id, act.now
    if for_team:
        write(act, record.case.organisation_id, record.person_id, record, outcome_note=for_team)
    record.save(update_fields=("state", "outcome", "closed_by", "closed_at", "outcome_note_sealed"))
    duties.complete(act, subject=("Escalation", record.id), kind="settle_escalation")
    if not outcomes[outcome].keeps_risk:
        ownership.close_risk(act, record.risk)
    history.record(act, record.case, "escalation_closed", outcome)
    act.note(outcome=outcome)


@action("escalation.climb", resource=ESCALATION)
def climb(*, by: Actor, purpose: str, escalation: UUID) -> int:
    """Nobody acknowledged in time: tell the next rung (or the last one again). Returns the rung that it is on."""
    act = gate.current()
    record = act.resource(ESCALATION)
    STATES.next(record.state, "climb")
    if act.now <= record.acknowledge_by:
        raise NotLate
    ladder = load(record.programme).escalation
    record.rung = min(record.rung + 1, len(ladder) - 1)
    record.acknowledge_by = _deadline(record.programme, record.severity, act.now)
    record.save(update_fields=("rung", "acknowledge_by"))
    _tell(act, record)
    history.record(act, record.case, "escalation_climbed", ladder.codes[record.rung])
    act.note(rung=record.rung)
    return record.rung


def _tell(act: Act, record: Escalation) -> None:
    """Owe the acknowledgement to the role on the present rung, at the police or, on the last, at who leads."""
    rung = tuple(load(record.programme).escalation)[record.rung]
    at = record.police_id if record.police.kind in rung.held_in else record.case.organisation_id
    EscalationStep.objects.create(
        id=uuid4(), escalation=record, rung=record.rung, role=rung.role, organisation_id=at, told_at=act.now
    )
    with act.deliver_to(at):
        duties.raise_about(
            act,
            record,
            organisation=at,
            kind=_timescale(record.programme, record.severity),
            role=rung.role,
            subject=("Escalation", record.id),
            due_at=record.acknowledge_by,
        )


def _done(act: Act, record: Escalation) -> None:
    for organisation in {step.organisation_id for step in record.steps.all()}:
        with act.deliver_to(organisation):
            duties.complete(act, subject=("Escalation", record.id), kind=_timescale(record.programme, record.severity))


def _first_officer(case: Case) -> Member:
    """Whoever at the force is nearest to it: one in the team of the case before the others, then in the order of
    :data:`ANSWERS_FIRST`, then anybody at work. Danger is not refused because a post is vacant."""
    at_work = Member.objects.filter(organisation_id=case.police_id, status=MemberStatus.ACTIVE)
    at_work = at_work.order_by("joined_at", "id")
    for role in ANSWERS_FIRST:
        officers = at_work.filter(grants__role=role, grants__state="granted")
        officer = officers.filter(pk__in=case.team).first() or officers.first()
        if officer is not None:
            return officer
    anybody = at_work.first()
    if anybody is None:
        raise NobodyToOwn
    return anybody


def _answering(officer: Member) -> str:
    """The role in which the acknowledging officer has it on their list."""
    held = frozenset(officer.grants.filter(state="granted").values_list("role", flat=True))
    return next(role for role in ANSWERS_FIRST if role in held)


def _timescale(programme: str, severity: str) -> str:
    """The timescale of the rulebook by which an escalation this severe is to be acknowledged."""
    code = load(programme).severities[severity].acknowledge_within
    if code is None:
        raise NotInCatalogue("severity")
    return code


def _deadline(programme: str, severity: str, now: datetime) -> datetime:
    timescale = load(programme).timescales[_timescale(programme, severity)]
    return WorkingTime().due(now, timescale.amount, Unit(timescale.unit))
