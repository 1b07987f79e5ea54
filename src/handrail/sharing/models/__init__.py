"""Nominate, decide, disclose, recall: the records of who was given what about whom."""

from handrail.sharing.models.centres import CentreYear
from handrail.sharing.models.decisions import (
    DecisionKind,
    DecisionState,
    Judgement,
    Nomination,
    ProposedRecipient,
    SharingDecision,
)
from handrail.sharing.models.disclosures import Became, Challenge, Disclosure, DisclosureState, RecallNotice
from handrail.sharing.models.holdings import Holding, HoldingState, Marking
from handrail.sharing.models.imports import NO_IMPORT, ImportState, NominationImport
from handrail.sharing.models.people import NotificationDecision, NotificationState, PersonRecord
from handrail.sharing.models.statements import Knows, KnowsStatement, UnsealRequest

__all__ = [
    "NO_IMPORT",
    "Became",
    "CentreYear",
    "Challenge",
    "DecisionKind",
    "DecisionState",
    "Disclosure",
    "DisclosureState",
    "Holding",
    "HoldingState",
    "ImportState",
    "Judgement",
    "Knows",
    "KnowsStatement",
    "Marking",
    "Nomination",
    "NominationImport",
    "NotificationDecision",
    "NotificationState",
    "PersonRecord",
    "ProposedRecipient",
    "RecallNotice",
    "SharingDecision",
    "UnsealRequest",
]
