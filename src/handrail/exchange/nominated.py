"""A nomination of a file as it is to be written: read, checked, and with nothing wrong with it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from handrail.programme.kinds import ORGANISATION_KINDS
from handrail.sharing.statements import Statement


@dataclass(frozen=True, slots=True)
class Numbered:
    """A statement with its number; ``known_by`` are the kinds of organisation that have a use for it, if not all."""

    number: int
    statement: Statement
    known_by: frozenset[str] = frozenset(ORGANISATION_KINDS)

    @property
    def category(self) -> str:
        return self.statement.category

    @property
    def marking(self) -> int:
        return self.statement.marking

    @property
    def handling_action(self) -> str:
        return self.statement.grading.action


@dataclass(frozen=True, slots=True)
class Proposed:
    """What one organisation would be given: the numbers of the items, why, what is asked, until when."""

    organisation: UUID
    items: tuple[int, ...]
    purpose: str
    requested_action: str
    until: date


@dataclass(frozen=True, slots=True)
class Telling:
    """Whether the person knows; ``approver`` is the colleague who is to approve that they don't yet."""

    state: str
    on: date
    ground: str
    approver: UUID | None


@dataclass(frozen=True, slots=True)
class Nominated:
    """One nomination of a file, as it is to be written. ``digest`` is keyed: it tells a changed one from the same."""

    reference: str
    digest: bytes
    reason: str
    statements: tuple[Numbered, ...]
    recipients: tuple[Proposed, ...]
    power: str
    necessity: str
    proportionality: str
    alternatives: str
    telling: Telling
