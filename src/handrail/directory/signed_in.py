"""Who has just signed in: the member behind an account, for the top of every page and for the gate's ``by``.

This is read before there is an actor, so it does not pass the gate; it tells a user nothing but who they are.
"""

from dataclasses import dataclass
from uuid import UUID

from handrail.directory.models import GrantState, Member, MemberStatus, Organisation
from handrail.programme import load


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A member as the header shows them. ``role`` is what they are called; ``roles`` are the codes they hold."""

    member: UUID
    organisation: UUID
    name: str
    role: str
    roles: frozenset[str]
    organisation_name: str
    organisation_kind: str
    centre: str
    programme: str


def signed_in(account: UUID) -> SignedIn | None:
    """The member of staff whose account it is; None for an account without one, or whose member has left."""
    member = (
        Member.objects.select_related("organisation", "centre")
        .filter(account_id=account)
        .exclude(status=MemberStatus.LEFT)
        .first()
    )
    if member is None:
        return None
    codes = frozenset(member.grants.filter(state=GrantState.GRANTED).values_list("role", flat=True))
    programme = member.centre.programme if member.centre else "mac"
    titles = [role.title for role in load(programme).roles if role.code in codes]
    return SignedIn(
        member=member.id,
        organisation=member.organisation_id,
        name=member.name,
        role=", ".join(titles[:2]),
        roles=codes,
        organisation_name=member.organisation.name,
        organisation_kind=member.organisation.kind,
        centre=member.centre.name if member.centre else "",
        programme=programme,
    )


@dataclass(frozen=True, slots=True)
class Help:
    """Whom to ask: a role in words, and the colleagues who hold it, each with a telephone number."""

    role: str
    people: tuple[tuple[str, str], ...]
    organisation: str
    phone: str


_ASKED = 3


def whom_to_ask(organisation: UUID, programme: str, ask: str) -> Help:
    """Who in ``organisation`` holds the role ``ask``. If it is no role but words, those words."""
    role = load(programme).roles.get(ask)
    own = Organisation.objects.get(pk=organisation)
    if role is None:
        return Help(ask, (), own.name, own.phone)
    holders = Member.objects.filter(
        organisation_id=organisation,
        status=MemberStatus.ACTIVE,
        grants__role=ask,
        grants__state=GrantState.GRANTED,
    )
    return Help(role.title, tuple((each.name, each.phone) for each in holders[:_ASKED]), own.name, own.phone)
