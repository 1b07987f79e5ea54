"""Where members are reached by e-mail: one of them, or everybody who holds a role. Whoever is away is stood in for by
their cover; whoever has left is told nothing.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from handrail.directory.models import GrantState, Member, MemberStatus


def holders(organisation: UUID, role: str) -> frozenset[UUID]:
    """The members at work who hold ``role``, or stand in for somebody who does."""
    members = Member.objects.filter(organisation_id=organisation, grants__role=role, grants__state=GrantState.GRANTED)
    return frozenset(member.id for member in _at_work(members))


def address_of(member: UUID) -> str | None:
    """The address at which a member, or who stands in for them, is reached; None if nobody is at work."""
    return next((each.account.email for each in _at_work(Member.objects.filter(pk=member))), None)


def _at_work(members: Iterable[Member]) -> Iterator[Member]:
    for member in members:
        stands_in = member.cover if member.status == MemberStatus.AWAY else member
        if stands_in is not None and stands_in.status == MemberStatus.ACTIVE and stands_in.account.is_active:
            yield stands_in
