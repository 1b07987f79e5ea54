"""Who has seen one person's record here, and why: on the screen page by page, and whole on paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.directory.rulebooks import purpose_title, role_title
from handrail.gate import clock
from handrail.oversight.queries.accesses import ON_PAPER, Accesses, AccessRow, accesses
from handrail.web import what_was_done
from handrail.web.pages import page
from handrail.web.paging import entry_asked, going_on
from handrail.web.purposes import Purpose, purpose
from handrail.web.requests import actor, current_member


@dataclass(frozen=True, slots=True)
class Line:
    """One act, in words."""

    row: AccessRow
    roles: str
    did: str
    purpose: str


def seen(request: HttpRequest, person: UUID, record: UUID) -> HttpResponse:
    """What the organisation's own members did about this person, newest first."""
    why = purpose(request, person)
    shown = accesses(
        by=actor(request), purpose=why.code, person=record,
        before=entry_asked(request, "before"), after=entry_asked(request, "after"),
    )  # fmt: skip
    return _page(
        request, "work/seen.html", shown, why,
        older=going_on(request, before=shown.older), newer=going_on(request, after=shown.newer),
        back=reverse("work:person", args=[person, record]),
    )  # fmt: skip


def on_paper(request: HttpRequest, person: UUID, record: UUID) -> HttpResponse:
    """All of it on one page, to print: for somebody who asks who has seen what is held about them."""
    why = purpose(request, person)
    shown = accesses(by=actor(request), purpose=why.code, person=record, size=ON_PAPER)
    member = current_member(request)
    return _page(
        request, "work/seen_on_paper.html", shown, why,
        printed_by=member.name if member else "", organisation=member.organisation_name if member else "",
        printed_at=clock.now(), back=reverse("work:seen", args=[person, record]),
    )  # fmt: skip


def _page(request: HttpRequest, template: str, shown: Accesses, why: Purpose, **values: Any) -> HttpResponse:
    return page(
        request,
        template,
        title="Who has seen this person’s record here, and why",
        caption=shown.reference,
        shown=shown,
        days=_by_day(shown.rows, _kind(request)),
        purpose=why,
        **values,
    )


def _kind(request: HttpRequest) -> str:
    member = current_member(request)
    return member.organisation_kind if member else ""


def _by_day(rows: Iterable[AccessRow], kind: str) -> list[tuple[date, list[Line]]]:
    lines = (
        Line(
            row,
            ", ".join(role_title(role, kind=kind) for role in row.roles),
            what_was_done.said(row.action),
            purpose_title(row.purpose) if row.purpose else "",
        )
        for row in rows
    )
    return [
        (day, list(some)) for day, some in groupby(lines, key=lambda line: line.row.at.astimezone(clock.LONDON).date())
    ]
