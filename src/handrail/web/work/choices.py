"""Whom and what a form offers to choose from. Organisations and roles are no secret; nothing here is about a person."""

from dataclasses import dataclass
from uuid import UUID

from handrail.directory.names import members_in_role, organisations_serving
from handrail.programme import kinds
from handrail.web.fields import Option

POLICE = "police_force"

#: Who can be the named owner of a risk, by the kind of organisation: the police risk owner, or the point of contact.
_OWNING_ROLES = {POLICE: "police_risk_owner"}
_OTHERWISE = "single_point_of_contact"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A member chosen as owner, with their organisation."""

    organisation: UUID
    member: UUID


def forces(centre: UUID) -> list[Option]:
    """The territorial police forces that cover the centre."""
    return [Option(str(each.id), each.name) for each in organisations_serving(centre) if each.kind == POLICE]


def partners(centre: UUID, *, besides: UUID) -> list[Option]:
    """The other organisations of the centre that can be in a team."""
    never = kinds.POLICE | kinds.NEVER_RECIPIENTS
    return [
        Option(str(each.id), each.name)
        for each in organisations_serving(centre)
        if each.kind not in never and each.id != besides
    ]


def risk_owners(centre: UUID, lead: UUID) -> list[Option]:
    """Named owners: the police risk owners of the forces, and the points of contact of the leading organisation."""
    owners = []
    for each in organisations_serving(centre):
        if each.kind == POLICE or each.id == lead:
            role = _OWNING_ROLES.get(each.kind, _OTHERWISE)
            owners += [
                Option(f"{each.id}/{member.id}", f"{member.name}, {each.name}")
                for member in members_in_role(each.id, role)
            ]
    return owners


def owner(value: str) -> Chosen:
    """What an option of :func:`risk_owners` stands for."""
    organisation, _, member = value.partition("/")
    return Chosen(UUID(organisation), UUID(member))
