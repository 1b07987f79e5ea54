"""Who can see what an entry of the record is about."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.oversight.queries import who as queries
from handrail.web.oversee.views import OVERSIGHT
from handrail.web.paging import page_asked
from handrail.web.readers import readers_page
from handrail.web.requests import actor


def of_entry(request: HttpRequest, record: UUID) -> HttpResponse:
    """For auditors, who know of items and cases by what was done with them, and of nothing that is in them."""
    found = queries.who_can_see(by=actor(request), purpose=OVERSIGHT, record=record, page=page_asked(request))
    return readers_page(request, found, back=reverse("oversee:record", args=[record]))
