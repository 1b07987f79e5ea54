"""Support the person: the case, its risks and their owners, needs, and the plan."""

from handrail.casework.models.cases import Case, CaseEvent, CaseMember, CasePartner, CaseState, Consent, LookBack
from handrail.casework.models.concerns import Concern
from handrail.casework.models.deconfliction import Confirmation, Deconfliction
from handrail.casework.models.handovers import (
    KindChangeState,
    OfferState,
    RiskJudgement,
    RiskKindChange,
    RiskOffer,
)
from handrail.casework.models.intake import HandIn, HandInState, NoCase
from handrail.casework.models.objectives import Objective
from handrail.casework.models.plans import Need, SupportAction, SupportContact
from handrail.casework.models.risks import Escalation, EscalationStep, Risk, RiskOwnership
from handrail.casework.models.transfers import Transfer, TransferState

__all__ = [
    "Case",
    "CaseEvent",
    "CaseMember",
    "CasePartner",
    "CaseState",
    "Concern",
    "Confirmation",
    "Consent",
    "Deconfliction",
    "Escalation",
    "EscalationStep",
    "HandIn",
    "HandInState",
    "KindChangeState",
    "LookBack",
    "Need",
    "NoCase",
    "Objective",
    "OfferState",
    "Risk",
    "RiskJudgement",
    "RiskKindChange",
    "RiskOffer",
    "RiskOwnership",
    "SupportAction",
    "SupportContact",
    "Transfer",
    "TransferState",
]
