"""The page of a receipt, to print, and the same receipt as a file.

What is printed is not rendered anew: the block of letters on paper is the file, so that either of them can be checked.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse

from handrail.gate import clock
from handrail.oversight.queries.receipts import ReceiptPage
from handrail.web import what_was_done
from handrail.web.pages import page
from handrail.web.requests import current_member

#: Asked for by ``?as=file``.
AS, FILE = "as", "file"


def receipt_page(request: HttpRequest, shown: ReceiptPage, *, back: str, **frame: Any) -> HttpResponse:
    """The receipt as a page; as a file if it was asked for so. While there is none, the page says when to come back."""
    if shown.receipt and request.GET.get(AS) == FILE:
        answer = HttpResponse(shown.receipt.text, content_type="text/plain; charset=utf-8")
        # A folder of downloads is seen by whoever uses the machine: the name says the place in the record, and no more.
        name = f"entry-{shown.receipt.index}.handrail-receipt"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    member = current_member(request)
    return page(
        request,
        "receipt.html",
        title="Receipt",
        caption=shown.reference,
        shown=shown,
        did=what_was_done.said(shown.action),
        organisation=member.organisation_name if member else "",
        asked_at=clock.now(),
        file=f"?{AS}={FILE}",
        back=back,
        **frame,
    )
