"""Organisations and centres: set up by whoever runs the installation, described by their own administrators."""

import re
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from handrail import programme, vault
from handrail.directory.models import Centre, Organisation
from handrail.directory.reference_data import UnknownArea, authorities_in
from handrail.directory.resources import ORGANISATION
from handrail.duties.working_time import months_after
from handrail.gate import Actor, Faults, RuleBroken, action, current
from handrail.programme.kinds import ORGANISATION_KINDS

_PREFIX = re.compile(r"[A-Z]{3}")


@action("organisation.add")
def add_organisation(
    *,
    by: Actor,
    purpose: str,
    name: str,
    slug: str,
    kind: str,
    areas: Sequence[str] = (),
    phone: str = "",
    ceiling: int = 2,
    abroad: bool = False,
) -> UUID:
    """Add an organisation, with the key that its copies are sealed under. Its id is the one that ``by`` acts for.

    ``areas`` are GSS codes of the councils, counties or regions that it serves; its councils are kept.

    Being in the directory gives it nothing: that takes an agreement, and members with roles.
    Raises :class:`Faults` for a kind or an area that isn't one.
    """
    act = current()
    _check(name=name, kind=kind, areas=areas)
    organisation = Organisation.objects.create(
        id=act.organisation,
        slug=slug,
        name=name,
        kind=kind,
        areas=sorted(authorities_in(areas)),
        phone=phone,
        ceiling=ceiling,
        abroad=abroad,
    )
    vault.create_organisation_key(organisation.id)
    act.note(organisation=organisation.id, kind_of_organisation=kind)
    return organisation.id


@action("organisation.edit", resource=ORGANISATION)
def edit_organisation(
    *, by: Actor, purpose: str, organisation: UUID, name: str, phone: str, areas: Sequence[str]
) -> None:
    """Change how the organisation is called and reached, and which areas it serves."""
    act = current()
    record = act.resource(ORGANISATION)
    _check(name=name, kind=record.kind, areas=areas)
    record.name, record.phone, record.areas = name, phone, sorted(authorities_in(areas))
    with act.deliver_to(record.id):
        record.save(update_fields=["name", "phone", "areas"])


@action("centre.add")
def add_centre(
    *,
    by: Actor,
    purpose: str,
    name: str,
    slug: str,
    rulebook: str,
    prefix: str,
    areas: Sequence[str],
    starts_on: date,
    ends_on: date,
    programme_ends_on: date | None = None,
) -> UUID:
    """Add a centre where the programme ``rulebook`` runs, for no longer than a pilot may and no longer than that.

    ``programme_ends_on`` brings the programme's end to another day, for demonstrations.
    """
    rules = programme.load(rulebook, ends_on=programme_ends_on)
    faults = [*_area_faults(areas)]
    if not _PREFIX.fullmatch(prefix):
        faults.append(RuleBroken("prefix", "Enter three capital letters.", field="prefix"))
    if not starts_on <= ends_on <= rules.ends_on:
        sentence = "A centre starts before it ends, and ends no later than its programme."
        faults.append(RuleBroken("centre-outlasts-programme", sentence, field="ends_on"))
    if ends_on > months_after(starts_on, rules.pilot_months):
        sentence = f"A pilot runs for {rules.pilot_months} months at most; then it is evaluated."
        faults.append(RuleBroken("centre-outlasts-pilot", sentence, field="ends_on"))
    if faults:
        raise Faults(tuple(faults))
    centre = Centre.objects.create(
        slug=slug,
        name=name,
        programme=rulebook,
        programme_ends_on=rules.ends_on,
        prefix=prefix,
        areas=sorted(authorities_in(areas)),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    current().note(centre=centre.id, programme=rulebook)
    return centre.id


def _check(*, name: str, kind: str, areas: Sequence[str]) -> None:
    faults = [*_area_faults(areas)]
    if not name.strip():
        faults.append(RuleBroken("name", "Enter the name of the organisation.", field="name"))
    if kind not in ORGANISATION_KINDS:
        faults.append(RuleBroken("kind", "Select what kind of organisation it is.", field="kind"))
    if faults:
        raise Faults(tuple(faults))


def _area_faults(areas: Sequence[str]) -> list[RuleBroken]:
    try:
        authorities_in(areas)
    except UnknownArea as unknown:
        return [RuleBroken("area", str(unknown), field="areas")]
    return []
