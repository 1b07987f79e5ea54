"""Agreements as they are read: the list, and one agreement."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from handrail.directory.models import PartyState
from handrail.directory.queries.agreements import list_agreements, open_agreement
from handrail.gate import may_begin
from handrail.sharing.queries.counts import count_names
from handrail.web.admin.places import PURPOSE
from handrail.web.pages import page
from handrail.web.paging import paged
from handrail.web.requests import actor


@require_safe
def agreement_list(request: HttpRequest) -> HttpResponse:
    """Agreements that are under way, those that ask something of the reader's organisation first; or the ended ones."""
    ended = request.GET.get("ended") == "yes"
    by = actor(request)
    lines = list_agreements(by=by, purpose=PURPOSE, ended=ended)
    return page(
        request,
        "admin/agreements.html",
        title="Agreements",
        part=paged(request, lines),
        ended=ended,
        drafts=may_begin("agreement.draft", by=by, purpose=PURPOSE),
    )


@require_safe
def agreement_page(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """One agreement: what it asks of the reader, what it says, who said what to it, and who pays."""
    by = actor(request)
    shown = open_agreement(by=by, purpose=PURPOSE, agreement=agreement)
    accepted = shown.own_answer == PartyState.ACCEPTED and shown.in_force_at is not None
    return page(
        request,
        "admin/agreement.html",
        title=shown.title,
        caption=f"Agreement, version {shown.version}",
        agreement=shown,
        names=count_names(by=by, purpose=PURPOSE, agreement=agreement) if accepted else None,
        back=reverse("admin:agreements"),
    )
