"""Entries of time and cost: a member's own, and a case's for those who work on it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from handrail import gate
from handrail.casework.models import SupportAction
from handrail.casework.resources import CASE
from handrail.costs.covering import COVER_NOW
from handrail.costs.models import CostEntry, Cover
from handrail.costs.resources import COST_ENTRY
from handrail.costs.values import NOTHING, Amount, CaseCosts, EntryLine, MyTime, RecentCase
from handrail.directory.funding import payers
from handrail.directory.models import Centre, Member
from handrail.gate import Act, Actor, NotFound, listing, query

#: Entries on a member's own page, and cases offered there.
LATEST, CASES_OFFERED = 50, 25


@listing("cost.list")
def my_time(*, by: Actor, purpose: str) -> MyTime:
    """What the member recorded lately, newest first, and the cases that they work on, those of late first."""
    act = gate.current()
    mine = act.visible(COST_ENTRY).filter(recorded_by=act.by.id).order_by("-recorded_at", "id")
    entries = _lines(act, mine, most=LATEST)
    centre = _centre(act)
    act.listed(entry.id for entry in entries)
    return MyTime(
        entries=entries,
        cases=_cases(act),
        payers=payers(centre.id, {act.organisation}, on=act.today),
        centre=centre.id,
        centre_name=centre.name,
        programme=centre.programme,
    )


@query("case.open_costs", resource=CASE)
def costs_of_case(*, by: Actor, purpose: str, case: UUID) -> CaseCosts:
    """What a case has taken so far, of every organisation in its team."""
    act = gate.current()
    found = act.resource(CASE)
    entries = _lines(act, CostEntry.objects.filter(case=found).order_by("-on", "-recorded_at", "id"))
    act.note(entries=len(entries))
    return CaseCosts(
        total=_sum(entries),
        paid=_sum(each for each in entries if each.cover == Cover.PAID),
        promised=_sum(each for each in entries if each.cover == Cover.PROMISED),
        nobody=_sum(each for each in entries if each.cover == Cover.NOBODY),
        entries=entries,
        payers=payers(found.centre_id, {act.organisation, found.organisation_id}, on=act.today),
    )


@query("cost.open", resource=COST_ENTRY)
def entry_of(*, by: Actor, purpose: str, entry: UUID) -> EntryLine:
    """One entry, to be taken back."""
    act = gate.current()
    (line,) = _lines(act, CostEntry.objects.filter(pk=act.resource(COST_ENTRY).pk))
    return line


def _lines(act: Act, entries: QuerySet[CostEntry], most: int | None = None) -> tuple[EntryLine, ...]:
    taken_back = Exists(CostEntry.objects.filter(reverses=OuterRef("pk")))
    rows = list(
        entries.annotate(cover_now=COVER_NOW, taken_back=taken_back).select_related("organisation", "line")[:most]
    )
    # Of a case that the reader is no longer on the entry stays, and doesn't say of which case it is.
    on_cases = {row.case_id for row in rows if row.case_id}
    cases = dict(act.visible(CASE).filter(pk__in=on_cases).values_list("id", "reference"))
    on_support = SupportAction.objects.filter(pk__in={row.support_action_id for row in rows}, case_id__in=cases)
    support = dict(on_support.values_list("id", "action"))
    return tuple(
        EntryLine(
            id=row.id,
            on=row.on,
            kind=row.kind,
            organisation=row.organisation.name,
            case=row.case_id if row.case_id in cases else None,
            reference=cases.get(row.case_id, "") if row.case_id else "",
            support=support.get(row.support_action_id, "") if row.support_action_id else "",
            amount=Amount(row.minutes, row.pence),
            payer=f"{row.line.payer}: {row.line.covers}" if row.line else "",
            cover=row.cover_now,
            taken_back=row.taken_back,
            takes_back=row.reverses_id is not None,
            may_take_back=not row.taken_back
            and row.reverses_id is None
            and act.allows("cost.take_back", COST_ENTRY, row),
        )
        for row in rows
    )


def _cases(act: Act) -> tuple[RecentCase, ...]:
    """The cases whose team the member is in, or that they recorded something for; those of late first."""
    latest = dict(
        CostEntry.objects.filter(recorded_by=act.by.id, case__isnull=False)
        .values_list("case_id")
        .annotate(Max("recorded_at"))
    )
    mine = act.visible(CASE).filter(Q(team__contains=[act.by.id]) | Q(pk__in=latest)).order_by("reference", "id")
    found = sorted(mine, key=lambda case: -latest[case.id].timestamp() if case.id in latest else 0.0)
    return tuple(RecentCase(case.id, case.reference, case.programme) for case in found[:CASES_OFFERED])


def _centre(act: Act) -> Centre:
    """The member's own centre; else the first that their organisation serves."""
    member = Member.objects.select_related("centre", "organisation").get(pk=act.by.id)
    centre = member.centre or Centre.objects.filter(areas__overlap=member.organisation.areas).first()
    if centre is None:
        raise NotFound
    return centre


def _sum(entries: Iterable[EntryLine]) -> Amount:
    return sum((entry.amount for entry in entries), NOTHING)
