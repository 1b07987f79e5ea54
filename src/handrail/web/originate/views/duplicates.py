"""“Other records of this person?”: the organisation's own nominations that may be about the same one."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from handrail.matching.queries import duplicates as queries
from handrail.sharing.rules.decision import DECISION
from handrail.web import waterfalls
from handrail.web.marking import OFFICIAL_SENSITIVE
from handrail.web.pages import page
from handrail.web.purposes import usual_purpose
from handrail.web.requests import actor


def duplicates(request: HttpRequest, decision: UUID) -> HttpResponse:
    """What speaks for one person and what against, record by record. A human decides."""
    compared = queries.duplicates(by=actor(request), purpose=usual_purpose(request), decision=decision)
    return page(
        request,
        "originate/duplicates.html",
        title="Other records of this person?",
        caption=f"Nomination {compared.reference}",
        shown=compared,
        found=[(each, waterfalls.shown(each.pair)) for each in compared.found],
        states=DECISION.titles,
        marking=OFFICIAL_SENSITIVE,
        section="nominations",
        back=reverse("originate:nomination", args=[decision]),
    )


def reference_of_alike(request: HttpRequest, decision: UUID, other: UUID) -> str:
    """The reference of ``other``, to which the draft ``decision`` could be handed in. Raises Http404 if it couldn't."""
    compared = queries.duplicates(by=actor(request), purpose=usual_purpose(request), decision=decision)
    found = next((each.reference for each in compared.found if each.decision == other), None)
    if found is None or not compared.may_hand_in:
        raise Http404
    return found
