"""What a centre takes, who pays and what nobody funds: totals with enough people behind each, of all organisations.

This is the one place that reads the entries of every organisation at once: while it counts, and never row by row to
anybody. Totals stand as they were when the last month ended, so that nobody can take yesterday's from today's and be
left with one person's.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, Sum

from handrail import gate
from handrail.costs.covering import COVER_NOW
from handrail.costs.models import CostEntry, Cover
from handrail.costs.rules import may_show, shown_parts
from handrail.costs.values import NOTHING, Amount, CentreCosts, OrganisationTotal, PayerTotal
from handrail.directory.models import FundingLine, Organisation
from handrail.directory.resources import CENTRE
from handrail.gate import Actor, query
from handrail.gate.clock import LONDON


@dataclass(frozen=True, slots=True)
class _Part:
    """What one organisation spent on one case (or none), of one kind, on one line, borne in one way."""

    organisation: str
    kind: str
    line: str
    cover: str
    case: str
    amount: Amount
    entries: int

    @property
    def bearer(self) -> str:
        """Which row of the table of payers it belongs to."""
        return "" if self.cover == Cover.NOBODY else f"{self.line}/{self.cover}"


@query("cost.count", resource=CENTRE)
def costs_of_centre(*, by: Actor, purpose: str, centre: UUID) -> CentreCosts:
    """What a centre took up to the end of last month."""
    act = gate.current()
    found = act.resource(CENTRE)
    this_month = act.today.replace(day=1)
    parts = _parts(found.id, before=this_month)
    everything = may_show(_people(parts))
    act.note(centre=found.id, entries=sum(part.entries for part in parts))
    return CentreCosts(
        centre=found.name,
        programme=found.programme,
        until=this_month - timedelta(days=1),
        entries=sum(part.entries for part in parts),
        total=_sum(parts) if everything else None,
        covers=_covers(parts) if everything else (),
        payers=_payers(parts) if everything else (),
        organisations=_organisations(parts) if everything else (),
        kinds=_by(parts, lambda part: part.kind) if everything else (),
    )


def _parts(centre: UUID, *, before: date) -> tuple[_Part, ...]:
    recorded_before = datetime.combine(before, time(), LONDON)
    rows = (
        CostEntry.objects.filter(centre_id=centre, recorded_at__lt=recorded_before)
        .annotate(cover_now=COVER_NOW)
        .order_by()
        .values_list("organisation_id", "kind", "line_id", "cover_now", "case_id")
        .annotate(Sum("minutes"), Sum("pence"), Count("id"))
    )
    with _counting():
        return tuple(
            _Part(str(organisation), kind, str(line or ""), cover, str(case or ""), Amount(minutes, pence), entries)
            for organisation, kind, line, cover, case, minutes, pence, entries in rows
        )


@contextmanager
def _counting() -> Iterator[None]:
    """Let row security show the entries of every organisation inside the block; an error ends it with its savepoint."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT handrail_say('counting_costs', 'on')")
        yield
        cursor.execute("SELECT handrail_say('counting_costs', 'off')")


def _payers(parts: Iterable[_Part]) -> tuple[PayerTotal, ...]:
    """One row for each line and how sure it is, what nobody pays last."""
    groups = _grouped(parts, lambda part: part.bearer)
    shown = _shown(groups)
    lines = {
        str(line.id): line
        for line in FundingLine.objects.filter(pk__in={bearer.partition("/")[0] for bearer in groups} - {""})
    }
    rows = [
        PayerTotal(
            payer=lines[line].payer if line in lines else "",
            covers=lines[line].covers if line in lines else "",
            cover=cover or Cover.NOBODY.value,
            amount=_sum(group) if bearer in shown else None,
        )
        for bearer, group in groups.items()
        for line, _, cover in (bearer.partition("/"),)
    ]
    return tuple(sorted(rows, key=lambda row: (row.cover == Cover.NOBODY, row.payer, row.covers, row.cover)))


def _covers(parts: Iterable[_Part]) -> tuple[tuple[str, Amount | None], ...]:
    """By who bears it. Lines make these up: one of which a line is hidden is hidden too, or the line could be told."""
    whole = tuple(parts)
    shown = _shown(_grouped(whole, lambda part: part.bearer))
    return tuple(
        (cover, _sum(group) if all(part.bearer in shown for part in group) else None)
        for cover, group in sorted(_grouped(whole, lambda part: part.cover).items())
    )


def _organisations(parts: Iterable[_Part]) -> tuple[OrganisationTotal, ...]:
    """By organisation. What nobody funds is a part of the row and of the column: neither may give it away."""
    groups = _grouped(parts, lambda part: part.organisation)
    shown = _shown(groups)
    nobody = {name: [part for part in group if part.cover == Cover.NOBODY] for name, group in groups.items()}
    unsafe = frozenset(name for name, group in groups.items() if name not in shown or not _unfunded_is_safe(group))
    told = shown_parts({name: _people(group) for name, group in nobody.items()}, hidden=unsafe)
    names = {str(key): name for key, name in Organisation.objects.filter(pk__in=groups).values_list("id", "name")}
    rows = (
        OrganisationTotal(
            organisation=names[organisation],
            spent=_sum(group) if organisation in shown else None,
            unfunded=_sum(nobody[organisation]) if organisation in told else None,
        )
        for organisation, group in groups.items()
    )
    return tuple(sorted(rows, key=lambda row: row.organisation))


def _by(parts: Iterable[_Part], by: Callable[[_Part], str]) -> tuple[tuple[str, Amount | None], ...]:
    """The total in parts, each with its code."""
    groups = _grouped(parts, by)
    shown = _shown(groups)
    return tuple((code, _sum(group) if code in shown else None) for code, group in sorted(groups.items()))


def _grouped(parts: Iterable[_Part], by: Callable[[_Part], str]) -> dict[str, list[_Part]]:
    groups: dict[str, list[_Part]] = {}
    for part in parts:
        groups.setdefault(by(part), []).append(part)
    return groups


def _shown(groups: dict[str, list[_Part]]) -> frozenset[str]:
    return shown_parts({name: _people(group) for name, group in groups.items()})


def _unfunded_is_safe(parts: Iterable[_Part]) -> bool:
    """Whether enough people stand behind what nobody funds of a row, and behind what is left of the row."""
    whole = tuple(parts)
    nobody = [part for part in whole if part.cover == Cover.NOBODY]
    funded = [part for part in whole if part.cover != Cover.NOBODY]
    return may_show(_people(nobody)) and may_show(_people(funded))


def _people(parts: Iterable[_Part]) -> frozenset[str]:
    """The people behind parts: a case is about one."""
    return frozenset(part.case for part in parts if part.case)


def _sum(parts: Iterable[_Part]) -> Amount:
    return sum((part.amount for part in parts), NOTHING)
