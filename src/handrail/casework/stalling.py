"""Support that is not happening: which rules of the rulebook it breaks, and who is to hear of it by now.

The rules watch over those who are to give support. That somebody did not come to it is no rule here, and nothing that
these raise goes to a role of the police.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from handrail import duties
from handrail.casework.models import SupportAction
from handrail.casework.rules import TO_GIVE
from handrail.gate import Act
from handrail.gate.clock import LONDON
from handrail.programme import load

KIND: Final = "support_not_delivered"


@dataclass(frozen=True, slots=True)
class Stalled:
    """A rule of the rulebook that a support action breaks, since when, and from which day it is noticed."""

    rule: str
    since: date
    noticed_on: date


def _last_heard(record: SupportAction) -> date | None:
    if record.state != "under_way":
        return None
    return record.last_contact_on or record.started_on or record.added_at.astimezone(LONDON).date()


def _unasked(record: SupportAction) -> date | None:
    waits = record.programme_contact and record.consent == "not_asked" and record.case.told
    return record.added_at.astimezone(LONDON).date() if waits else None


#: Rule of the rulebook → the day on which what it speaks of began, for an unfinished action; None where it didn't.
_BEGAN: Final[Mapping[str, Callable[[SupportAction], date | None]]] = {
    "overdue": lambda record: record.due_on,
    "provider_declined": lambda record: record.provider_declined_on,
    "no_contact": _last_heard,
    "consent_unasked": _unasked,
}


def stalled(record: SupportAction, today: date) -> tuple[Stalled, ...]:
    """The rules that ``record`` breaks ``today``, the one that was noticed first in front."""
    if record.state not in TO_GIVE or record.case.state != "open":
        return ()
    rules = load(record.case.programme).stalls
    found = []
    for code, began in _BEGAN.items():
        since = began(record)
        if since is not None and (noticed_on := since + timedelta(days=rules[code].after_days)) <= today:
            found.append(Stalled(code, since, noticed_on))
    return tuple(sorted(found, key=lambda each: each.noticed_on))


def rungs_due(record: SupportAction, today: date) -> int:
    """On how many rungs of the rulebook somebody is to have heard of it by ``today``; 0 where it isn't stalled."""
    found = stalled(record, today)
    if not found:
        return 0
    day = (today - found[0].noticed_on).days + 1
    return sum(rung.on_day <= day for rung in load(record.case.programme).stall_rungs)


def tell(act: Act, record: SupportAction) -> int:
    """Tell the rungs that are to have heard by today and have not; gives how many have heard now."""
    due = rungs_due(record, act.today)
    for rung in tuple(load(record.case.programme).stall_rungs)[record.rungs_told : due]:
        at = record.owner_id if rung.at == "owner" else record.case.organisation_id
        with act.deliver_to(at):
            duties.raise_about(
                act,
                record.case,
                organisation=at,
                kind=KIND,
                role=rung.role,
                subject=("SupportAction", record.id),
                owner=record.owner_member_id if rung.the_owner else None,
            )
    record.rungs_told = due
    record.save(update_fields=("rungs_told",))
    return due


def look_again(act: Act, record: SupportAction) -> bool:
    """End what was raised, if it is happening now or is over; gives whether anything was ended."""
    if not record.rungs_told or stalled(record, act.today):
        return False
    for at in {record.owner_id, record.case.organisation_id}:
        with act.deliver_to(at):
            duties.complete(act, subject=("SupportAction", record.id), kind=KIND)
    record.rungs_told = 0
    record.save(update_fields=("rungs_told",))
    return True
