"""The record of what was done: its state, its entries, and verifying all of it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.gate import clock, may_begin
from handrail.oversight import verification
from handrail.oversight.queries import records as queries
from handrail.oversight.queries.receipts import receipt_of_entry
from handrail.oversight.queries.records import Filters
from handrail.oversight.queries.who import ASKED_ABOUT
from handrail.web.forms import Form, posted
from handrail.web.oversee.forms import FindRecords
from handrail.web.pages import SeeOther, page
from handrail.web.paging import entry_asked, going_on
from handrail.web.receipt_page import receipt_page
from handrail.web.requests import actor, current_member
from handrail.web.what_was_done import kind_said, said

OVERSIGHT = "oversight"

#: Who reads the record, who answers for the use of records, and who reads what a centre takes. Policy decides; this
#: only leads each to their own page.
READS_THE_RECORD = frozenset({"auditor", "data_protection_officer"})
ANSWERS_FOR_ACCESS = frozenset({"data_protection_officer", "caldicott_guardian"})
READS_TOTALS = frozenset({"programme_owner", "evaluator", "centre_lead"})


class Verify(Form):
    """One button."""


def home(request: HttpRequest) -> HttpResponse:
    """How the ledger stands: its signed head, and what is not in it yet; to whoever reads totals alone, those."""
    member = current_member(request)
    if member is not None and not member.roles & READS_THE_RECORD and member.roles & READS_TOTALS:
        return SeeOther(reverse("oversee:costs"))
    if member is not None and not member.roles & READS_THE_RECORD and member.roles & ANSWERS_FOR_ACCESS:
        return SeeOther(reverse("oversee:seen"))
    by = actor(request)
    state = queries.ledger_state(by=by, purpose=OVERSIGHT)
    return page(
        request,
        "oversee/home.html",
        title="The record of what was done",
        state=state,
        looks_twice=may_begin("access.list_unusual", by=by, purpose=OVERSIGHT),
        checked_at=clock.now(),
    )


def records(request: HttpRequest) -> HttpResponse:
    """The entries, newest first, with filters."""
    form = FindRecords({**request.GET.dict()} if request.GET else None)
    filters = form.filters() if form.is_valid() else Filters()
    found = queries.records(
        by=actor(request), purpose=OVERSIGHT, filters=filters,
        before=entry_asked(request, "before"), after=entry_asked(request, "after"),
    )  # fmt: skip
    form.offer_choices(found.choices)
    return page(
        request,
        "oversee/records.html",
        title="Entries",
        form=form,
        found=found,
        rows=[(row, said(row.action), kind_said(row.subject_type)) for row in found.rows],
        filtered=filters != Filters(),
        older=going_on(request, before=found.older),
        newer=going_on(request, after=found.newer),
        back=reverse("oversee:home"),
    )


def record(request: HttpRequest, record: UUID) -> HttpResponse:
    """One entry."""
    shown = queries.open_record(by=actor(request), purpose=OVERSIGHT, record=record)
    return page(
        request,
        "oversee/record.html",
        title="Entry",
        shown=shown,
        did=said(shown.row.action),
        has_readers=shown.row.subject_type in ASKED_ABOUT,
        back=reverse("oversee:records"),
    )


def receipt(request: HttpRequest, record: UUID) -> HttpResponse:
    """The receipt of one entry."""
    shown = receipt_of_entry(by=actor(request), purpose=OVERSIGHT, record=record)
    return receipt_page(request, shown, back=reverse("oversee:record", args=[record]))


def verify(request: HttpRequest) -> HttpResponse:
    """Recompute the whole ledger: asked for by a button, because it takes a while."""
    form = Verify(posted(request))
    result = verification.verify(by=actor(request), purpose=OVERSIGHT) if form.is_valid() else None
    return page(
        request,
        "oversee/verify.html",
        title="Verify the record",
        form=form,
        result=result,
        checked_at=clock.now(),
        back=reverse("oversee:home"),
    )
