"""Who can see an item that the organisation holds, or a case that it is in."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.oversight.queries import who as queries
from handrail.web.paging import page_asked
from handrail.web.purposes import purpose
from handrail.web.readers import readers_page
from handrail.web.requests import actor


def of_item(request: HttpRequest, person: UUID, holding: UUID) -> HttpResponse:
    """Who can read one item."""
    why = purpose(request, person)
    found = queries.who_can_read(by=actor(request), purpose=why.code, holding=holding, page=page_asked(request))
    if found.disclosure:
        back = reverse("work:disclosure", args=[person, found.disclosure])
    else:
        back = reverse("work:person", args=[person, found.person_record])
    return readers_page(request, found, back=back, purpose=why)


def of_case(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Who can open one case."""
    why = purpose(request, person)
    found = queries.who_can_open(by=actor(request), purpose=why.code, case=case, page=page_asked(request))
    return readers_page(request, found, back=reverse("work:case_access", args=[person, case]), purpose=why)
