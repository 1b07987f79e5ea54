"""Recording time and money, and taking a mistaken entry back by another. Nothing is ever rewritten."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from handrail import gate
from handrail.casework.models import Case, SupportAction
from handrail.casework.resources import CASE
from handrail.costs.models import CostEntry
from handrail.costs.resources import COST_ENTRY
from handrail.costs.rules import (
    ENTERED_WITHIN,
    ENTRY,
    MOST_MINUTES,
    MOST_PENCE,
    NotALine,
    NotCountedIn,
    NothingSpent,
    NotWithin,
    TooMuchAtOnce,
    cover_of,
)
from handrail.directory.funding import lines_of_centre
from handrail.directory.models import Centre, FundingLine
from handrail.gate import Act, Actor, Faults, NotFound, RuleBroken, action
from handrail.programme import load


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent: the kind of work (a code), the day, minutes, pence, and the funding line that is to pay."""

    kind: str
    on: date
    minutes: int = 0
    pence: int = 0
    line: UUID | None = None


@action("case.record_cost", resource=CASE)
def record_on_case(*, by: Actor, purpose: str, case: UUID, spent: Spent, support_action: UUID | None = None) -> UUID:
    """Record time or money that the actor's organisation spent on a case, or on one support action of it.

    A closed case takes entries too: an invoice comes after the work.
    """
    act = gate.current()
    found = act.resource(CASE)
    support = SupportAction.objects.filter(pk=support_action, case=found).first() if support_action else None
    if support_action and support is None:
        raise RuleBroken("support-of-the-case", "Choose support from this case’s plan.", field="support_action")
    return _record(act, found.centre, spent, case=found, support=support)


@action("cost.record")
def record_for_centre(*, by: Actor, purpose: str, centre: UUID, spent: Spent) -> UUID:
    """Record time or money spent for the centre as a whole, about nobody in particular."""
    act = gate.current()
    found = Centre.objects.filter(pk=centre).first()
    if found is None:
        raise NotFound
    return _record(act, found, spent)


@action("cost.take_back", resource=COST_ENTRY)
def take_back(*, by: Actor, purpose: str, entry: UUID) -> UUID:
    """Take a mistaken entry back, by a further entry of the same amounts below nothing. Both stay in the list."""
    act = gate.current()
    mistaken = act.resource(COST_ENTRY)
    if mistaken.reverses_id is not None:
        raise RuleBroken("take-back-once", "This takes an entry back. Record what is right as a new entry.")
    taken_back = CostEntry.objects.filter(reverses=mistaken).exists()
    ENTRY.next("taken_back" if taken_back else "recorded", "take_back")
    correction = CostEntry.objects.create(
        organisation_id=mistaken.organisation_id,
        centre_id=mistaken.centre_id,
        programme=mistaken.programme,
        case_id=mistaken.case_id,
        support_action_id=mistaken.support_action_id,
        kind=mistaken.kind,
        on=mistaken.on,
        minutes=-mistaken.minutes,
        pence=-mistaken.pence,
        line_id=mistaken.line_id,
        cover=mistaken.cover,
        reverses=mistaken,
        recorded_by=act.by.id,
        recorded_at=act.now,
    )
    act.note(correction=correction.id, minutes=correction.minutes, pence=correction.pence)
    return correction.id


def _record(
    act: Act, centre: Centre, spent: Spent, *, case: Case | None = None, support: SupportAction | None = None
) -> UUID:
    line = _line(act, centre, case, spent.line)
    faults = [*_faults(act, centre, spent)]
    if faults:
        raise Faults(tuple(faults))
    cover = cover_of(line, spent.on)
    entry = CostEntry.objects.create(
        organisation_id=act.organisation,
        centre=centre,
        programme=centre.programme,
        case=case,
        support_action=support,
        kind=spent.kind,
        on=spent.on,
        minutes=spent.minutes,
        pence=spent.pence,
        line=line,
        cover=cover,
        recorded_by=act.by.id,
        recorded_at=act.now,
    )
    act.note(
        entry=entry.id, kind=spent.kind, on=spent.on, minutes=spent.minutes, pence=spent.pence, line=spent.line,
        cover=cover.value,
    )  # fmt: skip
    return entry.id


def _line(act: Act, centre: Centre, case: Case | None, wanted: UUID | None) -> FundingLine | None:
    """The line that is to pay: one that pays the organisation that records, or the one that leads the case."""
    if wanted is None:
        return None
    payees = {act.organisation} | ({case.organisation_id} if case else set())
    found = lines_of_centre(centre.pk).filter(pk=wanted, payee_id__in=payees).first()
    if found is None:
        raise NotALine
    return found


def _faults(act: Act, centre: Centre, spent: Spent) -> list[RuleBroken]:
    """Everything that is wrong with it at once."""
    faults: list[RuleBroken] = []
    kind = load(centre.programme).kinds_of_work.get(spent.kind)
    if kind is None:
        faults.append(RuleBroken("closed-catalogue", "Choose one of the kinds of work on the list.", field="kind"))
    if spent.minutes < 0 or spent.pence < 0 or not (spent.minutes or spent.pence):
        faults.append(NothingSpent())
    if spent.minutes > MOST_MINUTES:
        faults.append(TooMuchAtOnce("minutes", f"Enter {MOST_MINUTES // 60} hours or fewer at once."))
    if spent.pence > MOST_PENCE:
        faults.append(TooMuchAtOnce("pence", f"Enter £{MOST_PENCE // 100:,} or less at once."))
    if kind is not None and spent.minutes and not kind.in_hours:
        faults.append(NotCountedIn("minutes", f"“{kind.title}” is counted in money. Leave the time empty."))
    if kind is not None and spent.pence and not kind.in_money:
        faults.append(NotCountedIn("pence", f"“{kind.title}” is counted in hours. Leave the money empty."))
    if not act.today - ENTERED_WITHIN <= spent.on <= act.today:
        faults.append(NotWithin())
    return faults
