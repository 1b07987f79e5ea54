"""Whom and what a form offers to choose from. Organisations and roles are no secret; nothing here is about a person."""

from dataclasses import dataclass
from uuid import UUID

from handrail.casework.risk_rules import owning_role
from handrail.casework.risk_values import RiskPage
from handrail.directory.names import Named, members_in_role, organisations_serving
from handrail.directory.queries.agreements import partners_of
from handrail.gate import Actor, NotFound
from handrail.programme import kinds
from handrail.sharing.queries import people
from handrail.web.fields import Option

POLICE = "police_force"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A member chosen as owner, with their organisation."""

    organisation: UUID
    member: UUID


@dataclass(frozen=True, slots=True)
class Parties:
    """Who can be in the team of a case: the organisation that leads, and those in agreement with it in the centre."""

    lead: UUID
    organisations: tuple[Named, ...]

    def forces(self) -> list[Option]:
        """The territorial police forces among them."""
        return [Option(str(each.id), each.name) for each in self.organisations if each.kind == POLICE]

    def partners(self) -> list[Option]:
        """The others that can be in the team beside the police."""
        never = kinds.POLICE | kinds.NEVER_RECIPIENTS
        return [
            Option(str(each.id), each.name)
            for each in self.organisations
            if each.kind not in never and each.id != self.lead
        ]

    def risk_owners(self) -> list[Option]:
        """Named owners: the police risk owners of the forces, and the points of contact of the leading organisation."""
        return [
            Option(f"{each.id}/{member.id}", f"{member.name}, {each.name}")
            for each in self.organisations
            if each.kind == POLICE or each.id == self.lead
            for member in members_in_role(each.id, owning_role(each.kind))
        ]


def parties(by: Actor, purpose: str, *, lead: UUID, centre: UUID) -> Parties:
    """Who can be in the team of a case that ``lead`` leads in the centre."""
    agreed = partners_of(by=by, purpose=purpose, organisation=lead, centre=centre)
    serving = organisations_serving(centre)
    return Parties(lead, tuple(each for each in serving if each.id in agreed or each.id == lead))


def information(by: Actor, purpose: str, person: UUID) -> list[Option]:
    """The items that a judgement about the person may draw on; none for a partner who holds nothing."""
    try:
        known = people.about(by=by, purpose=purpose, person=person)
    except NotFound:
        return []
    return items_of(known)


def items_of(known: people.Known) -> list[Option]:
    """The items that are held about a person, by what they are about and whom they come from."""
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
    """What an option of :meth:`Parties.risk_owners` stands for."""
    organisation, _, member = value.partition("/")
    return Chosen(UUID(organisation), UUID(member))
