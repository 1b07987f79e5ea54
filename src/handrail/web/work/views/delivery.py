"""Whether support is happening: what came of meeting the person, and all that isn't happening."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.casework.actions import contacts
from handrail.casework.queries import delivery
from handrail.programme import load
from handrail.web import banners, paging
from handrail.web.marking import OFFICIAL_SENSITIVE
from handrail.web.pages import done, page
from handrail.web.purposes import purpose, usual_purpose
from handrail.web.requests import actor
from handrail.web.work.delivery_forms import RecordContact

RECORDED = banners.declare(
    "support.contact_recorded",
    happened="You recorded it.",
    told="Only those who give this support and those who lead the case can read it.",
    next="Nothing else happens because of it.",
)


def support_contacts(request: HttpRequest, person: UUID, support_action: UUID) -> HttpResponse:
    """The contacts of one support action, and a form to record one."""
    by, why = actor(request), purpose(request, person)
    shown = delivery.contacts_of(by=by, purpose=why.code, support_action=support_action)
    rulebook = load(shown.programme)
    form = RecordContact(request.POST or None, results=rulebook.contact_results)
    if form.is_valid():
        with form.rules():
            contacts.record_contact(by=by, purpose=why.code, support_action=support_action, **form.cleaned_data)
        if form.accepted:
            to = reverse("work:support_contacts", args=[person, support_action])
            return done(request, RECORDED, to=to)
    return page(
        request,
        "work/support_contacts.html",
        title="Contact with the person",
        caption=shown.reference,
        form=form,
        shown=shown,
        rulebook=rulebook,
        purpose=why,
        marking=OFFICIAL_SENSITIVE,
        back=reverse("work:case_plan", args=[person, shown.case]),
    )


def not_happening(request: HttpRequest) -> HttpResponse:
    """All planned support that isn't happening, of the organisation's own and of the cases that it leads."""
    found = delivery.not_happening(by=actor(request), purpose=usual_purpose(request))
    return page(
        request,
        "work/not_happening.html",
        title="Support that is not happening",
        part=paging.paged(request, found),
        rulebooks={row.programme: load(row.programme) for row in found},
        section="people",
    )
