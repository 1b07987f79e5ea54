"""Closing a risk. Handing one over needs both signatures; referral, meeting, receipt or action never moves it."""

from uuid import UUID

from handrail import gate
from handrail.casework import history, ownership
from handrail.casework.models import Escalation
from handrail.casework.resources import RISK
from handrail.casework.rules import RiskEscalated
from handrail.gate import Actor, action


@action("risk.close", resource=RISK)
def close(*, by: Actor, purpose: str, risk: UUID) -> None:
    """Close a risk that is no longer one. Only its owner may; one that was escalated closes with its escalation."""
    act = gate.current()
    record = act.resource(RISK)
    act.about(record.case.person_id)
    if Escalation.objects.filter(risk=record).exclude(state="closed").exists():
        raise RiskEscalated
    ownership.close_risk(act, record)
    history.record(act, record.case, "risk_closed", record.kind)
    act.note(kind=record.kind)
