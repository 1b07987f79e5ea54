"""What organisations and members are called. Nothing here is about a person, so it needs no act of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from handrail.directory.models import Centre, GrantState, Member, MemberStatus, Organisation
from handrail.directory.reference_data import local_authorities


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation, or a member, to choose from; ``kind`` is what kind of organisation, or which role."""

    id: UUID
    name: str
    kind: str


def organisation_names(organisations: Iterable[UUID]) -> Mapping[UUID, str]:
    """The names of these organisations, by id."""
    return dict(Organisation.objects.filter(id__in=set(organisations)).values_list("id", "name"))


def member_names(members: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """The names of these members of staff, by id; ids of services, and None, are left out."""
    wanted = {each for each in members if each is not None}
    return dict(Member.objects.filter(id__in=wanted).values_list("id", "name"))


def organisations_serving(centre: UUID) -> tuple[Named, ...]:
    """The organisations that cover an area of the centre, by name."""
    place = Centre.objects.filter(pk=centre).first()
    if place is None:
        return ()
    found = Organisation.objects.filter(areas__overlap=place.areas).order_by("name")
    return tuple(Named(each.id, each.name, each.kind) for each in found)


def running_centres(on: date) -> tuple[Centre, ...]:
    """The centres that run on that day: begun, and neither they nor their programme has ended."""
    return tuple(Centre.objects.filter(starts_on__lte=on, ends_on__gte=on, programme_ends_on__gte=on).order_by("name"))


def areas_of(centre: UUID) -> tuple[tuple[str, str], ...]:
    """The councils that the centre covers, by name: (GSS code, name)."""
    place, known = Centre.objects.filter(pk=centre).first(), local_authorities()
    if place is None:
        return ()
    named = ((code, known[code].name if code in known else code) for code in place.areas)
    return tuple(sorted(named, key=lambda each: each[1]))


def members_in_role(organisation: UUID, role: str) -> tuple[Named, ...]:
    """The members at work in ``organisation`` who hold ``role``, by name."""
    found = Member.objects.filter(
        organisation_id=organisation, status=MemberStatus.ACTIVE, grants__role=role, grants__state=GrantState.GRANTED
    ).order_by("name")
    return tuple(Named(each.id, each.name, role) for each in found)


def all_organisations() -> tuple[UUID, ...]:
    """Every organisation, for what is done for each in turn."""
    return tuple(Organisation.objects.order_by("id").values_list("id", flat=True))
