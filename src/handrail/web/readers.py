"""The page "Who can see this?", of an item or a case: reached from each of them, and from an entry of the record."""

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse

from handrail.directory.rulebooks import purpose_title, role_title
from handrail.directory.who import Able
from handrail.gate import may_begin
from handrail.oversight.queries.who import PAGE, Elsewhere, WhoCan
from handrail.policy import Explanation, explain
from handrail.web import paging
from handrail.web.pages import page
from handrail.web.purposes import Purpose
from handrail.web.requests import actor, current_member

OVERSIGHT = "oversight"


@dataclass(frozen=True, slots=True)
class Way:
    """A rule that lets some members in, and what they could come for."""

    rule: Explanation
    purposes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """Members whom the same rules let in, or stop."""

    may: bool
    ways: tuple[Way, ...]
    stopped_by: tuple[Explanation, ...]
    members: tuple[tuple[str, str], ...]


def readers_page(request: HttpRequest, shown: WhoCan, *, back: str, purpose: Purpose | None = None) -> HttpResponse:
    """The page; ``purpose`` stands beside the heading where the reader has said why they open the record."""
    member = current_member(request)
    kind, ours = member.organisation_kind if member else "", shown.ours
    return page(
        request,
        "readers.html",
        title=f"Who can see this {shown.what}?",
        caption=shown.reference,
        shown=shown,
        part=paging.paged(request, ours.rows, per_page=PAGE, total=ours.able + ours.knowing) if ours else None,
        groups=_alike(ours.rows, kind) if ours else (),
        elsewhere=[(each, _roles(each)) for each in shown.elsewhere],
        purpose=purpose,
        reads_record=may_begin("record.list", by=actor(request), purpose=OVERSIGHT),
        back=back,
    )


def _alike(rows: tuple[Able, ...], kind: str) -> tuple[Alike, ...]:
    return tuple(
        Alike(
            may=may,
            ways=tuple(Way(explain(rule), tuple(map(purpose_title, purposes))) for rule, purposes in ways),
            stopped_by=tuple(map(explain, stopped_by)),
            members=tuple((each.name, ", ".join(role_title(role, kind=kind) for role in each.roles)) for each in some),
        )
        for (may, ways, stopped_by), some in groupby(rows, key=lambda each: (each.may, each.ways, each.stopped_by))
    )


def _roles(elsewhere: Elsewhere) -> str:
    """How many of them hold each role that opens it: "Case coordinator: 2; named in it: 1"."""
    counted = elsewhere.counted.by_role
    named = [(role_title(role, kind=elsewhere.kind) if role else "Named in it", many) for role, many in counted]
    return "; ".join(f"{role}: {many}" for role, many in sorted(named))
