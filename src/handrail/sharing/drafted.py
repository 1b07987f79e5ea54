"""A sharing decision as its own organisation sees it: what is written, for whom, what it lacks, what was decided."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from handrail.sharing.before import GivenBefore
from handrail.sharing.joining import KnownAlready
from handrail.sharing.rules.readiness import Lack, Task
from handrail.sharing.statements import Grading
from handrail.sharing.values import Reasons, Said, WhatWeHold
from handrail.sharing.wording import Question


@dataclass(frozen=True, slots=True)
class DraftItem:
    """An item in its writer's hands. ``parts`` are those of a name, a date, an address or a number, as JSON."""

    item: UUID
    number: int
    category: Said
    words: str
    marking: int
    grading: Grading
    reliability: str
    handling: tuple[tuple[str, str], ...]
    conditions: str
    original: str
    parts: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Unseen:
    """An item that a recipient will not see, and why not."""

    number: int
    category: Said
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class AgreementSeen:
    """The agreement that a disclosure would be made under, with its exact count of names this year."""

    id: UUID
    title: str
    names_used: int
    name_ceiling: int


@dataclass(frozen=True, slots=True)
class Objection:
    """A rule that refuses, in a sentence, and whom to ask."""

    rule: str
    sentence: str
    whom: str


@dataclass(frozen=True, slots=True)
class DraftRecipient:
    """What is proposed for one organisation; ``preview`` is what it will see, and ``unseen`` what it won't."""

    organisation: UUID
    name: str
    kind: str
    items: tuple[UUID, ...]
    purpose: Said
    requested_action: Said
    until: date
    audience: tuple[str, ...]
    agreement: AgreementSeen | None
    taken_out: bool
    preview: WhatWeHold
    unseen: tuple[Unseen, ...]
    objections: tuple[Objection, ...]


@dataclass(frozen=True, slots=True)
class RecipientChoice:
    """An organisation that could be proposed; one without an agreement can't, and ``why_not`` says so."""

    organisation: UUID
    name: str
    kind: str
    agreement: AgreementSeen | None
    why_not: str
    withheld: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class TellingProposed:
    """Whether the person is told, as proposed: on which day, or to be looked at again on which day and why."""

    state: str
    ground: Said
    on: date | None


@dataclass(frozen=True, slots=True)
class JudgementSeen:
    """What was decided, by whom, and what they answered: (question, answer)."""

    outcome: str
    reason: Said
    by: str
    at: datetime
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GivenTo:
    """A disclosure that was made, and whether it was acknowledged."""

    disclosure: UUID
    organisation: str
    state: str
    released_at: datetime
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenNomination:
    """A sharing decision, open. ``may`` names the steps that its reader may take now; ``objections`` are the rules
    that keep the reader from deciding on it. ``kept_until`` is when a draft ends that nobody goes on with.
    """

    id: UUID
    reference: str
    kind: str
    state: str
    version: int
    programme: str
    centre: str
    name: str
    marking: int
    identity: tuple[DraftItem, ...]
    items: tuple[DraftItem, ...]
    reason: Said
    criteria: tuple[str, ...]
    power: Said
    reasons: Reasons
    telling: TellingProposed
    recipients: tuple[DraftRecipient, ...]
    choices: tuple[RecipientChoice, ...]
    known_already: tuple[KnownAlready, ...]
    given_before: tuple[GivenBefore, ...]
    lacks: tuple[Lack, ...]
    written_by: str
    written_at: datetime
    proposed_by: str
    proposed_at: datetime | None
    kept_until: date | None
    judgements: tuple[JudgementSeen, ...]
    given: tuple[GivenTo, ...]
    may: frozenset[str]
    objections: tuple[Objection, ...]

    def lacking(self, task: Task) -> tuple[Lack, ...]:
        """What one page of the task list still lacks."""
        return tuple(lack for lack in self.lacks if lack.task == task)


@dataclass(frozen=True, slots=True)
class NominationRow:
    """A sharing decision in a list: reference and initials, never a name."""

    id: UUID
    reference: str
    initials: str
    kind: str
    state: str
    centre: str
    written_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CentreChoice:
    """A centre in which a nomination can be started today."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class NominationList:
    """One page of a list, with how many there are in all and in each state, and where the reader may start another."""

    rows: tuple[NominationRow, ...]
    total: int
    counts: tuple[tuple[str, int], ...]
    centres: tuple[CentreChoice, ...]
