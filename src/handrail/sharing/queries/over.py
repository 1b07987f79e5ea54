"""What has run out, for the sweep."""

from itertools import islice
from uuid import UUID

from handrail import gate, vault
from handrail.gate import Actor, listing
from handrail.sharing import keeping
from handrail.sharing.actions.destroying import kept_until, under_hold
from handrail.sharing.models import HoldingState
from handrail.sharing.resources import DISCLOSURE, HOLDING
from handrail.sharing.rules.receiving import RUNNING

#: As many as one round takes; the next round takes the rest.
AT_ONCE = 500


@listing("holding.list_over")
def holdings_over(*, by: Actor, purpose: str) -> tuple[UUID, ...]:
    """The copies of the service's organisation whose sealed text is kept no longer, nor held open for anybody."""
    act = gate.current()
    ended = (HoldingState.RECALLED, HoldingState.SUPERSEDED, HoldingState.EXPIRED, HoldingState.DISCARDED)
    found = act.visible(HOLDING).filter(state__in=ended, ended_at__lte=act.now)
    found = found.select_related("decision").order_by("ended_at", "id")
    # Some are kept for longer than others: those don't stand in the way of what is over.
    over = (each for each in found.iterator(AT_ONCE) if kept_until(each) <= act.now and not under_hold(each, act.now))
    ids = tuple(each.id for each in islice(over, AT_ONCE))
    act.listed(ids)
    return ids


@listing("person.list_over")
def people_over(*, by: Actor, purpose: str) -> tuple[UUID, ...]:
    """The people of whom the service's organisation keeps nothing any more but the key of its copy."""
    act = gate.current()
    over = [] if keeping.bringing_in(act) else vault.people(act.organisation, besides=keeping.kept(act))[:AT_ONCE]
    act.listed(over)
    return tuple(over)


@listing("disclosure.list_over")
def disclosures_over(*, by: Actor, purpose: str) -> tuple[UUID, ...]:
    """The disclosures received by the service's organisation whose last day has passed: policy says which expire."""
    act = gate.current()
    found = act.visible(DISCLOSURE, "disclosure.expire").filter(state__in=RUNNING)
    ids = tuple(found.order_by("until", "id").values_list("id", flat=True)[:AT_ONCE])
    act.listed(ids)
    return ids
