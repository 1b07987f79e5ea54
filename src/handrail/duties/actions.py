"""What is done with a duty itself: a member takes it on or passes it on; the sweep looks after what is late.

Doing what it asks for is an action of the floor that raised it, which ends the duty with ``duties.complete``.
"""

from collections.abc import Iterable, Sequence
from itertools import filterfalse
from uuid import UUID

from handrail.duties.models import Duty, DutyState
from handrail.duties.queries import lapses, late, overdue
from handrail.duties.raising import tell
from handrail.duties.resources import DUTY
from handrail.duties.rules import DUTY as LIFECYCLE
from handrail.duties.rules import CannotTakeOn
from handrail.gate import Act, Actor, action, current
from handrail.gate.actors import load_principal

#: Duties looked after in one transaction: few enough that it stays short.
AT_ONCE = 500


@action("duty.take", resource=DUTY)
def take(*, by: Actor, purpose: str, duty: UUID) -> None:
    """Say "I'll do this": it leaves the colleagues' lists and stays on this member's."""
    act = current()
    record = act.resource(DUTY)
    record.state = LIFECYCLE.next(record.state, "take")
    record.owner_id = by.id
    record.save(update_fields=["state", "owner_id"])


@action("duty.pass_on", resource=DUTY)
def pass_on(*, by: Actor, purpose: str, duty: UUID, to: UUID) -> None:
    """Give it to a colleague who holds the same role; raises :class:`CannotTakeOn` for anybody else."""
    act = current()
    record = act.resource(DUTY)
    if not _can_take_on(act, record, to):
        raise CannotTakeOn
    record.state = LIFECYCLE.next(record.state, "pass_on")
    record.owner_id, record.fell_at = to, act.now
    record.save(update_fields=["state", "owner_id", "fell_at"])
    act.note(to=to)
    tell(act, record)


@action("duty.look_after")
def look_after(*, by: Actor, purpose: str, those: Sequence[UUID]) -> int:
    """Remind of these duties, as far as they are still late, or let them lapse; gives how many.

    Each has a ledger entry of its own. What somebody has in hand at this moment is left to the next round.
    """
    act = current()
    found = list(overdue(act).filter(pk__in=those).select_for_update(skip_locked=True, no_key=True))
    lapsed = _take_step(act, "duty.lapse", filter(lapses, found), ended_at=act.now, ended_by=act.by.id)
    reminded = _take_step(act, "duty.remind", filterfalse(lapses, found), reminded_at=act.now)
    for duty in reminded:
        tell(act, duty)
    act.listed(duty.pk for duty in (*lapsed, *reminded))
    return len(lapsed) + len(reminded)


def look_after_late(*, by: Actor, purpose: str) -> int:
    """Remind of everything in the service's organisation that is late, or let it lapse; gives how many duties.

    In short transactions, so that the ledger's sequencer never waits long. Killed between two of them, the next round
    goes on with what is left.
    """
    looked_after = 0
    while seen := late(by=by, purpose=purpose):
        parts = (seen[first : first + AT_ONCE] for first in range(0, len(seen), AT_ONCE))
        done = sum(look_after(by=by, purpose=purpose, those=part) for part in parts)
        if not done:
            break
        looked_after += done
    return looked_after


def _take_step(act: Act, step: str, those: Iterable[Duty], **changes: object) -> list[Duty]:
    """Take ``step`` with each of these on which policy permits it, in one statement; gives those."""
    named = {duty.pk: duty for duty in those}
    if not named:
        return []
    taken = [named[id_] for id_ in act.visible(DUTY, step).filter(pk__in=named).values_list("pk", flat=True)]
    Duty.objects.filter(pk__in=[duty.pk for duty in taken]).update(
        state=LIFECYCLE.next(DutyState.OPEN, step.removeprefix("duty.")), **changes
    )
    act.also_each(step, [(("Duty", duty.pk), duty.person_id, {}) for duty in taken])
    return taken


def _can_take_on(act: Act, record: Duty, colleague: UUID) -> bool:
    principal = load_principal(Actor(colleague, act.organisation))
    if principal is None or colleague in record.not_for:
        return False
    attributes = principal.entity.attributes
    roles = attributes["roles"]
    return isinstance(roles, frozenset) and record.role in roles and attributes["active"] is True
