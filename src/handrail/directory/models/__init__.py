"""Who is who: organisations, centres, members and the agreements between organisations."""

from handrail.directory.models.agreements import (
    Agreement,
    AgreementReview,
    AgreementState,
    Consultation,
    FundingLine,
    FundingState,
    Party,
    PartyState,
    RegisterQuestion,
)
from handrail.directory.models.members import (
    Account,
    GrantState,
    Invitation,
    InvitationState,
    Member,
    MemberStatus,
    RoleGrant,
    Training,
)
from handrail.directory.models.organisations import Centre, Organisation

__all__ = [
    "Account",
    "Agreement",
    "AgreementReview",
    "AgreementState",
    "Centre",
    "Consultation",
    "FundingLine",
    "FundingState",
    "GrantState",
    "Invitation",
    "InvitationState",
    "Member",
    "MemberStatus",
    "Organisation",
    "Party",
    "PartyState",
    "RegisterQuestion",
    "RoleGrant",
    "Training",
]
