"""What has run out, for the sweep."""

from uuid import UUID

from handrail import gate
from handrail.gate import Actor, listing
from handrail.sharing.resources import DISCLOSURE

#: As many as one round takes; the next round takes the rest.
AT_ONCE = 500


@listing("disclosure.list_over")
def disclosures_over(*, by: Actor, purpose: str) -> tuple[UUID, ...]:
    """The disclosures received by the service's organisation whose last day has passed."""
    act = gate.current()
    running = ("released", "acknowledged", "challenged")
    found = act.visible(DISCLOSURE).filter(recipient_id=act.organisation, state__in=running, until__lt=act.today)
    ids = tuple(found.order_by("until", "id").values_list("id", flat=True)[:AT_ONCE])
    act.listed(ids)
    return ids
