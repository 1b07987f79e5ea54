"""Checking and releasing an assessment; and an originator answering for wording drawn from its information."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.assessments.actions import releasing
from handrail.assessments.queries.reading import open_assessment
from handrail.assessments.queries.wordings import open_wording
from handrail.assessments.values import AssessmentPage
from handrail.programme import load
from handrail.programme.instruments import ANSWERS, CONFIDENCES
from handrail.web import banners
from handrail.web.forms import Confirm, posted
from handrail.web.pages import done, page
from handrail.web.purposes import purpose
from handrail.web.requests import actor
from handrail.web.work.assessment_forms import AnswerWording

ASKED = banners.declare(
    "assessment.asked",
    happened="You asked whether the team may read it. Organisations asked: {organisations}.",
    told="Each sees only what rests on its own information.",
    next="Release it when they have answered. Until then nobody can change it.",
)
RELEASED = banners.declare(
    "assessment.released",
    happened="You released the assessment.",
    told="The team can read it now, except where an organisation refused.",
    next="Plan support for what it found.",
)
TAKEN_BACK = banners.declare(
    "assessment.taken_back",
    happened="It is a draft again.",
    told="Whoever was asked about its wording is no longer asked.",
    next="Change what needs changing, then ask again.",
)
AGREED = banners.declare(
    "wording.agreed", happened="You agreed to the wording.", told="The organisation that asked can see that you did."
)
REFUSED = banners.declare(
    "wording.refused",
    happened="You refused. What was written from your information stays with those who hold it.",
    told="The organisation that asked can read what you said.",
)


def check(request: HttpRequest, person: UUID, assessment: UUID) -> HttpResponse:
    """What it still needs, who has to be asked, and who will read it: then ask, or release."""
    by, why = actor(request), purpose(request, person)
    form = Confirm(posted(request))
    here = reverse("work:assessment", args=[person, assessment])
    if form.is_valid():
        with form.rules():
            if request.POST.get("step") == "ask":
                asked = releasing.ask(by=by, purpose=why.code, assessment=assessment)
            else:
                releasing.release(by=by, purpose=why.code, assessment=assessment)
        if form.accepted and request.POST.get("step") == "ask":
            return done(request, ASKED, to=here, organisations=len(asked))
        if form.accepted:
            return done(request, RELEASED, to=here)
    shown = open_assessment(by=by, purpose=why.code, assessment=assessment)
    return _page(request, "work/check_assessment.html", "Check and release", shown, form)


def take_back(request: HttpRequest, person: UUID, assessment: UUID) -> HttpResponse:
    """Make it a draft again: one button."""
    by, why = actor(request), purpose(request, person)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            releasing.take_back(by=by, purpose=why.code, assessment=assessment)
        if form.accepted:
            return done(request, TAKEN_BACK, to=reverse("work:assessment", args=[person, assessment]))
    shown = open_assessment(by=by, purpose=why.code, assessment=assessment)
    return _page(request, "work/take_back_assessment.html", "Change it again", shown, form)


def wording(request: HttpRequest, person: UUID, wording: UUID) -> HttpResponse:
    """What was written from this organisation's information, who would read it, and the answer."""
    by, why = actor(request), purpose(request, person)
    form = AnswerWording(request.POST or None)
    if form.is_valid():
        agreed = form.cleaned_data["agree"] == "yes"
        with form.rules():
            if agreed:
                releasing.agree(by=by, purpose=why.code, wording=wording)
            else:
                releasing.refuse(by=by, purpose=why.code, wording=wording, reason=form.cleaned_data["reason"])
        if form.accepted:
            return done(request, AGREED if agreed else REFUSED, to=reverse("work:waiting"))
    shown = open_wording(by=by, purpose=why.code, wording=wording)
    return page(
        request,
        "work/wording.html",
        title="May the team read what was written from your information?",
        caption=shown.reference,
        form=form,
        shown=shown,
        instrument=load(shown.programme).instruments.version(shown.instrument, shown.version),
        answers=ANSWERS,
        confidences=CONFIDENCES,
        marking=shown.marking,
        purpose=why,
        back=reverse("work:waiting"),
    )


def _page(request: HttpRequest, template: str, title: str, shown: AssessmentPage, form: Confirm) -> HttpResponse:
    return page(
        request,
        template,
        title=title,
        caption=shown.reference,
        form=form,
        shown=shown,
        instrument=load(shown.programme).instruments.version(shown.instrument, shown.version),
        marking=shown.marking,
        purpose=purpose(request, shown.person),
        back=reverse("work:assessment", args=[shown.person, shown.id]),
    )
