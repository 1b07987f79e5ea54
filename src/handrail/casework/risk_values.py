"""What the pages of the risk ledger are made from: frozen, already decided by policy."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from handrail.casework.values import Owner


@dataclass(frozen=True, slots=True)
class Clause:
    """What an agreement says of each party's duties and of liability, for those whom it is between."""

    agreement: UUID
    title: str
    duties: str
    liability: str


@dataclass(frozen=True, slots=True)
class OwnedRisk:
    """One risk that the reader's organisation owns. ``offered_to`` is who has been asked to take it, or ""."""

    id: UUID
    person: UUID
    reference: str
    initials: str
    programme: str
    kind: str
    severity: str
    owner: Owner
    since: datetime
    offered_to: str
    to_confirm: bool
    kind_in_question: bool
    may_offer: bool


@dataclass(frozen=True, slots=True)
class OfferedRisk:
    """One risk that the reader's organisation is asked to take, and by when it is to answer."""

    id: UUID
    person: UUID
    reference: str
    initials: str
    programme: str
    kind: str
    severity: str
    by: str
    to_member: str
    answer_by: datetime
    late: bool
    may_answer: bool


@dataclass(frozen=True, slots=True)
class OurRisks:
    """What an organisation owns now, one page of it; what it is asked to take; and what its agreements say of both."""

    owned: tuple[OwnedRisk, ...]
    total: int
    offered: tuple[OfferedRisk, ...]
    clauses: tuple[Clause, ...]

    @property
    def programmes(self) -> frozenset[str]:
        """The programmes that these risks are in."""
        return frozenset({*(each.programme for each in self.owned), *(each.programme for each in self.offered)})


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody to whom a risk can be offered: an organisation, or a colleague in the one that owns it."""

    organisation: UUID
    organisation_name: str
    member: UUID | None
    member_name: str


@dataclass(frozen=True, slots=True)
class OpenOffer:
    """The offer that waits. ``words`` is None for who does not hold everything that it was drawn from."""

    id: UUID
    by: str
    to: str
    to_member: str
    reason: str
    words: str | None
    offered_at: datetime
    answer_by: datetime


@dataclass(frozen=True, slots=True)
class OpenChange:
    """The proposal of another kind that waits; ``signed_for`` is the force that signed, or ""."""

    id: UUID
    was: str
    becomes: str
    by: str
    words: str | None
    proposed_at: datetime
    signed_for: str


@dataclass(frozen=True, slots=True)
class RiskEvent:
    """Something that happened to a risk: a code that the page turns into words, a code of the rulebook, and words.

    ``whom`` is the other side, where there is one. ``words`` is "" where nothing was written, None where the reader
    does not hold everything that it was drawn from. ``accepted`` is the offer by which it was handed over, if the
    reader's organisation is one of the two that signed it.
    """

    at: datetime
    what: str
    organisation: str
    member: str
    detail: str = ""
    whom: str = ""
    words: str | None = ""
    accepted: UUID | None = None


@dataclass(frozen=True, slots=True)
class OwnedThen:
    """The answer to "who owned this then?". ``owner`` is None before it was recorded and after it was closed."""

    at: datetime
    owner: Owner | None
    since: datetime | None
    until: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class RiskPage:
    """One risk: who owns it, what that asks of them, what waits, everything that happened, and what may be done now."""

    id: UUID
    person: UUID
    case: UUID
    reference: str
    initials: str
    programme: str
    marking: int
    lead: str
    kind: str
    severity: str
    description: str | None
    state: str
    owner: Owner
    since: datetime
    ours: bool
    offer: OpenOffer | None
    change: OpenChange | None
    to_confirm: bool
    then: OwnedThen | None
    events: tuple[RiskEvent, ...]
    clauses: tuple[Clause, ...]
    takers: tuple[Taker, ...]
    steps: frozenset[str]
