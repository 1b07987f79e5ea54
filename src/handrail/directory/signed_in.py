"""Who has just signed in: the member behind an account, for the top of every page and for the gate's ``by``.

This is read before there is an actor, so it does not pass the gate; it tells a user nothing but who they are.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from handrail.directory.models import GrantState, Member, MemberStatus, Organisation, RoleGrant
from handrail.directory.rulebooks import role_title
from handrail.gate import Actor
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
    centre_id: UUID | None = None


#: Everything at once, in a statement of its own: every page begins with it.
_SIGNED_IN = """
    SELECT member.id, member.organisation_id, member.name, organisation.name, organisation.kind,
           centre.id, centre.name, centre.programme,
           ARRAY(SELECT role FROM directory_rolegrant WHERE member_id = member.id AND state = %(granted)s)
    FROM directory_member AS member
    JOIN directory_organisation AS organisation ON organisation.id = member.organisation_id
    LEFT JOIN directory_centre AS centre ON centre.id = member.centre_id
    WHERE member.account_id = %(account)s AND member.status <> %(left)s
"""


def signed_in(account: UUID) -> SignedIn | None:
    """The member of staff whose account it is; None for an account without one, or whose member has left."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SIGNED_IN, {"account": account, "granted": GrantState.GRANTED.value, "left": MemberStatus.LEFT.value}
        )
        row = cursor.fetchone()
    if row is None:
        return None
    member, organisation, name, organisation_name, organisation_kind, centre_id, centre, of_centre, held = row
    programme = of_centre or "mac"
    roles = frozenset(held)
    titles = [role.title for role in load(programme).roles if role.code in roles]
    return SignedIn(
        member=member,
        organisation=organisation,
        name=name,
        role=", ".join(titles[:2]),
        roles=roles,
        organisation_name=organisation_name,
        organisation_kind=organisation_kind,
        centre=centre or "",
        programme=programme,
        centre_id=centre_id,
    )


def roles_of(member: UUID) -> frozenset[str]:
    """The roles that a member holds now; none for an id that is nobody's."""
    held = RoleGrant.objects.filter(member_id=member, state=GrantState.GRANTED)
    return frozenset(held.values_list("role", flat=True))


def member_at(address: str) -> Actor | None:
    """The member of staff who signs in with this e-mail address, as the gate takes them; None if nobody does.

    For the command line, where whoever runs the installation names the member that they act as.
    """
    member = Member.objects.filter(account__email__iexact=address).exclude(status=MemberStatus.LEFT).first()
    return Actor(member.id, member.organisation_id) if member else None


@dataclass(frozen=True, slots=True)
class Help:
    """Whom to ask, in words, and the colleagues who hold that role, each with a telephone number."""

    whom: str
    people: tuple[tuple[str, str], ...]
    organisation: str
    phone: str


_ASKED = 3


def whom_to_ask(organisation: UUID, role: str, whom: str) -> Help:
    """Who in ``organisation`` can help: ``whom`` in words, and up to three colleagues who hold ``role``."""
    own = Organisation.objects.get(pk=organisation)
    holders = Member.objects.filter(
        organisation_id=organisation, status=MemberStatus.ACTIVE, grants__role=role, grants__state=GrantState.GRANTED
    )
    return Help(whom, tuple((each.name, each.phone) for each in holders[:_ASKED]), own.name, own.phone)


@dataclass(frozen=True, slots=True)
class DemoMember:
    """Somebody whom one can be in the demonstration."""

    email: str
    name: str
    role: str
    organisation: str


def demo_members() -> tuple[DemoMember, ...]:
    """Everybody at work, with the title of their role. Only the demonstration's sign-in page asks."""
    everybody = (
        Member.objects.filter(status=MemberStatus.ACTIVE)
        .select_related("organisation", "account")
        .prefetch_related("grants")
        .order_by("organisation__name", "name")
    )
    return tuple(
        DemoMember(
            email=member.account.email,
            name=member.name,
            role=", ".join(
                role_title(each.role, kind=member.organisation.kind)
                for each in member.grants.all()
                if each.state == GrantState.GRANTED
            ),
            organisation=member.organisation.name,
        )
        for member in everybody
    )
