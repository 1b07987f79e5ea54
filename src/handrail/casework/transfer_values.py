"""What the pages of a transfer to another centre are made from: frozen, already decided by policy."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from handrail.casework.values import Owner


@dataclass(frozen=True, slots=True)
class Destination:
    """An organisation that could lead the case, and the centre in which it would."""

    centre: UUID
    centre_name: str
    organisation: UUID
    organisation_name: str


@dataclass(frozen=True, slots=True)
class GoingItem:
    """An item of the offerer's own: what it is about and, for the offerer, what it says."""

    id: UUID
    number: int
    category: str
    words: str


@dataclass(frozen=True, slots=True)
class TransferChoices:
    """What the one who writes an offer can choose from; ``powers`` are codes of the rulebook."""

    destinations: tuple[Destination, ...]
    powers: tuple[str, ...]
    items: tuple[GoingItem, ...]


@dataclass(frozen=True, slots=True)
class GoingRisk:
    """A risk that would go on: its kind, how serious it is judged, and its owner, who stays its owner."""

    kind: str
    severity: str
    owner: Owner


@dataclass(frozen=True, slots=True)
class GoesAlong:
    """What comes with a case, by kind and number. Codes of the rulebook; no words but those of the offerer's items.

    ``items`` are empty of words for the receiver until it has accepted. ``left`` is whether something else is held
    about the person that does not go along.
    """

    risks: tuple[GoingRisk, ...]
    needs: tuple[str, ...]
    strengths: tuple[str, ...]
    objectives: int
    told: bool
    consent: str
    support: tuple[str, ...]
    items: tuple[GoingItem, ...]
    left: bool


@dataclass(frozen=True, slots=True)
class Step:
    """Who took a step, when: by organisation, and by name where the reader may know it."""

    organisation: str
    member: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TransferPage:
    """One transfer, for one of its two parties. ``ours`` is whether the reader's organisation offers it.

    ``case`` is the reader's own case: the old one for the offerer, the new one for the receiver, None before there is
    one. ``along`` is None once it is answered or taken back. ``summary`` is None for a receiver who may no longer, or
    not any more, read it; ``least`` is the offerer's alone.
    """

    id: UUID
    person: UUID
    case: UUID | None
    reference: str
    programme: str
    marking: int
    ours: bool
    state: str
    offerer: str
    offerer_phone: str
    receiver: str
    receiver_phone: str
    centre: str
    centre_id: UUID
    reason: str
    words: str | None
    summary: str | None
    written: Step
    least: str
    sent: Step | None
    answer_by: datetime | None
    late: bool
    answered: Step | None
    refusal: str
    answer: str
    left: bool
    along: GoesAlong | None
    steps: frozenset[str]
