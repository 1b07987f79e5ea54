"""Receipts of disclosures, of what ended them, of handovers of a risk and of the end of a record."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.oversight.queries import receipts as queries
from handrail.oversight.queries.receipts import ReceiptPage
from handrail.web.purposes import purpose
from handrail.web.receipt_page import receipt_page
from handrail.web.requests import actor

View = Callable[..., HttpResponse]


def _of(record: str, asked: Callable[..., ReceiptPage], *, back: str, **said: Any) -> View:
    """The page of a receipt that is taken from the page ``back`` of a record, which addresses name ``record``.

    ``said`` is what of the record the receipt is about, where there are several things.
    """

    def view(request: HttpRequest, person: UUID, **ids: UUID) -> HttpResponse:
        by, why = actor(request), purpose(request, person)
        shown = asked(by=by, purpose=why.code, **ids, **said)
        return receipt_page(request, shown, back=reverse(back, args=[person, ids[record]]), purpose=why)

    return view


def _of_disclosure(event: queries.OfDisclosure) -> View:
    return _of("disclosure", queries.receipt_of_disclosure, back="work:disclosure", event=event)


def _of_notice(event: queries.OfNotice) -> View:
    return _of("notice", queries.receipt_of_notice, back="work:notice", event=event)


of_release = _of_disclosure("release")
of_acknowledgement = _of_disclosure("acknowledgement")
of_end = _of_notice("end")
of_end_acknowledged = _of_notice("acknowledgement")
of_destruction = _of_notice("erasure")
of_handover = _of("risk", queries.receipt_of_handover, back="work:risk")
of_letting_go = _of("case", queries.receipt_of_erasure, back="work:end_retention")
