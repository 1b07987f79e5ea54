"""Closing a risk, and judging anew how severe it is. Neither moves it: that is in ``handing_over``."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from handrail import gate
from handrail.casework import history, ownership, sources
from handrail.casework.escalated import open_escalations, police_lead
from handrail.casework.models import RiskJudgement
from handrail.casework.resources import RISK
from handrail.casework.risk_rules import RISK as RISK_STATES
from handrail.casework.risk_rules import EscalateInstead, SameSeverity
from handrail.casework.rules import NotInCatalogue, RiskEscalated
from handrail.casework.words import write
from handrail.gate import Actor, action
from handrail.programme import load

#: The severity that nobody writes down without calling the police.
DANGER = "danger_now"


@action("risk.close", resource=RISK)
def close(*, by: Actor, purpose: str, risk: UUID) -> None:
    """Close a risk that is no longer one. Only its owner may; one that was escalated closes with its escalation."""
    act = gate.current()
    record = act.resource(RISK)
    act.about(record.case.person_id)
    if open_escalations().filter(risk=record).exists():
        raise RiskEscalated
    ownership.close_risk(act, record)
    history.record(act, record.case, "risk_closed", record.kind)
    act.note(kind=record.kind)


@action("risk.judge", resource=RISK)
def judge(*, by: Actor, purpose: str, risk: UUID, severity: str, words: str, draws_on: Sequence[UUID] = ()) -> None:
    """Judge anew how severe the risk is, in words of the rulebook and in one's own. What it was judged before stays.

    Danger now is not a judgement to be noted: raises :class:`EscalateInstead`, unless it was raised already.
    """
    act = gate.current()
    record = act.resource(RISK)
    case = record.case
    act.about(case.person_id)
    RISK_STATES.next(record.state, "judge")
    if severity not in load(case.programme).severities:
        raise NotInCatalogue("severity")
    if severity == record.severity:
        raise SameSeverity
    if severity == DANGER and not police_lead(case):
        raise EscalateInstead("severity")
    made = RiskJudgement(
        id=uuid4(),
        risk=record,
        case=case,
        organisation_id=act.organisation,
        was=record.severity,
        severity=severity,
        judged_by=act.by.id,
        judged_at=act.now,
    )
    write(act, case.organisation_id, case.person_id, made, words=words)
    made.save(force_insert=True)
    sources.lean(act, keeper=case.organisation_id, person=case.person_id, kind="severity", row=made.id, items=draws_on)
    record.severity = severity
    record.save(update_fields=("severity",))
    history.record(act, case, "risk_judged", severity)
    act.note(severity=severity, was=made.was)
