"""One person's way through the pilot, as far as those who take part know it."""

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from handrail.demo import subjects
from handrail.demo.pilot import House, Pilot
from handrail.demo.subjects import Recipient, Subject
from handrail.gate import Actor

if TYPE_CHECKING:
    from handrail.demo.supporting import Case


@dataclass
class Received:
    """What one organisation was given about the person. ``items`` are what it says besides who it is about."""

    house: House
    disclosure: UUID
    items: tuple[UUID, ...] = ()

    @property
    def contact(self) -> Actor:
        """Who receives it there."""
        return self.house.by("contact")


@dataclass
class Story:
    """A person of the demonstration, and the ids of what has become of them so far."""

    number: int
    pilot: Pilot
    random: Random
    subject: Subject
    recipients: tuple[Recipient, ...]
    officer: Actor
    authoriser: Actor
    decision: UUID | None = None
    version: int = 0
    person: UUID | None = None
    written: tuple[UUID, ...] = ()
    told: bool = False
    telling: UUID | None = None
    received: dict[str, Received] = field(default_factory=dict)
    case: "Case | None" = None
    wordings: tuple[UUID, ...] = ()

    @property
    def unit(self) -> House:
        """The counter-terrorism unit that nominates the person."""
        return self.pilot.only(self.subject.centre, "counter_terrorism_unit")

    @property
    def force(self) -> House:
        """The territorial police of the area."""
        return self.pilot.only(self.subject.centre, "police_force")

    @property
    def council(self) -> House:
        """The council where the person lives."""
        return self.pilot.houses[self.subject.council]

    @property
    def last_shared(self) -> int:
        """The place of the last item that the council may have."""
        return next(each for each in self.recipients if each.house is self.council).places[-1]

    def at(self, kind: str) -> Received:
        """What the recipient of this kind was given."""
        return next(each for each in self.received.values() if each.house.entry.kind == kind)


def begin(number: int, pilot: Pilot, random: Random, subject: Subject, *, usual: bool = False) -> Story:
    """A story about ``subject``, with the officer and authoriser who deal with it: the first of them, if ``usual``."""
    unit = pilot.only(subject.centre, "counter_terrorism_unit")
    officer, authoriser = (
        first if usual else random.choice((first, second))
        for first, second in (("officer", "second_officer"), ("authoriser", "second_authoriser"))
    )
    chosen = tuple(subjects.recipients(pilot, random, subject))
    return Story(number, pilot, random, subject, chosen, unit.by(officer), unit.by(authoriser))
