"""What the pages of a case are made from: frozen, already decided by policy."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from handrail.casework.provision import Provided
from handrail.sharing.queries.disclosures import AlsoNominated


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owns something: the organisation, and the member by name where one is named."""

    organisation: UUID
    organisation_name: str
    member_name: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in a list: reference and initials, never a name."""

    id: UUID
    person: UUID
    reference: str
    initials: str
    lead: str
    centre: str
    state: str
    review_on: date
    review_late: bool
    escalated: bool


@dataclass(frozen=True, slots=True)
class RiskCard:
    """One risk. ``description`` is None when the reader does not hold everything that it was drawn from.

    ``ours`` is whether the reader's organisation owns it; ``offered_to`` is who has been asked to take it, or "".
    """

    id: UUID
    kind: str
    severity: str
    description: str | None
    owner: Owner
    owned_since: datetime
    state: str
    to_review: bool
    ours: bool
    offered_to: str


@dataclass(frozen=True, slots=True)
class NeedCard:
    """One need or strength. Its words are None when the reader does not hold everything that they were drawn from.

    ``ending`` says how it came to be met, or to be none any more.
    """

    id: UUID
    kind: str
    strength: bool
    description: str | None
    judged_by: str
    judged_at: datetime
    to_review: bool
    state: str
    ending: str | None
    ended_by: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ObjectiveCard:
    """One objective. ``words`` is None when the reader does not hold everything that they were drawn from."""

    id: UUID
    words: str | None
    own_words: bool
    state: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class SupportRow:
    """One support action of the plan, with the steps that this reader may take now.

    ``objective`` and ``outcome`` are None for who neither owns it nor holds everything that it was drawn from.
    ``police_asked`` is whether the police are asked about it, ``confirmed_on`` the day on which they confirmed it, or
    None, for whatever reason. With ``police_lead`` it waits until the police have dealt with immediate danger.
    """

    id: UUID
    action: str
    programme_contact: bool
    objective: str | None
    outcome: str | None
    owner: Owner
    due_on: date
    late: bool
    state: str
    consent: str
    serves: UUID | None
    cannot_do: str
    police_asked: bool
    confirmed_on: date | None
    stalled_by: str
    stalled_since: date | None
    police_lead: bool
    provided: Provided
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """An organisation with access, why, and since when; members by name only for those who may know them."""

    id: UUID
    organisation: str
    kind: str
    phone: str
    why: str
    since: datetime
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventLine:
    """One line of the history: a code that the page turns into words."""

    at: datetime
    organisation: str
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class EscalationLine:
    """An escalation as the team sees it. ``late`` is whether the first who was told let their time pass."""

    id: UUID
    severity: str
    raised_at: datetime
    state: str
    acknowledged_by: str
    late: bool


@dataclass(frozen=True, slots=True)
class LookBackLine:
    """What was seen on looking back at a closed case. ``words`` is None for who may not read what they rest on."""

    at: datetime
    which: str
    finding: str
    words: str | None


@dataclass(frozen=True, slots=True)
class NominationLine:
    """A nomination of the person of a case, beside the one it was opened on.

    Whoever was not told of it themselves reads who handed it in and when, and neither its originator nor its reference.
    """

    hand_in: UUID | None
    state: str
    handed_in_by: str
    ground: str
    at: datetime
    given: AlsoNominated | None
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TransferLine:
    """A transfer of a case, to another area or from one, for those of its two parties who may open it."""

    id: UUID
    state: str
    ours: bool
    other: str
    centre: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything on the pages of one case that this reader may see.

    ``came_from`` led the case that this one goes on from, in another area; whether this one ``went_elsewhere`` is told
    to all, and where to, in ``transfers``, to those who lead it.
    ``marked`` is how many judgements of a closed case rest on something that was withdrawn since somebody last looked.
    """

    id: UUID
    person: UUID
    reference: str
    initials: str
    programme: str
    centre_id: UUID
    centre: str
    marking: int
    state: str
    lead_id: UUID
    lead: str
    coordinator: str
    told: bool
    consent: str
    police_asked: bool
    confirmed_on: date | None
    review_on: date
    review_late: bool
    marked: int
    opened_at: datetime
    closed_at: datetime | None
    closure_reason: str
    closure_note: str | None
    carries_on: tuple[str, ...]
    look_backs: tuple[LookBackLine, ...]
    risks: tuple[RiskCard, ...]
    needs: tuple[NeedCard, ...]
    objectives: tuple[ObjectiveCard, ...]
    plan: tuple[SupportRow, ...]
    partners: tuple[PartnerRow, ...]
    events: tuple[EventLine, ...]
    escalations: tuple[EscalationLine, ...]
    nominations: tuple[NominationLine, ...]
    came_from: str
    went_elsewhere: bool
    transfers: tuple[TransferLine, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder that was told, when."""

    code: str
    organisation: str
    told_at: datetime


@dataclass(frozen=True, slots=True)
class EscalationPage:
    """One escalation: the clock, who has been told, who acknowledged. ``words`` is None for all but the police.

    ``late`` is whether the first who was told let their time pass.
    """

    id: UUID
    case: UUID
    person: UUID
    reference: str
    programme: str
    state: str
    severity: str
    danger_now: bool
    police: str
    police_phone: str
    raised_by_organisation: str
    raised_at: datetime
    acknowledge_by: datetime
    late: bool
    rungs: tuple[Rung, ...]
    acknowledged_by: str
    acknowledged_at: datetime | None
    outcome: str
    for_team: str
    words: str | None
    steps: tuple[str, ...]
