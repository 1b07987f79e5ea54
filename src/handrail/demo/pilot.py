"""The pilot while it is being made: its organisations and who is in which post, by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from handrail.demo.organisations import Entry
from handrail.demo.timeline import Diary, Timeline
from handrail.directory.services import service
from handrail.gate import Actor

#: Why people act, by the codes of the rulebook.
ORIGINATING, SUPPORT, RISK = "originating", "safeguarding_support", "risk_management"
RIGHTS, ADMINISTRATION, DECONFLICTION = "individual_rights", "administration", "deconfliction"


@dataclass(frozen=True)
class House:
    """An organisation of the demonstration, with who is in which of its posts."""

    id: UUID
    entry: Entry
    staff: Mapping[str, UUID]

    def by(self, post: str) -> Actor:
        """Whoever is in ``post``, as the gate takes them."""
        return Actor(id=self.staff[post], organisation=self.id)

    def service(self, name: str) -> Actor:
        """A service of Handrail, acting for this organisation."""
        return service(name, self.id)


@dataclass
class Pilot:
    """What has been made so far. ``parties`` are who has accepted the agreement of a centre, by the centre's slug, and
    ``lines`` its funding lines, in the order of ``data/agreements.toml``."""

    random: Random
    diary: Diary
    timeline: Timeline
    centres: dict[str, UUID] = field(default_factory=dict)
    houses: dict[str, House] = field(default_factory=dict)
    parties: dict[str, frozenset[str]] = field(default_factory=dict)
    lines: dict[str, tuple[UUID, ...]] = field(default_factory=dict)

    def by(self, post: str, slug: str) -> Actor:
        """Whoever is in ``post`` at the organisation ``slug``."""
        return self.houses[slug].by(post)

    def partners(self, centre: str, kind: str) -> list[House]:
        """The organisations of this kind that have accepted the agreement of ``centre``, in the order of the file."""
        return [
            house for slug, house in self.houses.items() if house.entry.kind == kind and slug in self.parties[centre]
        ]

    def only(self, centre: str, kind: str) -> House:
        """The one organisation of this kind there."""
        (house,) = self.partners(centre, kind)
        return house
