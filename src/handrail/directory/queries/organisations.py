"""Organisations and centres: to look somebody up, and to choose who takes part in something."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from handrail.directory.models import Centre, Organisation
from handrail.directory.reference_data import local_authorities
from handrail.directory.resources import CENTRE, ORGANISATION
from handrail.gate import Act, Actor, current, listing, query
from handrail.programme import load
from handrail.programme.kinds import ORGANISATION_KINDS


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    """An organisation as anybody in Handrail may know it. ``may_edit`` is whether the reader keeps its details."""

    id: UUID
    name: str
    kind: str
    kind_title: str
    phone: str
    ceiling: int
    areas: tuple[str, ...]
    area_names: tuple[str, ...]
    may_edit: bool


@dataclass(frozen=True, slots=True)
class CentreCard:
    """A centre: what runs there, where, and until when (its own end or the programme's, whichever is earlier)."""

    id: UUID
    name: str
    programme: str
    programme_title: str
    areas: tuple[str, ...]
    starts_on: date
    ends_on: date


@listing("organisation.list")
def list_organisations(
    *, by: Actor, purpose: str, kind: str = "", area: str = "", text: str = ""
) -> tuple[OrganisationCard, ...]:
    """Organisations: of one kind, serving one area (a GSS code), with ``text`` in their name; or all of them."""
    act = current()
    found = act.visible(ORGANISATION).order_by("name")
    if kind:
        found = found.filter(kind=kind)
    if area:
        found = found.filter(areas__contains=[area])
    if text.strip():
        found = found.filter(name__icontains=text.strip())
    shown = tuple(_organisation(act, each) for each in found)
    act.listed([each.id for each in shown], kind=kind, area=area, text=text)
    return shown


@query("organisation.open", resource=ORGANISATION)
def open_organisation(*, by: Actor, purpose: str, organisation: UUID) -> OrganisationCard:
    """One organisation."""
    act = current()
    return _organisation(act, act.resource(ORGANISATION))


@listing("centre.list")
def list_centres(*, by: Actor, purpose: str) -> tuple[CentreCard, ...]:
    """Every centre."""
    act = current()
    shown = tuple(_centre(each) for each in act.visible(CENTRE).order_by("name"))
    act.listed([each.id for each in shown])
    return shown


def _organisation(act: Act, organisation: Organisation) -> OrganisationCard:
    kind = ORGANISATION_KINDS.get(organisation.kind)
    return OrganisationCard(
        id=organisation.id,
        name=organisation.name,
        kind=organisation.kind,
        kind_title=kind.title if kind else organisation.kind,
        phone=organisation.phone,
        ceiling=organisation.ceiling,
        areas=tuple(organisation.areas),
        area_names=_names(organisation.areas),
        may_edit=act.allows("organisation.edit", ORGANISATION, organisation),
    )


def _centre(centre: Centre) -> CentreCard:
    return CentreCard(
        id=centre.id,
        name=centre.name,
        programme=centre.programme,
        programme_title=load(centre.programme).title,
        areas=_names(centre.areas),
        starts_on=centre.starts_on,
        ends_on=min(centre.ends_on, centre.programme_ends_on),
    )


def _names(areas: list[str]) -> tuple[str, ...]:
    """The councils of these areas by name; the code itself for one that this version doesn't know."""
    known = local_authorities()
    return tuple(sorted(known[code].name if code in known else code for code in areas))
