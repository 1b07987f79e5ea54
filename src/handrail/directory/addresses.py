"""Where members are reached by e-mail: whoever holds a role, or one of them, or who covers for them."""

from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from django.db.models import QuerySet

from handrail.directory.models import GrantState, Member, MemberStatus


def addresses_of(
    organisation: UUID, owed: Collection[tuple[str, UUID | None]]
) -> Mapping[tuple[str, UUID | None], tuple[str, ...]]:
    """For each (role, named member or None): the addresses of the member, or of everybody who holds the role."""
    return {each: tuple(_reached(_holders(organisation, *each))) for each in owed}


def _holders(organisation: UUID, role: str, member: UUID | None) -> QuerySet[Member]:
    members = Member.objects.filter(organisation_id=organisation).select_related("account", "cover__account")
    if member is not None:
        return members.filter(pk=member)
    return members.filter(grants__role=role, grants__state=GrantState.GRANTED)


def _reached(members: QuerySet[Member]) -> Iterator[str]:
    for member in members:
        match member.status:
            case MemberStatus.ACTIVE:
                yield member.account.email
            case MemberStatus.AWAY if member.cover is not None and member.cover.status == MemberStatus.ACTIVE:
                yield member.cover.account.email
