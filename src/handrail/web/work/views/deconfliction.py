"""The police confirm that programme support may go ahead: who leads asks, the unit's officers answer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.casework.actions import deconflicting
from handrail.casework.queries.deconfliction import asked, open_asked
from handrail.programme import load
from handrail.web import banners, paging
from handrail.web.forms import Confirm, posted
from handrail.web.marking import OFFICIAL_SENSITIVE
from handrail.web.pages import done, page
from handrail.web.requests import actor
from handrail.web.work.agreeing_forms import AnswerPolice
from handrail.web.work.views.cases import form_page, opened

ASKED = banners.declare(
    "case.deconfliction_asked",
    happened="The police were asked to confirm.",
    next="The case shows when they have. Ordinary services and your own duties don’t wait for it.",
)
CONFIRMED = banners.declare(
    "deconfliction.confirmed",
    happened="You confirmed {reference}.",
    told="The case shows that it is confirmed since today, and nothing else.",
    next="You are asked to look again before it lapses.",
)
HELD = banners.declare(
    "deconfliction.held",
    happened="You hold {reference}.",
    told="Nobody. The case shows what it shows before an answer: not confirmed.",
    next="Confirm it as soon as you can: support is waiting.",
)

#: Nobody opens these pages for anything else, so nobody is asked why.
DECONFLICTION = "deconfliction"


def ask(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Ask the police to confirm, now: one button."""
    by, why, shown = opened(request, person, case)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            deconflicting.ask(by=by, purpose=why.code, case=case)
        if form.accepted:
            return done(request, ASKED, to=reverse("work:case", args=[person, case]))
    return form_page(request, "work/ask_the_police.html", "Ask the police to confirm", form=form, shown=shown)


def questions(request: HttpRequest) -> HttpResponse:
    """What the officer's unit was asked: what waits first, then what was answered and can be answered afresh."""
    words = request.POST.get("q", "").strip()
    found = asked(by=actor(request), purpose=DECONFLICTION, reference=words)
    return page(
        request,
        "work/deconflictions.html",
        title="May support go ahead?",
        part=paging.paged(request, found),
        words=words,
        waiting=sum(each.waits for each in found),
        rulebook_of=load,
        marking=OFFICIAL_SENSITIVE,
        section="deconfliction",
    )


def question(request: HttpRequest, deconfliction: UUID) -> HttpResponse:
    """One question to the police, and their answer."""
    by = actor(request)
    shown = open_asked(by=by, purpose=DECONFLICTION, deconfliction=deconfliction)
    form = AnswerPolice(request.POST or None, longest=shown.longest)
    if form.is_valid():
        said = form.cleaned_data
        with form.rules():
            deconflicting.answer(
                by=by,
                purpose=DECONFLICTION,
                deconfliction=deconfliction,
                confirm=said["confirm"],
                until=said["until"] if said["confirm"] else None,
                everything=bool(said["everything"]),
            )
        if form.accepted:
            answered = CONFIRMED if said["confirm"] else HELD
            return done(request, answered, to=reverse("work:deconflictions"), reference=shown.asked.reference)
    return page(
        request,
        "work/deconfliction.html",
        title="May this go ahead?",
        caption=shown.asked.reference,
        form=form,
        shown=shown,
        asked=shown.asked,
        rulebook=load(shown.asked.programme),
        marking=OFFICIAL_SENSITIVE,
        back=reverse("work:deconflictions"),
    )
