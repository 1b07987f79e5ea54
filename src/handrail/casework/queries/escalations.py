"""One escalation: the clock, who has been told, who acknowledged."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from handrail import gate
from handrail.casework.escalated import overdue
from handrail.casework.models import EscalationStep
from handrail.casework.resources import ESCALATION
from handrail.casework.values import EscalationPage, Rung
from handrail.casework.words import read
from handrail.gate import Actor, listing, query
from handrail.programme import load

_STEPS = {"raised": "escalation.acknowledge", "acknowledged": "escalation.close"}


@dataclass(frozen=True, slots=True)
class Alarm:
    """An open escalation, above everything else on the first page. ``late`` as for ``overdue``."""

    id: UUID
    person: UUID
    reference: str
    severity: str
    police: str
    acknowledge_by: datetime
    late: bool


@listing("escalation.list")
def open_now(*, by: Actor, purpose: str) -> tuple[Alarm, ...]:
    """The escalations that wait for an officer, the latest to be acknowledged first."""
    act = gate.current()
    found = list(act.visible(ESCALATION).filter(state="raised").order_by("acknowledge_by"))
    act.listed(each.id for each in found)
    return tuple(
        Alarm(
            id=each.id,
            person=each.person_id,
            reference=each.reference,
            severity=each.severity,
            police=each.police.name,
            acknowledge_by=each.acknowledge_by,
            late=overdue(each, act.now),
        )
        for each in found
    )


@listing("escalation.list_unanswered")
def unanswered(*, by: Actor, purpose: str) -> tuple[UUID, ...]:
    """The escalations that the service's police force should have acknowledged by now."""
    act = gate.current()
    found = act.visible(ESCALATION).filter(police_id=act.organisation, state="raised", acknowledge_by__lt=act.now)
    ids = tuple(found.order_by("acknowledge_by", "id").values_list("id", flat=True))
    act.listed(ids)
    return ids


@query("escalation.open", resource=ESCALATION)
def open_escalation(*, by: Actor, purpose: str, escalation: UUID) -> EscalationPage:
    """What the team sees of an escalation; the police also read what was written."""
    act = gate.current()
    found = act.resource(ESCALATION)
    ladder = load(found.programme).escalation
    (for_team,) = read(act, found.case.organisation_id, found.person_id, [found], "outcome_note")[0]
    words = None  # They are in the record of the police and in no other, so nobody else could be given them.
    if act.organisation == found.police_id:
        (words,) = read(act, found.police_id, found.person_id, [found], "words")[0]
    step = _STEPS.get(found.state)
    told = EscalationStep.objects.filter(escalation=found).select_related("organisation").order_by("told_at")
    return EscalationPage(
        id=found.id,
        case=found.case_id,
        person=found.person_id,
        reference=found.reference,
        programme=found.programme,
        state=found.state,
        severity=found.severity,
        danger_now=found.danger_now,
        police=found.police.name,
        police_phone=found.police.phone,
        raised_by_organisation=found.organisation.name,
        raised_at=found.raised_at,
        acknowledge_by=found.acknowledge_by,
        late=overdue(found, act.now),
        rungs=tuple(Rung(ladder.codes[each.rung], each.organisation.name, each.told_at) for each in told),
        acknowledged_by=found.acknowledged_by.name if found.acknowledged_by else "",
        acknowledged_at=found.acknowledged_at,
        outcome=found.outcome,
        for_team=for_team,
        words=words,
        steps=(step,) if step and act.allows(step, ESCALATION, found) else (),
    )
