"""Opening sealed text: asked by one, agreed by another, one of them the data protection officer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.programme import load
from handrail.sharing.actions import unsealing as sealed
from handrail.sharing.queries import followups
from handrail.web import banners
from handrail.web.pages import done, page
from handrail.web.purposes import purpose
from handrail.web.requests import actor
from handrail.web.work.forms import AskToOpen, DecideOpening

ASKED = banners.declare(
    "unsealing.asked",
    happened="You asked for the sealed text to be opened.",
    told="The second person who has to agree was told.",
    next="You can read it for 24 hours once they agree.",
)
DECIDED = banners.declare("unsealing.decided", happened="Your decision was recorded.")


def ask(request: HttpRequest, person: UUID, holding: UUID) -> HttpResponse:
    """Ask to open what was recalled, corrected or ran out."""
    by, why = actor(request), purpose(request, person)
    shown = followups.open_ended(by=by, purpose=why.code, holding=holding)
    form = AskToOpen(request.POST or None, grounds=load(shown.programme).unseal_grounds)
    if form.is_valid():
        with form.rules():
            opening = sealed.request_opening(by=by, purpose=why.code, holding=holding, **form.cleaned_data)
        if form.accepted:
            return done(request, ASKED, to=reverse("work:opening", args=[person, opening]))
    return page(
        request,
        "work/ask_to_open.html",
        title="Ask to open sealed text",
        form=form,
        shown=shown,
        purpose=why,
        back=reverse("work:people"),
    )


def opening(request: HttpRequest, person: UUID, unsealing: UUID) -> HttpResponse:
    """The request: to be decided by the second person; or, once approved, the text to the two of them."""
    by, why = actor(request), purpose(request, person)
    shown = followups.open_opening(by=by, purpose=why.code, unsealing=unsealing)
    form = DecideOpening(request.POST or None)
    if form.is_valid():
        decide = sealed.approve if form.cleaned_data["approve"] else sealed.refuse
        with form.rules():
            decide(by=by, purpose=why.code, unsealing=unsealing)
        if form.accepted:
            return done(request, DECIDED, to=reverse("work:opening", args=[person, unsealing]))
    text = sealed.read_sealed(by=by, purpose=why.code, unsealing=unsealing) if shown.readable else ""
    return page(
        request,
        "work/opening.html",
        title="Opening sealed text",
        caption=shown.reference,
        form=form,
        shown=shown,
        text=text,
        marking=shown.marking,
        purpose=why,
        back=reverse("work:waiting"),
    )
