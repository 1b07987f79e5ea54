"""The people whom the organisation holds something about, and one of them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.casework.queries.cases import case_about
from handrail.gate import may_begin
from handrail.sharing.queries import people as queries
from handrail.web import paging
from handrail.web.pages import SeeOther, page
from handrail.web.purposes import purpose, usual_purpose
from handrail.web.requests import actor


def people(request: HttpRequest) -> HttpResponse:
    """Everybody whom this organisation holds something about; or those whom a search finds."""
    by, why = actor(request), usual_purpose(request)
    words = request.POST.get("q", "").strip()
    if words:
        part = paging.paged(request, queries.find_people(by=by, purpose=why, words=words), per_page=queries.PAGE)
    else:
        found = queries.people(by=by, purpose=why, page=paging.page_asked(request))
        part = paging.paged(request, found.rows, per_page=queries.PAGE, total=found.total)
    return page(request, "work/people.html", title="People", words=words, part=part, section="people")


def person(request: HttpRequest, person: UUID, record: UUID) -> HttpResponse:
    """What this organisation has about one person."""
    why = purpose(request, person)
    shown = queries.open_person(by=actor(request), purpose=why.code, person=record)
    return page(
        request,
        "work/person.html",
        title=shown.name or shown.reference,
        tab=shown.reference,
        caption=shown.reference,
        shown=shown,
        marking=shown.marking,
        purpose=why,
        back=reverse("work:people"),
    )


def case_of(request: HttpRequest, person: UUID) -> HttpResponse:
    """Lead on to the person's open case; where there is none that the member may see, say so, and what to do."""
    why, by = purpose(request, person), actor(request)
    case = case_about(by=by, purpose=why.code, person=person)
    if case:
        return SeeOther(reverse("work:case", args=[person, case]))
    return page(
        request,
        "work/no_case.html",
        title="No case is open",
        person=person,
        opens_cases=may_begin("case.open_new", by=by, purpose=why.code),
        purpose=why,
        back=reverse("work:people"),
    )
