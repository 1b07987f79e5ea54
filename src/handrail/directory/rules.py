"""The lifecycles of members, roles, invitations and agreements, and what must hold of each. Pure: no database here."""

from datetime import timedelta

from handrail.directory.models import (
    AgreementState,
    CalendarState,
    GrantState,
    InvitationState,
    MemberStatus,
    PartyState,
)
from handrail.gate import RuleBroken, StateTable, Transition

ADMINISTRATOR = ("administrator",)
SECOND_PERSON = ("role_approver", "administrator")
SIGNATORY = ("agreement_signatory",)
DRAFTER = ("agreement_signatory", "centre_lead", "programme_owner")
CONSULTED = ("consultee", "agreement_signatory", "centre_lead")
SWEEP = ("sweep",)
RECEPTION = ("reception",)

#: The hours, in London, at which a member can be sent the day's e-mail.
MAIL_HOURS = range(7, 18)

#: How long the link of an invitation works.
INVITATION_LASTS = timedelta(days=7)

#: How long those who are consulted on an agreement have, at the least, before it can be offered without their view.
CONSULTATION_LASTS = timedelta(days=14)

#: The longest that an agreement may run until somebody looks at it again.
REVIEW_WITHIN = timedelta(days=366)

MEMBER = StateTable(
    name="member",
    initial=MemberStatus.INVITED,
    transitions={
        MemberStatus.INVITED: {
            "invitation.accept": Transition(MemberStatus.ACTIVE, RECEPTION),
            "invitation.cancel": Transition(MemberStatus.LEFT, ADMINISTRATOR),
            "member.leave": Transition(MemberStatus.LEFT, ADMINISTRATOR),
        },
        MemberStatus.ACTIVE: {
            "member.set_cover": Transition(MemberStatus.AWAY, ("member", *ADMINISTRATOR)),
            "member.leave": Transition(MemberStatus.LEFT, ADMINISTRATOR),
        },
        MemberStatus.AWAY: {
            "member.set_cover": Transition(MemberStatus.AWAY, ("member", *ADMINISTRATOR)),
            "member.return": Transition(MemberStatus.ACTIVE, ("member", *ADMINISTRATOR)),
            "member.leave": Transition(MemberStatus.LEFT, ADMINISTRATOR),
        },
        MemberStatus.LEFT: {"member.invite": Transition(MemberStatus.INVITED, ADMINISTRATOR)},
    },
    titles=dict(MemberStatus.choices),
)

ROLE_GRANT = StateTable(
    name="role",
    initial=GrantState.REQUESTED,
    transitions={
        GrantState.REQUESTED: {
            "role.approve": Transition(GrantState.GRANTED, SECOND_PERSON),
            "role.refuse": Transition(GrantState.REFUSED, SECOND_PERSON),
            "member.leave": Transition(GrantState.REFUSED, ADMINISTRATOR),
        },
        GrantState.GRANTED: {
            "role.end": Transition(GrantState.ENDED, SECOND_PERSON),
            "member.leave": Transition(GrantState.ENDED, ADMINISTRATOR),
        },
        GrantState.REFUSED: {},
        GrantState.ENDED: {},
    },
    titles=dict(GrantState.choices),
)

INVITATION = StateTable(
    name="invitation",
    initial=InvitationState.SENT,
    transitions={
        InvitationState.SENT: {
            "invitation.accept": Transition(InvitationState.ACCEPTED, RECEPTION),
            "invitation.send_again": Transition(InvitationState.SENT, ADMINISTRATOR),
            "invitation.cancel": Transition(InvitationState.CANCELLED, ADMINISTRATOR),
        },
        InvitationState.ACCEPTED: {},
        InvitationState.CANCELLED: {},
    },
    titles=dict(InvitationState.choices),
)

CALENDAR = StateTable(
    name="calendar address",
    initial=CalendarState.WORKING,
    transitions={
        CalendarState.WORKING: {
            "member.read_calendar": Transition(CalendarState.WORKING, ("whoever has the address",)),
            "member.change_calendar": Transition(CalendarState.WORKING, ("member",)),
            "member.end_calendar": Transition(CalendarState.ENDED, ("member",)),
            "member.make_calendar": Transition(CalendarState.ENDED, ("member",)),
            "member.reset_sign_in": Transition(CalendarState.ENDED, ADMINISTRATOR),
            "member.leave": Transition(CalendarState.ENDED, ADMINISTRATOR),
            "role.end": Transition(CalendarState.ENDED, SECOND_PERSON),
        },
        CalendarState.ENDED: {},
    },
    titles=dict(CalendarState.choices),
)

