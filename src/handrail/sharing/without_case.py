"""What was disclosed and led to no case: until when its recipient may hold it at most.

The rulebook says for how long from the recipient's answer. Where the day of the disclosure itself comes sooner, that
counts; and what led to a case is held until then. Whether it did the floor of the cases says.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from handrail.gate.clock import LONDON
from handrail.programme import load
from handrail.sharing import keeping
from handrail.sharing.models import Became, Disclosure
from handrail.sharing.rules.receiving import RUNNING

#: The rule of the rulebook that says for how long.
RULE = "disclosure_without_case"

#: The timescale of the rulebook that says how long before its end the recipient is told.
LOOK = "look_before_it_ends"

#: What a tombstone says of it: the rulebook has no words for it, since nobody takes it back.
NO_CASE = "no_case"

#: disclosures → those of them that led to a case, as far as the acting organisation, their recipient, takes part in it.
Led = Callable[[QuerySet[Disclosure]], QuerySet[Disclosure]]

_led: list[Led] = []


def on_led(find: Led) -> None:
    """Say which disclosures led to a case. Filled by the floor above."""
    _led.append(find)


def without_case(disclosures: QuerySet[Disclosure]) -> QuerySet[Disclosure]:
    """Those of what the acting organisation was given that run and led to no case."""
    running = disclosures.filter(state__in=RUNNING)
    for find in _led:
        running = running.exclude(pk__in=find(disclosures).values("pk"))
    return running


def ends_at(disclosure: Disclosure) -> datetime | None:
    """When ``disclosure`` ends if it leads to no case: a midnight in London. None where its own last day is sooner.

    From the decision that there is no case; before that from when it was acknowledged, or else received.
    """
    over = keeping.end_of(load(disclosure.programme).retention[RULE], _answered_at(disclosure))
    own_end = datetime.combine(disclosure.until + timedelta(days=1), time(), LONDON)
    return over if over < own_end else None


def shown_end(disclosure: Disclosure, today: date) -> date | None:
    """The day on which a page says that ``disclosure`` ends if it leads to no case; None where that can't be.

    Said to whoever reads the disclosure, whether or not its recipient takes part in a case meanwhile: not all of them
    may know of one.
    """
    if disclosure.state not in RUNNING or disclosure.became in (Became.CASE, Became.HANDED_IN):
        return None
    over = ends_at(disclosure)
    day = over.astimezone(LONDON).date() if over else None
    return day if day is not None and day > today else None


def _answered_at(disclosure: Disclosure) -> datetime:
    if disclosure.became == Became.NO_CASE and disclosure.became_on is not None:
        return datetime.combine(disclosure.became_on, time(), LONDON)
    return disclosure.acknowledged_at or disclosure.released_at
