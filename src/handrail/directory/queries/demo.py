"""Whom one can sign in as in the demonstration, which has no passwords and nobody's data."""

from dataclasses import dataclass

from handrail.directory.models import GrantState, Member, MemberStatus
from handrail.directory.names import role_title


@dataclass(frozen=True, slots=True)
class DemoMember:
    """A synthetic member of staff of the demonstration."""

    email: str
    name: str
    organisation: str
    organisation_kind: str
    centre: str
    role: str
    roles: tuple[str, ...]


def demo_members() -> tuple[DemoMember, ...]:
    """Everybody at work in the demonstration, by organisation and name.

    This is read before anybody has signed in, so it does not pass the gate: the demonstration's sign-in page alone
    may call it.
    """
    members = (
        Member.objects.filter(status__in=(MemberStatus.ACTIVE, MemberStatus.AWAY), account__is_active=True)
        .select_related("organisation", "account", "centre")
        .prefetch_related("grants")
        .order_by("organisation__name", "name")
    )
    return tuple(_demo_member(member) for member in members)


def _demo_member(member: Member) -> DemoMember:
    codes = sorted(grant.role for grant in member.grants.all() if grant.state == GrantState.GRANTED)
    return DemoMember(
        email=member.account.email,
        name=member.name,
        organisation=member.organisation.name,
        organisation_kind=member.organisation.kind,
        centre=member.centre.name if member.centre else "",
        role=", ".join(role_title(code) for code in codes),
        roles=tuple(codes),
    )
