"""The entries of a rulebook's catalogues. Each has a code that records keep, and words that people read.

Where a description says "you", it speaks to the organisation that reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from handrail.programme.kinds import REGIMES
from handrail.programme.values import (
    CodeOf,
    Flag,
    KindOfOrganisation,
    KindsByRegime,
    ListOf,
    OneOf,
    Pattern,
    SetOf,
    Text,
    Whole,
)

Code = Annotated[str, Pattern(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*", "lower-case words joined by _ or -")]
Title = Annotated[str, Text(limit=100)]
Description = Annotated[str, Text(limit=200)]
Kinds = Annotated[frozenset[str], SetOf(KindOfOrganisation())]
Yes = Annotated[bool, Flag()]


@dataclass(frozen=True, slots=True)
class Entry:
    """What every entry has."""

    code: Code
    title: Title
    description: Description


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time. Working hours and days leave out nights, weekends and bank holidays; clock ones don't."""

    amount: int
    unit: str

    def __str__(self) -> str:
        words = self.unit.removeprefix("clock_").replace("_", " ")
        return f"{self.amount} {words.removesuffix('s') if self.amount == 1 else words}"


@dataclass(frozen=True, slots=True)
class Centre(Entry):
    """A place where the programme may run. `areas` are GSS codes of regions or local authorities."""

    short: Annotated[str, Pattern(r"[A-Z]{3}", "three capital letters, which begin references made there")]
    areas: Annotated[tuple[str, ...], ListOf(Pattern(r"[ENSW]\d{8}", "a GSS code, such as E12000007"))]


@dataclass(frozen=True, slots=True)
class Purpose(Entry):
    """Why somebody acts. `regimes` says which part of the law governs each kind of organisation that may."""

    may_be_shared_for: Yes
    regimes: Annotated[Mapping[str, str], KindsByRegime()]

    def regime_for(self, kind: str) -> str | None:
        """The regime of that kind of organisation when it acts for this purpose; None if it may not."""
        return self.regimes.get(kind)


@dataclass(frozen=True, slots=True)
class AccessReason:
    """An answer to "Why are you opening this record?". With `explain` it has to be put into words as well."""

    code: Code
    title: Title
    purpose: Annotated[str, CodeOf("purposes")]
    explain: Yes


@dataclass(frozen=True, slots=True)
class Prohibition(Entry):
    """A decision that nothing held under the programme may ever serve."""


@dataclass(frozen=True, slots=True)
class Stage(Entry):
    """A step of the programme; with `deconfliction` the police confirm there that support may go ahead."""

    deconfliction: Yes


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most of something. An agreement or a centre may set less, never more."""

    code: Code
    title: Title
    description: Description
    limit: Annotated[int, Whole()]


@dataclass(frozen=True, slots=True)
class Training(Entry):
    """A course that a role needs, and for how many months it counts."""

    valid_months: Annotated[int, Whole(most=120)]


@dataclass(frozen=True, slots=True)
class Role(Entry):
    """What a member may be. `never_with` names roles that the same member can't have as well."""

    held_in: Kinds
    training: Annotated[tuple[str, ...], ListOf(CodeOf("training"), may_be_empty=True)]
    clearance: Annotated[str, OneOf(("official", "official_sensitive"))]
    never_with: Annotated[frozenset[str], SetOf(CodeOf("roles"), may_be_empty=True)]


@dataclass(frozen=True, slots=True)
class Category(Entry):
    """A kind of information and the widest that may receive it. `sensitive`: UK GDPR Articles 9 and 10."""

    identity: Yes
    sensitive: Yes
    recipients: Kinds


@dataclass(frozen=True, slots=True)
class Criterion(Entry):
    """A published test for nominating somebody. The `required` ones must all hold."""

    required: Yes


@dataclass(frozen=True, slots=True)
class Reason(Entry):
    """Why a person is listed, resting on published criteria.

    `acknowledge_within` is how soon a recipient acknowledges what it is given for this reason, where that is sooner
    or later than for others: the clocks of a hub that sorts referrals by urgency.
    """

    criteria: Annotated[frozenset[str], SetOf(CodeOf("criteria"))]
    acknowledge_within: Annotated[str | None, CodeOf("timescales")] = None


@dataclass(frozen=True, slots=True)
class RequestedAction(Entry):
    """What a recipient may be asked to do, and which kinds of organisation may be asked."""

    owners: Kinds


