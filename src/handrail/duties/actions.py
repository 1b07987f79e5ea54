"""What is done with a duty itself: a member takes it on or passes it on; the sweep looks after what is late.

Doing what it asks for is an action of the floor that raised it, which ends the duty with ``duties.complete``.
"""

from contextlib import suppress
from uuid import UUID

from handrail.duties.models import Duty, DutyState
from handrail.duties.queries import lapses, late
from handrail.duties.raising import tell
from handrail.duties.resources import DUTY
from handrail.duties.rules import DUTY as LIFECYCLE
from handrail.duties.rules import CannotTakeOn, NeverLapses, NotLate
from handrail.gate import Act, Actor, Conflict, NotFound, action, current
from handrail.gate.actors import load_principal


@action("duty.take", resource=DUTY)
def take(*, by: Actor, purpose: str, duty: UUID) -> None:
    """Say "I'll do this": it leaves the colleagues' lists and stays on this member's."""
    act = current()
    _give(act.resource(DUTY), by.id, "take")


@action("duty.pass_on", resource=DUTY)
def pass_on(*, by: Actor, purpose: str, duty: UUID, to: UUID) -> None:
    """Give it to a colleague who holds the same role; raises :class:`CannotTakeOn` for anybody else."""
    act = current()
    record = act.resource(DUTY)
    if not _can_take_on(act, record, to):
        raise CannotTakeOn
    _give(record, to, "pass_on")
    act.note(to=to)
    tell(act, record)


@action("duty.remind", resource=DUTY)
def remind(*, by: Actor, purpose: str, duty: UUID) -> None:
    """Remind those whom it falls to that it is late; raises :class:`NotLate` if it isn't."""
    act = current()
    record = _late(act)
    record.state = LIFECYCLE.next(record.state, "remind")
    record.reminded_at = act.now
    record.save(update_fields=["state", "reminded_at"])
    tell(act, record)


@action("duty.lapse", resource=DUTY)
def lapse(*, by: Actor, purpose: str, duty: UUID) -> None:
    """End what the rulebook lets lapse when nobody did it in time; raises :class:`NeverLapses` for anything else."""
    act = current()
    record = _late(act)
    if not lapses(record):
        raise NeverLapses
    record.state = LIFECYCLE.next(record.state, "lapse")
    record.ended_at, record.ended_by = act.now, act.by.id
    record.save(update_fields=["state", "ended_at", "ended_by"])


def look_after_late(*, by: Actor, purpose: str) -> int:
    """Remind of everything in the service's organisation that is late, or let it lapse; gives how many duties.

    Each is an act of its own. What somebody deals with meanwhile is passed over.
    """
    seen = late(by=by, purpose=purpose)
    for each in seen:
        act_on = lapse if each.lapses else remind
        with suppress(NotFound, NotLate, Conflict):
            act_on(by=by, purpose=purpose, duty=each.id)
    return len(seen)


def _late(act: Act) -> Duty:
    record = act.resource(DUTY)
    if record.state != DutyState.OPEN or record.due_at > act.now:
        raise NotLate
    return record


def _give(record: Duty, owner: UUID, how: str) -> None:
    record.state = LIFECYCLE.next(record.state, how)
    record.owner_id = owner
    record.save(update_fields=["state", "owner_id"])


def _can_take_on(act: Act, record: Duty, colleague: UUID) -> bool:
    principal = load_principal(Actor(colleague, act.organisation))
    if principal is None:
        return False
    attributes = principal.entity.attributes
    roles = attributes["roles"]
    return isinstance(roles, frozenset) and record.role in roles and attributes["active"] is True
