"""Nominate, decide, disclose, recall: the records of who was given what about whom."""

from handrail.sharing.models.decisions import (
    DecisionKind,
    DecisionState,
    Judgement,
    Nomination,
    ProposedRecipient,
    SharingDecision,
)
from handrail.sharing.models.disclosures import Challenge, Disclosure, DisclosureState, RecallNotice
from handrail.sharing.models.holdings import Holding, HoldingState, Marking
from handrail.sharing.models.people import NotificationDecision, NotificationState, PersonRecord
from handrail.sharing.models.statements import Knows, KnowsStatement, UnsealRequest

__all__ = [
    "Challenge",
    "DecisionKind",
    "DecisionState",
    "Disclosure",
    "DisclosureState",
    "Holding",
    "HoldingState",
    "Judgement",
    "Knows",
    "KnowsStatement",
    "Marking",
    "Nomination",
    "NotificationDecision",
    "NotificationState",
    "PersonRecord",
    "ProposedRecipient",
    "RecallNotice",
    "SharingDecision",
    "UnsealRequest",
]
