"""Why somebody opens a record: asked once for each person and sitting, kept in the session as a code.

The answers are the rulebook's ``access_reasons``; each stands for one of the purposes that policy decides on.
"""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from handrail import programme
from handrail.directory.signed_in import SignedIn
from handrail.programme import AccessReason
from handrail.web.requests import NotAMember, current_member

_SESSION_KEY = "purposes"

#: A sitting rarely has more people than this; the oldest answers are asked for again.
_REMEMBERED = 200

#: What each role usually acts for, where a page is about no one person (a list, a form to start something).
_USUAL = (
    ("originating_officer", "originating"),
    ("authoriser", "originating"),
    ("deconfliction_officer", "deconfliction"),
    ("police_risk_owner", "risk_management"),
    ("duty_officer", "risk_management"),
    ("single_point_of_contact", "safeguarding_support"),
    ("practitioner", "safeguarding_support"),
    ("case_coordinator", "safeguarding_support"),
    ("panel_chair", "safeguarding_support"),
    ("centre_lead", "safeguarding_support"),
    ("data_protection_officer", "individual_rights"),
    ("caldicott_guardian", "individual_rights"),
    ("auditor", "oversight"),
    ("evaluator", "evaluation"),
)


@dataclass(frozen=True, slots=True)
class Purpose:
    """The purpose of opening one person's record. ``code`` goes to the gate, ``title`` beside the page's heading."""

    code: str
    title: str
    change: str


class PurposeNeeded(Exception):
    """Nobody has said yet, in this sitting, why they open this person's record. Becomes the page that asks."""

    def __init__(self, person: UUID) -> None:
        super().__init__("A purpose is needed.")
        self.person = person


def purpose(request: HttpRequest, person: UUID) -> Purpose:
    """What the signed-in member said that they open ``person``'s record for; raises PurposeNeeded if they haven't."""
    answered = request.session.get(_SESSION_KEY, {}).get(str(person), "")
    reason = next((reason for reason in _reasons(_member(request)) if reason.code == answered), None)
    if reason is None:
        raise PurposeNeeded(person)
    return Purpose(reason.purpose, reason.title, ask_address(person, request.path))


def usual_purpose(request: HttpRequest) -> str:
    """The purpose for a page about no one person, by the member's first role; "administration" for the others."""
    return usual_for(_member(request).roles)


def usual_for(roles: Collection[str]) -> str:
    """What whoever holds these roles usually acts for."""
    return next((purpose for role, purpose in _USUAL if role in roles), "administration")


def remember(request: HttpRequest, person: UUID, reason: str) -> None:
    """Keep the answer for this sitting."""
    answers = dict(request.session.get(_SESSION_KEY, {}))
    answers.pop(str(person), None)
    answers[str(person)] = reason
    request.session[_SESSION_KEY] = dict(list(answers.items())[-_REMEMBERED:])


def offered(request: HttpRequest) -> tuple[AccessReason, ...]:
    """The reasons that this member's organisation may have, those of their own role first."""
    usual = usual_purpose(request)
    return tuple(sorted(_reasons(_member(request)), key=lambda reason: reason.purpose != usual))


def ask_address(person: UUID, back_to: str) -> str:
    """The address of the page that asks, returning to ``back_to``."""
    return f"{reverse('purpose', args=[person])}?{urlencode({'next': back_to})}"


def _reasons(member: SignedIn) -> tuple[AccessReason, ...]:
    rulebook = programme.load(member.programme)
    return tuple(
        reason
        for reason in rulebook.access_reasons
        if rulebook.purposes[reason.purpose].regime_for(member.organisation_kind) is not None
    )


def _member(request: HttpRequest) -> SignedIn:
    member = current_member(request)
    if member is None:
        raise NotAMember
    return member
