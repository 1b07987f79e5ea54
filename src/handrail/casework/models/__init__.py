"""Support the person: the case, its risks and their owners, needs, and the plan."""

from handrail.casework.models.cases import Case, CaseEvent, CaseMember, CasePartner, CaseState, Consent
from handrail.casework.models.plans import Need, SupportAction
from handrail.casework.models.risks import Escalation, EscalationStep, Risk, RiskOwnership

__all__ = [
    "Case",
    "CaseEvent",
    "CaseMember",
    "CasePartner",
    "CaseState",
    "Consent",
    "Escalation",
    "EscalationStep",
    "Need",
    "Risk",
    "RiskOwnership",
    "SupportAction",
]
