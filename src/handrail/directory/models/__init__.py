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
from handrail.directory.models.calendars import CalendarAddress, CalendarForm, CalendarState
from handrail.directory.models.members import (
    Account,
    GrantState,
    Invitation,
    InvitationState,
    MailChoice,
    Member,
    MemberStatus,
    RoleGrant,
    Training,
)
from handrail.directory.models.organisations import Centre, Organisation
from handrail.directory.models.programmes import InstalledProgramme

__all__ = [
    "Account",
    "Agreement",
    "AgreementReview",
    "AgreementState",
    "CalendarAddress",
    "CalendarForm",
    "CalendarState",
    "Centre",
    "Consultation",
    "FundingLine",
    "FundingState",
    "GrantState",
    "InstalledProgramme",
    "Invitation",
    "InvitationState",
    "MailChoice",
    "Member",
    "MemberStatus",
    "Organisation",
    "Party",
    "PartyState",
    "RegisterQuestion",
    "RoleGrant",
    "Training",
]
