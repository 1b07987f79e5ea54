"""A disclosure's time is over: the sweep ends it, in the recipient's house, as a recall would."""

from uuid import UUID

from handrail import gate
from handrail.gate import Act, Actor, action
from handrail.sharing import ending
from handrail.sharing.models import Disclosure, Holding, HoldingState
from handrail.sharing.resources import DISCLOSURE
from handrail.sharing.rules.receiving import DISCLOSURE as STATES

#: What a tombstone says where no person decided: the disclosure was for a time, and the time is over.
TIME_IS_OVER = "until"


@action("disclosure.expire", resource=DISCLOSURE)
def expire(*, by: Actor, purpose: str, disclosure: UUID) -> int:
    """End what was disclosed, because its last day has passed. The sweep acts for the recipient.

    Gives how many items that ended. What the same organisation was given again by another disclosure stays.
    """
    act = gate.current()
    return run_out(act, act.resource(DISCLOSURE), TIME_IS_OVER)


def run_out(act: Act, found: Disclosure, reason: str) -> int:
    """End what was disclosed and whatever its recipient, for which the transaction acts, still holds of it.

    ``reason`` is what the tombstones say; gives how many items that ended.
    """
    found.state = STATES.next(found.state, "expire")
    found.save(update_fields=("state",))
    copies = Holding.objects.filter(disclosure=found, state=HoldingState.HELD).values_list("item", flat=True)
    items = tuple(copies)
    ended = sum(ending.end_copy(act, found, item, step="expire", reason=reason) for item in items)
    ending.let_go(act, found)
    act.note(items=ended, until=found.until)
    act.also(
        "disclosure.expired",
        organisation=found.originator_id,
        subject=("Disclosure", found.id),
        recipient=found.recipient_id,
        items=ended,
    )
    return ended