@dataclass(frozen=True, slots=True)
class SupportAction(Entry):
    """Help that a plan may contain. With `programme_contact` the person must have been told and have agreed first."""

    programme_contact: Yes
    owners: Kinds


@dataclass(frozen=True, slots=True)
class Stall(Entry):
    """A way in which planned support isn't happening, and for how many days that may go on before it is noticed."""

    after_days: Annotated[int, Whole(most=366)]


@dataclass(frozen=True, slots=True)
class StallRung(Entry):
    """Who hears that support isn't happening, on which day: the day on which it is noticed is day 1.

    `at` is the organisation whose support it is, or the one that leads the case. With `the_owner` only the named
    member is told, where there is one.
    """

    role: Annotated[str, CodeOf("roles")]
    at: Annotated[str, OneOf(("owner", "lead"))]
    the_owner: Yes
    on_day: Annotated[int, Whole(most=90)]


@dataclass(frozen=True, slots=True)
class Power(Entry):
    """A legal power to share, and which kinds of organisation may rely on it."""

    held_by: Kinds
    source: Annotated[str, Text(limit=200)]


@dataclass(frozen=True, slots=True)
class RiskKind(Entry):
    """A kind of risk, which kinds of organisation may own one, and what its owner has to do."""

    nature: Annotated[str, OneOf(("terrorism", "immediate", "safeguarding"))]
    may_own: Kinds
    owner_does: Description


@dataclass(frozen=True, slots=True)
class Severity(Entry):
    """How soon people must act, in words. Only the severities that escalate have a time to acknowledge within."""

    acknowledge_within: Annotated[str | None, CodeOf("timescales")] = None


@dataclass(frozen=True, slots=True)
class Rung(Entry):
    """Who is told of an escalation next, when the one before hasn't acknowledged it."""

    role: Annotated[str, CodeOf("roles")]
    held_in: Kinds


@dataclass(frozen=True, slots=True)
class EscalationOutcome(Entry):
    """How an escalation ended. With `keeps_risk` the police go on owning its risk, until they close that."""

    keeps_risk: Yes


UNITS = ("clock_minutes", "clock_hours", "working_hours", "working_days", "days", "months")


@dataclass(frozen=True, slots=True)
class Timescale(Entry):
    """How long somebody has, and what happens when they are late.

    `remind_before` is how many working days before it is due they are reminded of it. `in_calendar` is what their
    calendar may call it, outside Handrail: see `calendar_words`. Without it, the calendar says that something is due.
    """

    amount: Annotated[int, Whole(most=1000)]
    unit: Annotated[str, OneOf(UNITS)]
    owed_by: Annotated[tuple[str, ...], ListOf(CodeOf("roles"))]
    when_late: Annotated[str, OneOf(("remind", "tell_lead", "climb", "lapse", "look_again"))]
    remind_before: Annotated[int, Whole(most=20)] = 0
    in_calendar: Annotated[str, Text(limit=60)] = ""

    @property
    def duration(self) -> Duration:
        """How long, to be counted by the calendar of working days."""
        return Duration(self.amount, self.unit)


@dataclass(frozen=True, slots=True)
class RetentionPeriod:
    """How long something is kept, from when, and what then."""

    code: Code
    title: Title
    amount: Annotated[int, Whole(most=1200)]
    unit: Annotated[str, OneOf(("days", "months"))]
    starts: Annotated[str, Text(limit=200)]
    then: Annotated[str, OneOf(("destroy", "review"))]
    source: Annotated[str, Text(limit=200)]

    @property
    def duration(self) -> Duration:
        """How long."""
        return Duration(self.amount, self.unit)


@dataclass(frozen=True, slots=True)
class NotificationGround(Entry):
    """A ground for not telling the person yet, under which regimes, and when to look again at the latest."""

    regimes: Annotated[frozenset[str], SetOf(OneOf(tuple(REGIMES)))]
    power: Annotated[str, Text(limit=120)]
    max_days: Annotated[int, Whole(most=365)]


@dataclass(frozen=True, slots=True)
class AgendaPoint(Entry):
    """What a meeting talks about. Those made `from_duties` are on the agenda because one of these is due."""

    from_duties: Annotated[tuple[str, ...], ListOf(CodeOf("timescales"), may_be_empty=True)]


@dataclass(frozen=True, slots=True)
class RecallReason(Entry):
    """Why an item is withdrawn, and what becomes of judgements that leaned on it."""

    then_judgements: Annotated[str, OneOf(("mark_for_review", "withdraw"))]
