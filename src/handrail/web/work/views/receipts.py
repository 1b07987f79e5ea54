"""Receipts of disclosures, of what ended them, of handovers of a risk and of the end of a record."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.oversight.queries import receipts as queries
from handrail.oversight.queries.receipts import OfDisclosure, OfNotice
from handrail.web.purposes import purpose
from handrail.web.receipt_page import receipt_page
from handrail.web.requests import actor


def _of_disclosure(event: OfDisclosure) -> Callable[[HttpRequest, UUID, UUID], HttpResponse]:
    def view(request: HttpRequest, person: UUID, disclosure: UUID) -> HttpResponse:
        by, why = actor(request), purpose(request, person)
        shown = queries.receipt_of_disclosure(by=by, purpose=why.code, disclosure=disclosure, event=event)
        return receipt_page(request, shown, back=reverse("work:disclosure", args=[person, disclosure]), purpose=why)

    return view


of_release = _of_disclosure("release")
of_acknowledgement = _of_disclosure("acknowledgement")


def _of_notice(event: OfNotice) -> Callable[[HttpRequest, UUID, UUID], HttpResponse]:
    def view(request: HttpRequest, person: UUID, notice: UUID) -> HttpResponse:
        by, why = actor(request), purpose(request, person)
        shown = queries.receipt_of_notice(by=by, purpose=why.code, notice=notice, event=event)
        return receipt_page(request, shown, back=reverse("work:notice", args=[person, notice]), purpose=why)

    return view


of_end = _of_notice("end")
of_end_acknowledged = _of_notice("acknowledgement")
of_destruction = _of_notice("erasure")


def of_handover(request: HttpRequest, person: UUID, risk: UUID, offer: UUID) -> HttpResponse:
    """That a risk was handed over."""
    by, why = actor(request), purpose(request, person)
    shown = queries.receipt_of_handover(by=by, purpose=why.code, risk=risk, offer=offer)
    return receipt_page(request, shown, back=reverse("work:risk", args=[person, risk]), purpose=why)


def of_letting_go(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """That the record of a case was let go."""
    by, why = actor(request), purpose(request, person)
    shown = queries.receipt_of_erasure(by=by, purpose=why.code, case=case)
    return receipt_page(request, shown, back=reverse("work:end_retention", args=[person, case]), purpose=why)
