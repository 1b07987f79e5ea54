"""What others say to an agreement: a view, a question, an answer, yes or no."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from handrail.directory.actions import answers
from handrail.directory.queries.agreements import list_agreements, open_agreement
from handrail.web.admin import banners, places
from handrail.web.admin.forms.agreements import AnswerForm, QuestionForm, ReasonForm, ViewForm
from handrail.web.admin.places import PURPOSE
from handrail.web.forms import Confirm, posted
from handrail.web.pages import SeeOther, done, page
from handrail.web.requests import actor


def respond(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """Say what the organisation thinks of a draft."""
    by = actor(request)
    shown = open_agreement(by=by, purpose=PURPOSE, agreement=agreement)
    said = shown.own_view.response if shown.own_view else ""
    form = ViewForm(request.POST or None, initial={"response": said})
    if form.is_valid():
        with form.rules():
            answers.respond(by=by, purpose=PURPOSE, agreement=agreement, **form.cleaned_data)
        if form.accepted:
            return done(request, banners.RESPONDED, to=places.agreement(agreement))
    return page(
        request,
        "layouts/form.html",
        title="Say what you think",
        caption=shown.title,
        form=form,
        submit="Send it",
        back=places.agreement(agreement),
    )


def ask(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """Put a question in the public register."""
    by = actor(request)
    shown = open_agreement(by=by, purpose=PURPOSE, agreement=agreement)
    form = QuestionForm(request.POST or None)
    if form.is_valid():
        with form.rules():
            answers.ask(by=by, purpose=PURPOSE, agreement=agreement, **form.cleaned_data)
        if form.accepted:
            return done(request, banners.QUESTION, to=places.agreement(agreement))
    return page(
        request,
        "layouts/form.html",
        title="Ask a question",
        caption=shown.title,
        form=form,
        submit="Put it in the register",
        back=places.agreement(agreement),
    )


def question(request: HttpRequest, question: UUID) -> HttpResponse:
    """A question by itself, as a duty names it: leads to the page that answers it."""
    lines = list_agreements(by=actor(request), purpose=PURPOSE, question=question)
    if not lines:
        raise Http404
    return SeeOther(reverse("admin:answer", args=[lines[0].id, question]))


def answer(request: HttpRequest, agreement: UUID, question: UUID) -> HttpResponse:
    """Answer a question in the public register."""
    by = actor(request)
    shown = open_agreement(by=by, purpose=PURPOSE, agreement=agreement)
    asked = next((each for each in shown.questions if each.id == question), None)
    if asked is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        with form.rules():
            answers.answer(by=by, purpose=PURPOSE, agreement=agreement, question=question, **form.cleaned_data)
        if form.accepted:
            return done(request, banners.ANSWERED, to=places.agreement(agreement))
    return page(
        request,
        "admin/answer.html",
        title="Answer a question",
        caption=shown.title,
        form=form,
        asked=asked,
        back=places.agreement(agreement),
    )


def accept(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """Accept an agreement for the organisation."""
    by = actor(request)
    shown = open_agreement(by=by, purpose=PURPOSE, agreement=agreement)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            begun = answers.accept(by=by, purpose=PURPOSE, agreement=agreement)
        if form.accepted:
            in_force = begun or shown.state == "in_force"
            return done(request, banners.IN_FORCE if in_force else banners.ACCEPTED, to=places.agreement(agreement))
    return page(
        request,
        "admin/accept.html",
        title="Accept this agreement",
        caption=shown.title,
        form=form,
        agreement=shown,
        back=places.agreement(agreement),
    )


def refuse(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """Refuse an agreement for the organisation."""
    by = actor(request)
    shown = open_agreement(by=by, purpose=PURPOSE, agreement=agreement)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with form.rules():
            answers.refuse(by=by, purpose=PURPOSE, agreement=agreement, **form.cleaned_data)
        if form.accepted:
            return done(request, banners.DECLINED, to=places.agreement(agreement))
    return page(
        request,
        "layouts/form.html",
        title="Refuse this agreement",
        caption=shown.title,
        form=form,
        submit="Refuse it",
        back=places.agreement(agreement),
    )


def leave(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """Leave an agreement that the organisation had accepted."""
    by = actor(request)
    shown = open_agreement(by=by, purpose=PURPOSE, agreement=agreement)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with form.rules():
            answers.leave(by=by, purpose=PURPOSE, agreement=agreement, **form.cleaned_data)
        if form.accepted:
            return done(request, banners.LEFT_AGREEMENT, to=places.agreement(agreement))
    return page(
        request,
        "admin/leave_agreement.html",
        title="Leave this agreement",
        caption=shown.title,
        form=form,
        back=places.agreement(agreement),
    )
