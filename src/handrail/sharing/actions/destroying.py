"""Retention: what is sealed is destroyed when the rulebook says, and only then; a legal hold is a recorded opening."""

from datetime import datetime, time
from uuid import UUID

from handrail import gate
from handrail.duties.working_time import Unit, WorkingTime, months_after
from handrail.gate import Actor, RuleBroken, action
from handrail.gate.clock import LONDON
from handrail.programme import load
from handrail.sharing.models import Holding, UnsealRequest
from handrail.sharing.resources import HOLDING
from handrail.sharing.rules.receiving import HOLDING as STATES

#: The rule of the rulebook that says how long sealed text is kept.
SEALED = "sealed_item"


class StillKept(RuleBroken):
    """The rulebook keeps this longer."""

    def __init__(self) -> None:
        super().__init__("still-kept", "This is kept longer than that.")


@action("holding.destroy", resource=HOLDING)
def destroy(*, by: Actor, purpose: str, holding: UUID) -> None:
    """Destroy the text of an item that was recalled, corrected, ran out or was never shared.

    The row stays as a tombstone: that there was an item, how it ended, and when its text was destroyed.
    """
    act = gate.current()
    found = act.resource(HOLDING)
    found.state = STATES.next(found.state, "destroy")
    if found.ended_at is None or kept_until(found) > act.now:
        raise StillKept
    if under_hold(found, act.now):
        raise StillKept
    found.text_sealed = found.conditions_sealed = found.parts_sealed = found.original_sealed = b""
    found.save()
    act.note(item=found.item, ended_at=found.ended_at)


def under_hold(holding: Holding, now: datetime) -> bool:
    """Whether somebody has asked to open the text, and the time to answer runs, or may still read it."""
    openings = UnsealRequest.objects.filter(holding=holding)
    if openings.filter(state="approved", open_until__gte=now).exists():
        return True
    answer = load(holding.programme).timescales["unseal_request"]
    asked = openings.filter(state="asked").values_list("requested_at", flat=True)
    return any(WorkingTime().due(at, answer.amount, Unit(answer.unit)) >= now for at in asked)


def kept_until(holding: Holding) -> datetime:
    """When the sealed text of a holding that has ended is to be destroyed."""
    if holding.ended_at is None:
        raise StillKept
    rule = load(holding.programme).retention[SEALED]
    day = months_after(holding.ended_at.astimezone(LONDON).date(), rule.amount)
    return datetime.combine(day, time(), LONDON)
