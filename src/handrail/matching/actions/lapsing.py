"""An identity check that nobody answered in time closes by itself: they can't say, and nobody is asked why.

One that was answered ends at the partner with the nomination, or when a nomination that nobody goes on with would.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from handrail import gate
from handrail.gate import Actor, action, listing
from handrail.matching import checking
from handrail.matching.actions.checks import tell
from handrail.matching.models import Check, CheckState
from handrail.matching.resources import CHECK
from handrail.matching.rules import faults
from handrail.programme import load
from handrail.sharing.keeping import DRAFT, end_of


@listing("check.list_over")
def checks_over(*, by: Actor, purpose: str) -> tuple[UUID, ...]:
    """The identity checks that the service's organisation asked and whose time is over, at the partner too."""
    act = gate.current()
    unanswered, same = Q(state=CheckState.ASKED, closes_at__lte=act.now), Q(state=CheckState.SAME, before_them=True)
    found = act.visible(CHECK).filter(unanswered | same, organisation_id=act.organisation)
    ids = tuple(each.id for each in found.order_by("closes_at", "id") if _over(each, act.now))
    act.listed(ids)
    return ids


@action("check.lapse", resource=CHECK)
def lapse(*, by: Actor, purpose: str, check: UUID) -> None:
    """Close it without an answer, or destroy what the partner kept of it.

    Raises :class:`faults.NotOver` while it may still be answered, or what was answered may still be followed up.
    """
    act = gate.current()
    record = act.resource(CHECK)
    if not _over(record, act.now):
        raise faults.NotOver
    if record.state == CheckState.SAME:
        checking.forget(act, record)
        return
    checking.close(act, record, "lapse")
    tell(act, record, "lapse", "check.closed")
    act.also("check.lapsed", organisation=record.asked_of_id, subject=("Check", record.id))


def _over(check: Check, now: datetime) -> bool:
    if check.state == CheckState.SAME:
        return check.before_them and end_of(load(check.programme).retention[DRAFT], check.ended_at) <= now
    return check.closes_at <= now
