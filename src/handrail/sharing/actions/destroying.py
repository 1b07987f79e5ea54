"""Retention: what is sealed is destroyed when the rulebook says, and only then; a legal hold is a recorded opening.

Item by item first. Once nothing of a person is kept any more, the key of the organisation's copy goes too, and with it
whatever was written about them on any floor.
"""

from datetime import datetime
from uuid import UUID

from handrail import gate, vault
from handrail.duties.working_time import Unit, WorkingTime
from handrail.gate import Actor, RuleBroken, action
from handrail.programme import load
from handrail.sharing import keeping
from handrail.sharing.models import DecisionKind, DecisionState, Holding, HoldingState, UnsealRequest
from handrail.sharing.resources import HOLDING
from handrail.sharing.rules.receiving import HOLDING as STATES

#: The rules of the rulebook that say how long sealed text is kept; and that of somebody whom nobody was told of.
SEALED, DECLINED = "sealed_item", "declined_nomination"


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
    state = STATES.next(found.state, "destroy")
    if found.ended_at is None or kept_until(found) > act.now:
        raise StillKept
    if under_hold(found, act.now):
        raise StillKept
    found.state = state
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
    return keeping.end_of(load(holding.programme).retention[_rule_of(holding)], holding.ended_at)


def _rule_of(holding: Holding) -> str:
    decision = holding.decision
    if decision is None or holding.state != HoldingState.DISCARDED:
        return SEALED
    if decision.state == DecisionState.DECLINED:
        return DECLINED
    never_submitted = decision.kind == DecisionKind.NOMINATION and decision.proposed_at is None
    return keeping.DRAFT if never_submitted else SEALED


@action("person.forget")
def forget(*, by: Actor, purpose: str, person: UUID) -> None:
    """Destroy the key of the organisation's copy of a person of whom it keeps nothing any more.

    What was written is noise from then on, in every table. The rows stay: that there was something, and how it ended.
    """
    act = gate.current()
    act.about(person)
    vault.seize_copies(act.organisation)
    # In this order: who is brought in from now on has another id, and who was before is seen by the second question.
    if keeping.bringing_in(act) or not vault.people(act.organisation, besides=keeping.kept(act), person=person):
        raise StillKept
    vault.erase(person=person, organisation=act.organisation, at=act.now)
