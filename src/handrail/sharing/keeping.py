"""What an organisation still keeps about whom, and until when: said by this floor and by each above it.

Text about a person is sealed under one key for that person and that organisation. Once nothing is kept any more, the
key is destroyed, and with it every word, here and in whatever is added to the product later.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet

from handrail.duties.working_time import months_after
from handrail.gate import Act
from handrail.gate.clock import LONDON
from handrail.programme import load
from handrail.programme.entries import RetentionPeriod
from handrail.sharing.models import (
    Challenge,
    Holding,
    HoldingState,
    ImportState,
    NominationImport,
    SharingDecision,
    UnsealRequest,
)

#: The rule of the rulebook that says how long a draft is kept that nobody goes on with.
DRAFT = "draft_nomination"

#: An act → the records, each with its ``person_id``, that the acting organisation still keeps.
Kept = Callable[[Act], Iterable[QuerySet[Any]]]

_kept: list[Kept] = []


def on_kept(records: Kept) -> None:
    """Have ``records`` say what the acting organisation still keeps on another floor."""
    _kept.append(records)


def kept(act: Act) -> list[QuerySet[Any]]:
    """The people about whom the acting organisation still keeps something: one query for each reason to."""
    found = [*_shared(act), *(each for records in _kept for each in records(act))]
    return [each.values("person_id") for each in found]


def bringing_in(act: Act) -> bool:
    """Whether a file is being brought in: its people have keys already, and nothing of them is seen until its end."""
    return NominationImport.objects.filter(organisation_id=act.organisation, state=ImportState.STAGING).exists()


def end_of(rule: RetentionPeriod, since: datetime) -> datetime:
    """When something that ended at ``since`` is kept no longer: a midnight in London."""
    day = since.astimezone(LONDON).date()
    last = months_after(day, rule.amount) if rule.unit == "months" else day + timedelta(days=rule.amount)
    return datetime.combine(last, time(), LONDON)


def draft_until(decision: SharingDecision) -> datetime:
    """Until when a nomination that was never submitted, or sent back, is kept if nobody goes on with it."""
    return end_of(load(decision.programme).retention[DRAFT], decision.changed_at)


def beginning_of(rule: RetentionPeriod, now: datetime) -> datetime:
    """What ended at this moment or before is kept no longer ``now``."""
    day = now.astimezone(LONDON).date()
    first = months_after(day, -rule.amount) if rule.unit == "months" else day - timedelta(days=rule.amount)
    return datetime.combine(first, time(), LONDON)


def _shared(act: Act) -> Iterable[QuerySet[Any]]:
    """Copies that are not destroyed, decisions not made yet, and flags and requests to open not yet concluded."""
    own = {"organisation_id": act.organisation}
    yield Holding.objects.filter(**own).exclude(state=HoldingState.DESTROYED)
    yield SharingDecision.objects.filter(**own, state__in=("draft", "proposed", "sent_back"))
    # Of a text that was destroyed while nobody answered, there is nothing left to open.
    yield UnsealRequest.objects.filter(**own, state="asked").exclude(holding__state=HoldingState.DESTROYED)
    yield UnsealRequest.objects.filter(**own, open_until__gte=act.now)
    yield Challenge.objects.exclude(state="closed")
