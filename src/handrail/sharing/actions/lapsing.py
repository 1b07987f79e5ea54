"""A draft that nobody goes on with: the officers are told in good time, then it ends and what was written is destroyed.

How long it is kept from the last change is the rulebook's, and so is how long before its end they are told.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import takewhile
from uuid import UUID

from django.db.models import QuerySet

from handrail import duties, gate
from handrail.duties.working_time import Unit, WorkingTime
from handrail.gate import Act, Actor, action, listing
from handrail.programme import load
from handrail.sharing import keeping
from handrail.sharing.actions.destroying import StillKept
from handrail.sharing.actions.drafting import GO_ON, writer
from handrail.sharing.decided import decided
from handrail.sharing.models import DecisionKind, HoldingState, SharingDecision
from handrail.sharing.resources import DECISION
from handrail.sharing.rules.decision import DECISION as STATES
from handrail.sharing.sealed import empty

#: As many as one round takes; the next round takes the rest.
AT_ONCE = 500


@listing("decision.list_over")
def drafts_over(*, by: Actor, purpose: str) -> tuple[UUID, ...]:
    """The drafts of the service's organisation whose time is over, or nearly and nobody was told yet."""
    act = gate.current()
    drafts = act.visible(DECISION).filter(
        organisation_id=act.organisation, kind=DecisionKind.NOMINATION, state__in=("draft", "sent_back")
    )
    programmes = list(drafts.order_by("programme").values_list("programme", flat=True).distinct())
    found = [each for programme in programmes for each in _nearly_over(drafts, programme, act.now)]
    told = duties.due_about(subject_kind="Decision", subjects=[each.id for each in found], kind=GO_ON)
    ids = tuple(each.id for each in found if each.id not in told or keeping.draft_until(each) <= act.now)[:AT_ONCE]
    act.listed(ids)
    return ids


@action("decision.end_retention", resource=DECISION)
def end_retention(*, by: Actor, purpose: str, decision: UUID) -> None:
    """At the end of its time: end the draft and destroy what was written in it; shortly before, tell its officers.

    Raises :class:`StillKept` before that.
    """
    act = gate.current()
    record = act.resource(DECISION)
    state = STATES.next(record.state, "lapse")
    until = keeping.draft_until(record)
    if record.kind != DecisionKind.NOMINATION or until > _soon(record.programme, act.now):
        raise StillKept
    act.note(changed_at=record.changed_at, over=until <= act.now)
    if until <= act.now:
        _lapse(act, record, state)
        return
    duties.raise_about(
        act,
        record,
        organisation=record.organisation_id,
        kind=GO_ON,
        role=writer(record),
        subject=("Decision", record.id),
        due_at=until,
    )


def _nearly_over(drafts: QuerySet[SharingDecision], programme: str, now: datetime) -> Iterator[SharingDecision]:
    """The drafts of one programme whose officers are to be told by now, the one that changed first in front."""
    until = _soon(programme, now)
    rows = drafts.filter(programme=programme).order_by("changed_at", "id").iterator(chunk_size=AT_ONCE)
    return takewhile(lambda each: keeping.draft_until(each) <= until, rows)


def _lapse(act: Act, record: SharingDecision, state: str) -> None:
    record.state = state
    record.version += 1
    record.save()
    duties.cancel(act, subject=("Decision", record.id))
    decided(act, record, "lapse")
    record.items.update(state=HoldingState.DESTROYED, ended_at=act.now)
    empty(SharingDecision.objects.filter(pk=record.pk), record.items.all(), record.judgements.all())


def _soon(programme: str, now: datetime) -> datetime:
    """Of what ends at this moment or before, its officers are told ``now``."""
    before = load(programme).timescales[GO_ON]
    return WorkingTime().due(now, before.amount, Unit(before.unit))
