"""What private matching shows: frozen values, made for pages. Each side sees its own."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A register in a list. ``quota`` counts the tokens that are left, for its keeper and for those who may ask it
    now; ``by_hand`` where requests are carried.
    """

    id: UUID
    organisation: str
    kind: str
    name: str
    centre: str
    programme: str
    state: str
    size: int
    by_hand: bool
    quota: int


@dataclass(frozen=True, slots=True)
class Registers:
    """The registers that the reader may see: their own organisation's, the newest first, and those of others.

    ``key`` is what a partner introduces this installation with (`handrail match serve`).
    """

    own: tuple[RegisterLine, ...]
    others: tuple[RegisterLine, ...]
    key: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One register. ``signing_key`` tells it from any other; ``refusal`` is the code for which it was suspended, and
    ``quota`` its keeper's.
    """

    id: UUID
    organisation: str
    mine: bool
    centre: str
    programme: str
    kind: str
    name: str
    schema: str
    state: str
    refusal: str
    size: int
    entries: int
    signing_key: str
    address: str
    offered_by: str
    offered_at: datetime
    decided_at: datetime
    ended_at: datetime
    quota: int
    quota_until: date | None
    key: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One register in a search. ``refusal`` is the code by which it came to nothing, ``by_hand`` whether the request is
    carried. ``candidates`` are what was found there.
    """

    id: UUID
    register: UUID
    organisation: str
    kind: str
    state: str
    refusal: str
    sentence: str
    by_hand: bool
    asked_at: datetime
    ended_at: datetime
    candidates: tuple["CandidateLine", ...]


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """“This organisation may hold a record”: strong or weak, and what became of it."""

    id: UUID
    organisation: str
    evidence: str
    state: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One search, for the originator's officer and authoriser."""

    id: UUID
    decision: UUID
    reference: str
    programme: str
    state: str
    power: str
    necessity: str
    proportionality: str
    judgement: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime
    results: tuple[ResultLine, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation that said that it is the same person: it can be proposed as a recipient."""

    organisation: UUID
    name: str
    candidate: UUID
    is_recipient: bool


@dataclass(frozen=True, slots=True)
class WhoKnows:
    """What was looked for in a nomination. ``offers`` are the registers that could be asked now, ``searches`` come the
    latest first, and ``known`` are the organisations that said that it is the same person.
    """

    decision: UUID
    reference: str
    programme: str
    may_propose: bool
    enough: bool
    offers: tuple[RegisterLine, ...]
    searches: tuple[SearchPage, ...]
    known: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One step as it is, or would be, shown: its code in the rulebook, and what is said."""

    number: int
    code: str
    text: str
    fits: str = ""


@dataclass(frozen=True, slots=True)
class CandidatePage:
    """What a search found, for the originator. ``elements`` are what they would be shown, or may be, one at a time.

    ``reasons`` are what the partner's answer rests on, in its words; ``words`` the officer's own.
    """

    id: UUID
    search: UUID
    decision: UUID
    reference: str
    programme: str
    organisation: str
    organisation_id: UUID
    organisation_kind: str
    register_kind: str
    evidence: str
    state: str
    words: str
    reason: str
    elements: tuple[Shown, ...]
    asked_by: str
    asked_at: datetime
    answer_by: datetime | None
    closes_at: datetime | None
    reasons: str
    ended_at: datetime
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """An identity check in a partner's list: asked by whom, by when to answer, and what it has made of it so far.

    ``reply`` is the state of the answer that was written; empty while there is none.
    """

    id: UUID
    reference: str
    asker: str
    state: str
    reply: str
    asked_at: datetime
    answer_by: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """How many identity checks ended so in a year: all that is left of most."""

    year: int
    ended: str
    number: int


@dataclass(frozen=True, slots=True)
class Checks:
    """What is before a partner, the first due first, and the counts of what was."""

    waiting: tuple[CheckLine, ...]
    same: tuple[CheckLine, ...]
    counts: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """One identity check, for the partner. ``record`` is what it calls its record (`handrail match open`); nobody else
    is named, and nothing of the person but the steps shown so far.

    ``reply`` is the state of the answer that was written, ``answer`` and ``reasons`` what it says, and ``version`` how
    often it was written.
    """

    id: UUID
    reference: str
    record: str
    asker: str
    programme: str
    power: str
    state: str
    asked_at: datetime
    answer_by: datetime
    closes_at: datetime
    shown: tuple[Shown, ...]
    reply: str
    answer: str
    reasons: str
    written_by: str
    version: int
    guardian_decides: bool
    steps: tuple[str, ...]
