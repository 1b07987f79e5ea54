"""Whom and what a form offers to choose from. Organisations and roles are no secret; nothing here is about a person."""

from dataclasses import dataclass
from uuid import UUID

from handrail.casework.risk_rules import owning_role
from handrail.casework.risk_values import RiskPage
from handrail.directory.agreements import in_agreement_with
from handrail.directory.names import Named, members_in_role, organisations_serving
from handrail.gate import Actor, NotFound, clock
from handrail.programme import kinds
from handrail.sharing.queries import people
from handrail.web.fields import Option

POLICE = "police_force"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A member chosen as owner, with their organisation."""

    organisation: UUID
    member: UUID


def forces(centre: UUID, lead: UUID) -> list[Option]:
    """The territorial police forces that cover the centre and have an agreement in force with who leads the case."""
    return [Option(str(each.id), each.name) for each in _parties(centre, lead) if each.kind == POLICE]


def partners(centre: UUID, *, besides: UUID) -> list[Option]:
    """The other organisations of the centre that can be in the team of a case that ``besides`` leads."""
    never = kinds.POLICE | kinds.NEVER_RECIPIENTS
    return [
        Option(str(each.id), each.name)
        for each in _parties(centre, besides)
        if each.kind not in never and each.id != besides
    ]


def risk_owners(centre: UUID, lead: UUID) -> list[Option]:
    """Named owners: the police risk owners of the forces, and the points of contact of the leading organisation."""
    owners = []
    for each in _parties(centre, lead):
        if each.kind == POLICE or each.id == lead:
            owners += [
                Option(f"{each.id}/{member.id}", f"{member.name}, {each.name}")
                for member in members_in_role(each.id, owning_role(each.kind))
            ]
    return owners


def _parties(centre: UUID, lead: UUID) -> list[Named]:
    """``lead``, and the organisations of the centre that accepted an agreement in force with it: a case flows to no
    others."""
    agreed = in_agreement_with(lead, centre=centre, on=clock.today())
    return [each for each in organisations_serving(centre) if each.id in agreed or each.id == lead]


def information(by: Actor, purpose: str, person: UUID) -> list[Option]:
    """The items that a judgement about the person may draw on; none for a partner who holds nothing."""
    try:
        known = people.about(by=by, purpose=purpose, person=person)
    except NotFound:
        return []
    return [Option(str(each.item), f"{each.number}. {each.category.title} ({each.originator})") for each in known.items]


def chairs(organisation: UUID) -> list[Option]:
    """The panel chairs of an organisation."""
    return [Option(str(each.id), each.name) for each in members_in_role(organisation, "panel_chair")]


def takers(shown: RiskPage) -> list[Option]:
    """Who can be offered a risk: organisations of the team, and colleagues of its owner by name."""
    return [
        Option(f"{each.organisation}/{each.member}", f"{each.member_name}, a colleague")
        if each.member
        else Option(str(each.organisation), each.organisation_name)
        for each in shown.takers
    ]


def taker(value: str) -> tuple[UUID, UUID | None]:
    """What an option of :func:`takers` stands for: the organisation, and the colleague."""
    organisation, _, member = value.partition("/")
    return UUID(organisation), UUID(member) if member else None


def owner(value: str) -> Chosen:
    """What an option of :func:`risk_owners` stands for."""
    organisation, _, member = value.partition("/")
    return Chosen(UUID(organisation), UUID(member))
