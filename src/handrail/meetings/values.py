"""What the pages of meetings are made from: frozen, already decided by policy."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One meeting in a list."""

    id: UUID
    starts_at: datetime
    place: str
    centre: str
    chair: str
    state: str
    cases: int
    answer: str


@dataclass(frozen=True, slots=True)
class Guest:
    """One member asked to a meeting: what they answered, whether they were there, to which cases and why each.

    ``whys`` are (reference, code of the rulebook) of the cases that this reader may know of.
    """

    member: UUID
    name: str
    organisation: str
    answer: str
    attended: bool | None
    whys: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CaseAtMeeting:
    """One case on the agenda, as a line of the meeting's page; ``papers`` are (id, kind, state)."""

    id: UUID
    person: UUID
    reference: str
    initials: str
    chair: str
    points: int
    decisions: int
    papers: tuple[tuple[UUID, str, str], ...]


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting as one who is asked to it sees it. ``withheld`` counts cases that they declared a conflict in."""

    id: UUID
    starts_at: datetime
    place: str
    centre: str
    centre_id: UUID
    programme: str
    lead: str
    chair: str
    chair_id: UUID
    state: str
    postponed: int
    change_reason: str
    cases: tuple[CaseAtMeeting, ...]
    withheld: int
    guests: tuple[Guest, ...]
    answer: str
    marking: int
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteText:
    """A text that somebody wrote about a point. ``words`` is None for who does not hold all that it draws on."""

    id: UUID
    words: str | None
    by: str
    organisation: str
    at: datetime
    mine: bool
    number: int


@dataclass(frozen=True, slots=True)
class DissentLine:
    """An organisation that disagrees, why, and the way forward. Words are None for who may not read them."""

    id: UUID
    organisation: str
    why: str | None
    way_forward: str | None
    state: str
    mine: bool


@dataclass(frozen=True, slots=True)
class ActionLine:
    """Something left to do: by whom, by when. ``kind`` is meeting or support; ``support`` the code of the latter."""

    id: UUID
    kind: str
    support: str
    words: str | None
    owner: str
    due_on: date
    state: str
    late: bool


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """A decision, its reason, its dissents, and what it leaves to do.

    ``draws_on`` are the items that it rests on and that the reader holds.
    """

    id: UUID
    decision: str | None
    reason: str | None
    organisation: str
    state: str
    draws_on: tuple[UUID, ...]
    dissents: tuple[DissentLine, ...]
    actions: tuple[ActionLine, ...]

    @property
    def waits(self) -> bool:
        """Whether a dissent has no way forward yet."""
        return any(dissent.state == "open" for dissent in self.dissents)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the agenda with what was written, decided and left to do about it.

    ``draws_on`` are the items that its note rests on and that the reader holds.
    """

    id: UUID
    number: int
    kind: str
    subject: UUID
    detail: str
    due_on: date | None
    words: str | None
    version: int
    draws_on: tuple[UUID, ...]
    note: NoteText | None
    aside: tuple[NoteText, ...]
    earlier: tuple[NoteText, ...]
    decisions: tuple[DecisionCard, ...]
    to_review: bool


@dataclass(frozen=True, slots=True)
class AgendaPage:
    """One case at one meeting, with what this reader may see of it.

    ``confirmed`` is whether the police have confirmed that more than ordinary services may be talked about.
    """

    id: UUID
    meeting: UUID
    case: UUID
    person: UUID
    reference: str
    initials: str
    programme: str
    marking: int
    state: str
    starts_at: datetime
    place: str
    centre_id: UUID
    lead: UUID
    lead_name: str
    chair: str
    chair_conflicted: bool
    points: tuple[Point, ...]
    actions: tuple[ActionLine, ...]
    guests: tuple[Guest, ...]
    papers: tuple[tuple[UUID, str, str], ...]
    partners: tuple[tuple[UUID, str], ...]
    team: tuple[tuple[UUID, str], ...]
    told: bool
    confirmed: bool
    confirmed_on: date | None
    to_review: int
    invited: bool
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PastMeeting:
    """A meeting that talked about a case, as a line of the case's page.

    ``agenda_case`` is None for who was not asked to it and was given its minutes.
    """

    agenda_case: UUID | None
    starts_at: datetime
    state: str
    decisions: int
    actions_open: int
    papers: tuple[tuple[UUID, str, str], ...]
    to_review: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a paper. ``words`` is None for a reader who does not hold all that it draws on."""

    id: UUID
    kind: str
    heading: str
    words: str | None
    to_review: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """An organisation that a paper was released to, and whether it said that it has read it."""

    organisation: str
    released_at: datetime
    read_at: datetime | None
    mine: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """Minutes or a summary as this reader sees it."""

    id: UUID
    agenda_case: UUID
    kind: str
    person: UUID
    case: UUID
    reference: str
    programme: str
    marking: int
    state: str
    held_at: datetime
    lead: str
    lead_id: UUID
    centre: str
    chair: str
    authors: tuple[str, ...]
    approved_at: datetime | None
    released_at: datetime | None
    version: int
    parts: tuple[Part, ...]
    receipts: tuple[Receipt, ...]
    recipients: tuple[tuple[UUID, str], ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """Something that a meeting left to do, on a page of its own."""

    id: UUID
    case: UUID
    agenda_case: UUID
    person: UUID
    reference: str
    marking: int
    words: str | None
    outcome: str
    owner: str
    owner_member: str
    due_on: date
    late: bool
    state: str
    steps: tuple[str, ...]
