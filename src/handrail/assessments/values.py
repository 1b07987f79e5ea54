"""What the pages of assessments are made from: frozen, already decided by policy. No number stands for a person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from handrail.assessments.sources import Said


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One assessment in the list of a case. ``to_review``: something that it draws on has ended."""

    id: UUID
    instrument: str
    version: str
    state: str
    started_in: str
    started_at: datetime
    released_at: datetime | None
    to_review: bool


@dataclass(frozen=True, slots=True)
class CaseAssessments:
    """The assessments of a case, newest first, and the codes of the instruments that one can be started with."""

    rows: tuple[AssessmentRow, ...]
    startable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JudgementCard:
    """One judgement. ``said`` is None where its words are not given to this reader.

    ``items`` are those of its sources that the reader holds; ``more_sources`` says that there are others.
    ``kept_back``: released, and an originator refused that the team reads it.
    """

    id: UUID
    factor: str
    edition: int
    said: Said | None
    judged_by: str
    organisation: str
    judged_at: datetime
    items: tuple[UUID, ...]
    more_sources: bool
    to_review: bool
    withdrawn: bool
    kept_back: bool


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation, by name."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What an originator said about the wording, as the organisation that asked sees it."""

    originator: str
    state: str
    asked_at: datetime
    answered_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """One assessment with what this reader may see of it.

    ``to_ask`` names the originators besides the organisation that leads, for who may ask them.
    """

    id: UUID
    case: UUID
    person: UUID
    reference: str
    programme: str
    marking: int
    case_open: bool
    instrument: str
    version: str
    state: str
    started_by: str
    started_in: str
    started_at: datetime
    author: str
    took_part: tuple[Party, ...]
    person_part: str
    team: tuple[Party, ...]
    readers: tuple[Party, ...]
    released_by: str
    released_at: datetime | None
    judgements: tuple[JudgementCard, ...]
    summary: JudgementCard | None
    to_ask: tuple[str, ...]
    answers: tuple[Answered, ...]
    earlier: tuple[AssessmentRow, ...]
    before: tuple[JudgementCard, ...]
    steps: tuple[str, ...]

    def of(self, factor: str) -> JudgementCard | None:
        """What stands judged of a factor."""
        return next((card for card in self.judgements if card.factor == factor), None)

    def last_time(self, factor: str) -> JudgementCard | None:
        """What was judged of it in the last assessment that was released."""
        return next((card for card in self.before if card.factor == factor), None)


@dataclass(frozen=True, slots=True)
class Piece:
    """One judgement whose wording an originator is asked about; its words are None where they don't hold it all."""

    factor: str
    said: Said | None
    organisation: str
    judged_at: datetime


@dataclass(frozen=True, slots=True)
class WordingPage:
    """What an originator is asked, and what it answered."""

    id: UUID
    person: UUID
    reference: str
    programme: str
    marking: int
    organisation: str
    instrument: str
    version: str
    readers: tuple[str, ...]
    pieces: tuple[Piece, ...]
    state: str
    asked_at: datetime
    steps: tuple[str, ...]

    @property
    def all_readable(self) -> bool:
        return all(piece.said is not None for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Change:
    """A factor in two assessments. ``how`` is one of :data:`CHANGES`; the answers are None where not given."""

    factor: str
    before: str | None
    after: str | None
    how: str


#: What can have become of a factor between two assessments, in the order in which a page shows them.
CHANGES = {
    "moved": "Changed",
    "new": "Judged for the first time",
    "gone": "Not judged this time",
    "unchanged": "The same as before",
    "not_given": "Not given to you",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two assessments made with the same instrument."""

    later: AssessmentRow
    earlier: AssessmentRow
    case: UUID
    person: UUID
    reference: str
    programme: str
    marking: int
    instrument: str
    version: str
    changes: tuple[Change, ...]
