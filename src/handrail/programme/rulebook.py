"""A programme: the rulebook under which people are nominated, supported and safeguarded, as immutable values."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Generic, Protocol, TypeVar

from handrail.programme.accesses import AccessCheck
from handrail.programme.entries import (
    AccessReason,
    AgendaPoint,
    Category,
    Ceiling,
    Centre,
    Code,
    Criterion,
    Entry,
    EscalationOutcome,
    NotificationGround,
    Power,
    Prohibition,
    Purpose,
    Reason,
    RecallReason,
    RequestedAction,
    RetentionPeriod,
    RiskKind,
    Role,
    Rung,
    Severity,
    Stage,
    Stall,
    StallRung,
    SupportAction,
    Timescale,
    Title,
    Training,
)
from handrail.programme.faults import UnknownCode
from handrail.programme.handing_over import HandoverReason
from handrail.programme.instruments import Instruments
from handrail.programme.matching import IdentityElement, RegisterKind
from handrail.programme.questions import Question
from handrail.programme.resourcing import KindOfWork, NeedWords
from handrail.programme.values import Day, ListOf, Pattern, Text, Whole


class Coded(Protocol):
    """Anything that has a code of its own."""

    @property
    def code(self) -> str: ...


E = TypeVar("E", bound=Coded)


class Catalogue(Generic[E]):
    """A closed list of entries, in the order of the rulebook. Iterating gives the entries; `in` asks for a code."""

    __slots__ = ("_entries", "_name")

    def __init__(self, name: str, entries: tuple[E, ...]) -> None:
        self._name = name
        self._entries: Mapping[str, E] = {entry.code: entry for entry in entries}

    def __getitem__(self, code: str) -> E:
        """The entry of that code. Raises UnknownCode."""
        try:
            return self._entries[code]
        except KeyError:
            raise UnknownCode(self._name, code) from None

    def get(self, code: str) -> E | None:
        """The entry of that code, or None: for a code that an earlier version of the rulebook may have had."""
        return self._entries.get(code)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code, in order."""
        return tuple(self._entries)

    def __contains__(self, code: object) -> bool:
        return code in self._entries

    def __iter__(self) -> Iterator[E]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Catalogue) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((self._name, self.codes))

    def __repr__(self) -> str:
        return f"<Catalogue {self._name}: {len(self)} entries>"


@dataclass(frozen=True, slots=True)
class Programme:
    """One version of one rulebook. Nothing flows after `ends_on`; a centre ends within `pilot_months` of opening."""

    slug: Code
    title: Title
    version: Annotated[str, Pattern(r"\d+\.\d+\.\d+", "three numbers, such as 1.0.0")]
    summary: Annotated[str, Text(limit=500)]
    ends_on: Annotated[dt.date, Day()]
    pilot_months: Annotated[int, Whole(most=60)]

    centres: Catalogue[Centre]
    purposes: Catalogue[Purpose]
    access_reasons: Catalogue[AccessReason]
    never_for: Catalogue[Prohibition]
    stages: Catalogue[Stage]
    ceilings: Catalogue[Ceiling]

    training: Catalogue[Training]
    roles: Catalogue[Role]

    categories: Catalogue[Category]
    criteria: Catalogue[Criterion]
    reasons: Catalogue[Reason]
    partner_reasons: Catalogue[Entry]
    powers: Catalogue[Power]

    requested_actions: Catalogue[RequestedAction]
    questions: Catalogue[Question]
    support_actions: Catalogue[SupportAction]
    contact_results: Catalogue[Entry]
    stalls: Catalogue[Stall]
    stall_rungs: Catalogue[StallRung]
    needs: Catalogue[Entry]
    protective_factors: Catalogue[Entry]
    need_words: Catalogue[NeedWords]
    kinds_of_work: Catalogue[KindOfWork]

    risk_kinds: Catalogue[RiskKind]
    severities: Catalogue[Severity]
    escalation: Catalogue[Rung]
    escalation_outcomes: Catalogue[EscalationOutcome]
    concern_grounds: Catalogue[Entry]
    ownership_reasons: Catalogue[Entry]
    handover_reasons: Catalogue[HandoverReason]
    handover_refusals: Catalogue[Entry]
    transfer_reasons: Catalogue[Entry]
    transfer_refusals: Catalogue[Entry]

    register_kinds: Catalogue[RegisterKind]
    identity_elements: Catalogue[IdentityElement]
    set_aside_reasons: Catalogue[Entry]
    register_findings: Catalogue[Entry]

    agenda_points: Catalogue[AgendaPoint]
    invitation_reasons: Catalogue[Entry]
    meeting_changes: Catalogue[Entry]

    timescales: Catalogue[Timescale]
    retention: Catalogue[RetentionPeriod]

    notification_grounds: Catalogue[NotificationGround]
    decline_reasons: Catalogue[Entry]
    cannot_do_reasons: Catalogue[Entry]
    no_case_reasons: Catalogue[Entry]
    same_person_grounds: Catalogue[Entry]
    hand_in_endings: Catalogue[Entry]
    consent_ways: Catalogue[Entry]
    recall_reasons: Catalogue[RecallReason]
    correction_reasons: Catalogue[Entry]
    challenge_outcomes: Catalogue[Entry]
    unseal_grounds: Catalogue[Entry]
    closure_reasons: Catalogue[Entry]
    look_back_findings: Catalogue[Entry]

    access_checks: Catalogue[AccessCheck]
    second_look_findings: Catalogue[Entry]

    #: Not a section of the rulebook's tables: each version of each instrument is a file of its own.
    instruments: Instruments

    #: The programme whose sections and permits hold here where this one has none of its own.
    based_on: Annotated[str, Pattern(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*", "the slug of another programme")] = ""

    #: Sections of that programme which this one's own entries are added to, instead of standing in their place.
    adds_to: Annotated[tuple[str, ...], ListOf(Pattern(r"[a-z_]+", "the name of a section"), may_be_empty=True)] = ()
