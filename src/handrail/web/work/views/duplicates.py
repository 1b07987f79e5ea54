"""“Do we know this person already?”: other people of whom the organisation was told, who may be the same one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.matching.queries.duplicates import people_alike
from handrail.web import waterfalls
from handrail.web.marking import OFFICIAL_SENSITIVE
from handrail.web.pages import page
from handrail.web.purposes import purpose
from handrail.web.requests import actor


def duplicates(request: HttpRequest, person: UUID, disclosure: UUID) -> HttpResponse:
    """What speaks for one person and what against, person by person. A human decides."""
    why = purpose(request, person)
    compared = people_alike(by=actor(request), purpose=why.code, disclosure=disclosure)
    return page(
        request,
        "work/duplicates.html",
        title="Do we know this person already?",
        caption=compared.reference,
        shown=compared,
        found=[(each, waterfalls.shown(each.pair)) for each in compared.found],
        person=person,
        disclosure=disclosure,
        purpose=why,
        marking=OFFICIAL_SENSITIVE,
        back=reverse("work:disclosure", args=[person, disclosure]),
    )
