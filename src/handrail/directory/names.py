"""What organisations and members are called: looked up by other floors' queries, inside their own acts."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from handrail.directory.models import Member, Organisation


def organisation_names(organisations: Iterable[UUID]) -> Mapping[UUID, str]:
    """The names of these organisations, by id."""
    return dict(Organisation.objects.filter(id__in=set(organisations)).values_list("id", "name"))


def member_names(members: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """The names of these members of staff, by id; ids of services, and None, are left out."""
    wanted = {each for each in members if each is not None}
    return dict(Member.objects.filter(id__in=wanted).values_list("id", "name"))
