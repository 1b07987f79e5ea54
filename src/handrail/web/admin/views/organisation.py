"""The organisation's own page."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.directory.actions.organisations import edit_organisation
from handrail.directory.queries.organisations import list_centres, open_organisation
from handrail.web.admin import banners
from handrail.web.admin.forms.organisation import OrganisationForm
from handrail.web.admin.places import PURPOSE
from handrail.web.pages import done, page
from handrail.web.requests import actor
from handrail.web.wording import spoken_date


def own(request: HttpRequest) -> HttpResponse:
    """What Handrail says of the organisation, and the centres that there are."""
    by = actor(request)
    card = open_organisation(by=by, purpose=PURPOSE, organisation=by.organisation)
    centres = list_centres(by=by, purpose=PURPOSE)
    rows = [(each.name, each.programme_title, spoken_date(each.ends_on)) for each in centres]
    return page(request, "admin/organisation.html", title=card.name, card=card, centres_rows=rows, section="members")


def edit(request: HttpRequest) -> HttpResponse:
    """Change how the organisation is called and reached, and which areas it serves."""
    by = actor(request)
    card = open_organisation(by=by, purpose=PURPOSE, organisation=by.organisation)
    form = OrganisationForm(
        request.POST or None, initial={"name": card.name, "phone": card.phone, "areas": "\n".join(card.areas)}
    )
    if form.is_valid():
        with form.rules():
            edit_organisation(by=by, purpose=PURPOSE, organisation=by.organisation, **form.cleaned_data)
        if form.accepted:
            return done(request, banners.ORGANISATION, to=reverse("admin:organisation"))
    return page(
        request,
        "layouts/form.html",
        title="Change your organisation’s details",
        form=form,
        section="members",
        submit="Save",
        back=reverse("admin:organisation"),
    )
