"""What the pages of questions are made from: frozen, already decided by policy, one side at a time."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question in a list. ``with_whom`` is the other organisation; ``state`` is what this side may see of it."""

    id: UUID
    words: str
    with_whom: str
    asked_at: datetime
    state: str
    silence: str
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions about one person that the reader's organisation put, and those put to it; the latest first."""

    put: tuple[QuestionLine, ...]
    received: tuple[QuestionLine, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """A question put before to the same partner: when, and in which words."""

    words: str
    asked_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Given:
    """The answer as the asker holds it. ``words`` is None once it was recalled, corrected or has run out."""

    item: UUID
    words: str | None
    conditions: str
    reliability: str
    marking: int
    state: str
    until: date
    disclosure: UUID


@dataclass(frozen=True, slots=True)
class Replied:
    """What the organisation that is asked has made of it so far: for its own eyes."""

    state: str
    silence: str
    decision: UUID | None


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One question, as the side that reads it sees it.

    ``case`` is None for an organisation outside the team. ``given`` is the asker's, ``replied`` the one asked's.
    ``knows_them`` is whether the reader's organisation holds anything by which it could tell who is meant.
    """

    id: UUID
    person: UUID
    case: UUID | None
    record: UUID | None
    reference: str
    programme: str
    marking: int
    code: str
    words: str
    shape: str
    necessity: str
    again: str
    asker: str
    asked_of: str
    asked_of_kind: str
    mine: bool
    state: str
    silence: str
    asked_at: datetime
    asked_by: str
    before: tuple[Before, ...]
    answer_by: datetime
    closes_at: datetime
    kept_until: date
    tells_apart: bool
    guardian_decides: bool
    knows_them: bool
    given: Given | None
    replied: Replied | None
    challenge: UUID | None
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation that may be asked about a person, and whether it is in the team of the case."""

    id: UUID
    name: str
    kind: str
    in_team: bool
    questions: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A question that one partner may be asked: how often it was put to them, and whether it is before them now."""

    code: str
    title: str
    why: str
    shape: str
    own_words: bool
    put_before: int
    times: int
    open_now: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """What may be asked of one organisation about the person of a case."""

    organisation: str
    kind: str
    offers: tuple[Offer, ...]
    before: tuple[Before, ...]
    tells_apart: frozenset[str]
