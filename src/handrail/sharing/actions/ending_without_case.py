"""What was disclosed and led to no case: its recipient is told in good time, then it ends as if its day had come.

How long it may be held is the rulebook's, and so is how long before its end they are told. Nobody loses it untold:
where the time was over before they were told, because they left a case late, it ends so long after that.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from handrail import duties, gate
from handrail.duties.raising import due_at
from handrail.duties.working_time import Unit, WorkingTime
from handrail.gate import Actor, action, listing
from handrail.programme import load
from handrail.sharing import keeping
from handrail.sharing.actions.destroying import StillKept
from handrail.sharing.actions.expiring import run_out
from handrail.sharing.arrivals import decides_on_a_case
from handrail.sharing.models import Disclosure
from handrail.sharing.owed import CONTACT
from handrail.sharing.resources import DISCLOSURE
from handrail.sharing.rules.receiving import RUNNING
from handrail.sharing.without_case import LOOK, NO_CASE, RULE, ends_at, without_case

#: As many as one round takes; the next round takes the rest.
AT_ONCE = 500

#: By so much two stretches of the same number of months differ at most.
_UNEVEN_MONTHS = timedelta(days=4)


@listing("disclosure.list_without_case")
def disclosures_without_case(*, by: Actor, purpose: str) -> tuple[UUID, ...]:
    """What the service's organisation was given and led to no case: where its end has come, or is near and nobody was
    told; and where they were told and it doesn't end yet after all.
    """
    act = gate.current()
    given = act.visible(DISCLOSURE).filter(recipient_id=act.organisation, state__in=RUNNING)
    programmes = list(given.order_by("programme").values_list("programme", flat=True).distinct())
    found = [each for programme in programmes for each in _to_look_at(given, programme, act.now)]
    ids = tuple(found[:AT_ONCE])
    act.listed(ids)
    return ids


@action("disclosure.end_retention", resource=DISCLOSURE)
def end_retention(*, by: Actor, purpose: str, disclosure: UUID) -> None:
    """At the end of its time: end what was disclosed and led to no case; shortly before, tell those who hold it.

    Where it led to a case since they were told, or its time was put off, there is nothing to look at any more. Raises
    :class:`StillKept` where there is nothing to do yet.
    """
    act = gate.current()
    found = act.resource(DISCLOSURE)
    subject = ("Disclosure", found.id)
    told = due_at(subject=subject, kinds=[LOOK]).get(LOOK)
    over = ends_at(found) if without_case(Disclosure.objects.filter(pk=found.pk)).exists() else None
    soon = _soon(found.programme, act.now)
    if over is None or over > soon:
        if not duties.cancel(act, subject=subject, kind=LOOK):
            raise StillKept
        act.note(over=False)
        return
    role = _told(found)
    if role and told is None:
        duties.raise_about(
            act,
            found,
            organisation=found.recipient_id,
            kind=LOOK,
            role=role,
            subject=subject,
            due_at=over if over > act.now else soon,
        )
        act.note(over=False)
        return
    if max(over, told or over) > act.now:
        raise StillKept
    run_out(act, found, NO_CASE)
    act.note(over=True)


def _to_look_at(given: QuerySet[Disclosure], programme: str, now: datetime) -> Iterator[UUID]:
    """Of what was given in one programme, what :func:`end_retention` has something to do about."""
    soon = _soon(programme, now)
    latest = keeping.beginning_of(load(programme).retention[RULE], soon + _UNEVEN_MONTHS)
    old = given.filter(programme=programme, released_at__lte=latest)
    told = duties.due_about(subject_kind="Disclosure", subjects=old.values("pk"), kind=LOOK)
    near = set()
    for each in without_case(old).order_by("released_at", "id"):
        over = ends_at(each)
        if over is None or over > soon:
            continue
        near.add(each.id)
        untold = each.id not in told and _told(each)
        if untold or max(over, told.get(each.id, over)) <= now:
            yield each.id
    yield from (each for each in told if each not in near)


def _told(disclosure: Disclosure) -> str:
    """The role whose members are told: those who decide on a case, or else the contacts. Empty if there is neither."""
    if decides_on_a_case(disclosure):
        return "case_coordinator"
    contacts = load(disclosure.programme).roles[CONTACT].held_in
    return CONTACT if disclosure.recipient.kind in contacts else ""


def _soon(programme: str, now: datetime) -> datetime:
    """Of what ends at this moment or before, those who hold it are told ``now``."""
    before = load(programme).timescales[LOOK]
    return WorkingTime().due(now, before.amount, Unit(before.unit))
