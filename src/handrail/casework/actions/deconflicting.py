"""Asking the police whether the programme may go ahead, and their answer: confirmed until a day, or held."""

from datetime import date
from uuid import UUID

from handrail import gate
from handrail.casework import deconfliction as clearing
from handrail.casework.models import Deconfliction
from handrail.casework.models.deconfliction import NEVER
from handrail.casework.resources import CASE, DECONFLICTION
from handrail.casework.rules import CASE as CASE_STATES
from handrail.casework.rules import DECONFLICTION as STATES
from handrail.gate import Act, Actor, RuleBroken, action


@action("case.ask_deconfliction", resource=CASE)
def ask(*, by: Actor, purpose: str, case: UUID) -> None:
    """Ask the police again: about the case, and about each action of the programme in its plan that has not started.

    What happens is the same whatever they said before, so that asking tells nothing.
    """
    act = gate.current()
    found = act.resource(CASE)
    CASE_STATES.next(found.state, "work")
    clearing.ask_again(act, found)


@action("deconfliction.answer", resource=DECONFLICTION)
def answer(
    *,
    by: Actor,
    purpose: str,
    deconfliction: UUID,
    confirm: bool,
    until: date | None = None,
    everything: bool = False,
) -> None:
    """Confirm that the programme may go ahead, until a day; or hold. It can be answered afresh at any time.

    ``until`` is at most the rulebook's, and that where none is given. ``everything`` holds (never confirms) whatever
    else the unit was asked about the same case.
    """
    act = gate.current()
    record = act.resource(DECONFLICTION)
    last = clearing.longest(act, record.programme)
    day = until or last
    if confirm and not act.today <= day <= last:
        raise OutOfBounds(last)
    _answer(act, record, "confirm" if confirm else "hold", until=day)
    held_too = _others(record) if everything and not confirm else []
    for each in held_too:
        _answer(act, each, "hold", until=NEVER)
    act.note(answer=record.state, stage=record.stage, until=record.until if confirm else None, also=len(held_too))


def _answer(act: Act, record: Deconfliction, step: str, *, until: date) -> None:
    record.state = STATES.next(record.state, step)
    record.waits, record.answered_by, record.answered_at = False, act.by.id, act.now
    record.until = until if step == "confirm" else NEVER
    record.save()
    clearing.answered(act, record)


def _others(record: Deconfliction) -> list[Deconfliction]:
    """What else the unit was asked about the case, in an order that two officers take alike."""
    asked = Deconfliction.objects.filter(organisation_id=record.organisation_id, case_id=record.case_id)
    return list(asked.exclude(pk=record.pk).exclude(state="over").order_by("id").select_for_update(no_key=True))


class OutOfBounds(RuleBroken):
    """A confirmation lasts at most as long as the rulebook says."""

    def __init__(self, last: date) -> None:
        super().__init__("confirmation-lapses", f"Choose a day from today to {last.day} {last:%B %Y}.", field="until")