_END = {"agreement.end": Transition(AgreementState.ENDED, DRAFTER)}
_ANSWERS = {
    "agreement.ask": ("parties and consulted",),
    "agreement.answer": DRAFTER,
    "agreement.fund": DRAFTER,
}


def _staying(state: AgreementState, *more: str) -> dict[str, Transition]:
    """What can be done to an agreement without moving it on: its register, its money, its parties' answers."""
    who = {**_ANSWERS, **dict.fromkeys(more, SIGNATORY)}
    return {name: Transition(state, people) for name, people in who.items()}


AGREEMENT = StateTable(
    name="agreement",
    initial=AgreementState.DRAFT,
    transitions={
        AgreementState.DRAFT: {
            "agreement.edit": Transition(AgreementState.DRAFT, DRAFTER),
            "agreement.fund": Transition(AgreementState.DRAFT, DRAFTER),
            "agreement.consult": Transition(AgreementState.CONSULTATION, DRAFTER),
            **_END,
        },
        AgreementState.CONSULTATION: {
            **_staying(AgreementState.CONSULTATION),
            "agreement.edit": Transition(AgreementState.CONSULTATION, DRAFTER),
            "agreement.respond": Transition(AgreementState.CONSULTATION, CONSULTED),
            "agreement.offer": Transition(AgreementState.OFFERED, DRAFTER),
            **_END,
        },
        AgreementState.OFFERED: {
            **_staying(AgreementState.OFFERED, "agreement.accept", "agreement.refuse"),
            "agreement.start": Transition(AgreementState.IN_FORCE, SIGNATORY),
            "agreement.revise": Transition(AgreementState.OFFERED, DRAFTER),
            **_END,
        },
        AgreementState.IN_FORCE: {
            **_staying(AgreementState.IN_FORCE, "agreement.accept", "agreement.refuse", "agreement.leave"),
            "agreement.fall_due": Transition(AgreementState.REVIEW_DUE, SWEEP),
            "agreement.review": Transition(AgreementState.IN_FORCE, DRAFTER),
            "agreement.revise": Transition(AgreementState.IN_FORCE, DRAFTER),
            "agreement.run_out": Transition(AgreementState.ENDED, SWEEP),
            **_END,
        },
        AgreementState.REVIEW_DUE: {
            **_staying(AgreementState.REVIEW_DUE, "agreement.leave"),
            "agreement.review": Transition(AgreementState.IN_FORCE, DRAFTER),
            "agreement.revise": Transition(AgreementState.REVIEW_DUE, DRAFTER),
            "agreement.run_out": Transition(AgreementState.ENDED, SWEEP),
            **_END,
        },
        AgreementState.ENDED: {},
    },
    titles=dict(AgreementState.choices),
)

PARTY = StateTable(
    name="answer",
    initial=PartyState.ASKED,
    transitions={
        PartyState.ASKED: {
            "agreement.accept": Transition(PartyState.ACCEPTED, SIGNATORY),
            "agreement.refuse": Transition(PartyState.REFUSED, SIGNATORY),
        },
        PartyState.ACCEPTED: {"agreement.leave": Transition(PartyState.LEFT, SIGNATORY)},
        PartyState.REFUSED: {"agreement.accept": Transition(PartyState.ACCEPTED, SIGNATORY)},
        PartyState.LEFT: {"agreement.accept": Transition(PartyState.ACCEPTED, SIGNATORY)},
    },
    titles=dict(PartyState.choices),
)


class NoCalendar(RuleBroken):
    """There is no working address to change or to end."""

    def __init__(self) -> None:
        super().__init__("no-calendar", "You have no calendar address. Make one first.")


class NotOffered(RuleBroken):
    """What was chosen is not among what can be chosen."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__("not-offered", sentence, field=field)
