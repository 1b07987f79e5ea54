"""A concern that somebody chooses to tell the police, once; and the police reading it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.casework.actions import volunteering
from handrail.casework.queries.concerns import open_concern
from handrail.programme import load
from handrail.web import banners
from handrail.web.forms import Confirm, posted
from handrail.web.marking import OFFICIAL_SENSITIVE
from handrail.web.pages import done, page
from handrail.web.purposes import purpose
from handrail.web.requests import actor
from handrail.web.work.forms import VolunteerConcern
from handrail.web.work.views.cases import form_page, opened

TOLD = banners.declare(
    "case.concern_volunteered",
    happened="You told the police.",
    told="Their risk owner has two working days to read it.",
    next="Nobody can ask you anything through it. If someone is in danger, raise immediate risk instead.",
)
READ = banners.declare("concern.read", happened="You read it. There is nothing more to do with it.")


def volunteer(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Say what worries you, why you may tell the police, and that nobody asked you to."""
    by, why, shown = opened(request, person, case)
    form = VolunteerConcern(request.POST or None, grounds=load(shown.programme).concern_grounds)
    if form.is_valid():
        said = form.cleaned_data
        with form.rules():
            volunteering.volunteer_concern(
                by=by, purpose=why.code, case=case, ground=said["ground"], words=said["words"]
            )
        if form.accepted:
            return done(request, TOLD, to=reverse("work:case", args=[person, case]))
    return form_page(request, "work/volunteer_concern.html", "Tell the police about a concern", form=form, shown=shown)


def concern(request: HttpRequest, person: UUID, concern: UUID) -> HttpResponse:
    """What was told, and one button: that it was read."""
    by, why = actor(request), purpose(request, person)
    shown = open_concern(by=by, purpose=why.code, concern=concern)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            volunteering.mark_read(by=by, purpose=why.code, concern=concern)
        if form.accepted:
            return done(request, READ, to=reverse("work:waiting"))
    return page(
        request,
        "work/concern.html",
        title="A concern somebody chose to tell you",
        caption=shown.reference,
        form=form,
        shown=shown,
        ground=load(shown.programme).concern_grounds[shown.ground],
        purpose=why,
        marking=OFFICIAL_SENSITIVE,
        back=reverse("work:waiting"),
    )
