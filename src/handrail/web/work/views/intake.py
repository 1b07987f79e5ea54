"""Deciding on somebody who was nominated: no case, because; or handed in to the panel that has one."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from handrail.casework.actions import intake
from handrail.casework.values import CasePage, NominationLine
from handrail.gate import NotFound
from handrail.programme import load
from handrail.sharing.models import Became
from handrail.sharing.queries.disclosures import GivenPage, HeldPage, open_disclosure
from handrail.web import banners
from handrail.web.forms import Form
from handrail.web.pages import done, page
from handrail.web.purposes import purpose
from handrail.web.requests import actor
from handrail.web.work.intake_forms import AnswerHandIn, EndHandIn, HandIn, NoCaseBecause
from handrail.web.work.views.cases import form_page, opened

NO_CASE = banners.declare(
    "intake.no_case",
    happened="You decided that no case is opened about {reference}.",
    told="Its originator can see that there is none, and not why.",
    next="What was shared stays with you until its last day. A case can still be opened.",
)
HANDED_IN = banners.declare(
    "intake.handed_in",
    happened="You handed {reference} in.",
    told="Whoever leads the case was told that you did. Nothing that you were given has gone to them.",
    next="They say whether it is the person of their case. Until then it stays yours to decide.",
)
TAKEN_IN = banners.declare(
    "intake.taken_in",
    happened="{reference} is handed in.",
    told="Its originator can see that a panel works with the person already, and not which.",
    next="What the case draws on can now include what you were given.",
)
TAKEN_BACK = banners.declare(
    "intake.taken_back",
    happened="{reference} is not handed in any more.",
    told="Whoever leads the case can see it. What was judged from it is marked to be looked at again.",
    next="Decide again: open a case, or say why there is none.",
)
ACCEPTED = banners.declare(
    "intake.accepted",
    happened="You took the nomination into case {reference}.",
    told="Those who handed it in can see that you did.",
    next="They add what they know to the case. If it turns out to be another person, take it out again.",
)
REFUSED = banners.declare(
    "intake.refused",
    happened="You refused what was handed in to case {reference}.",
    told="Those who handed it in can see that, and why.",
    next="They decide what happens with it.",
)
UNDONE = banners.declare(
    "intake.undone",
    happened="You took the nomination out of case {reference} again.",
    told="Those who handed it in can see that, and decide on it again.",
    next="What was judged from it is marked to be looked at again.",
)


def no_case(request: HttpRequest, person: UUID, disclosure: UUID) -> HttpResponse:
    """Decide that no case is opened, and say why."""
    by, why = actor(request), purpose(request, person).code
    held = _held(request, person, disclosure)
    form = NoCaseBecause(request.POST or None, reasons=load(held.programme).no_case_reasons)
    if form.is_valid():
        with form.rules():
            intake.decide_no_case(by=by, purpose=why, disclosure=disclosure, **form.cleaned_data)
        if form.accepted:
            return done(request, NO_CASE, to=_address(person, disclosure), reference=held.held.reference)
    return _page(request, "no_case_because", "Decide that no case is opened", held, form)


def hand_in(request: HttpRequest, person: UUID, disclosure: UUID) -> HttpResponse:
    """Hand a nomination in to the case that the person has."""
    by, why = actor(request), purpose(request, person).code
    held = _held(request, person, disclosure)
    form = HandIn(request.POST or None, grounds=load(held.programme).same_person_grounds)
    if form.is_valid():
        with form.rules():
            intake.hand_in(by=by, purpose=why, disclosure=disclosure, **form.cleaned_data)
        if form.accepted:
            after = _held(request, person, disclosure)
            banner = TAKEN_IN if after.became == Became.HANDED_IN else HANDED_IN
            return done(request, banner, to=_address(person, disclosure), reference=held.held.reference)
    return _page(request, "hand_in", "This person already has a case", held, form)


def take_back(request: HttpRequest, person: UUID, disclosure: UUID) -> HttpResponse:
    """Take back what was handed in: it was another person, or needs a case of its own."""
    by, why = actor(request), purpose(request, person).code
    held = _held(request, person, disclosure)
    form = EndHandIn(request.POST or None, reasons=load(held.programme).hand_in_endings)
    if form.is_valid():
        with form.rules():
            intake.take_back(by=by, purpose=why, disclosure=disclosure, **form.cleaned_data)
        if form.accepted:
            return done(request, TAKEN_BACK, to=_address(person, disclosure), reference=held.held.reference)
    return _page(request, "take_back_hand_in", "Take back what you handed in", held, form)


def answer(request: HttpRequest, person: UUID, case: UUID, hand_in: UUID) -> HttpResponse:
    """The panel takes a nomination into its case, or refuses it."""
    by, why, shown = opened(request, person, case)
    line = _handed_in(shown, hand_in)
    form = AnswerHandIn(request.POST or None, reasons=load(shown.programme).hand_in_endings)
    if form.is_valid():
        said = form.cleaned_data
        accepts = said["answer"] == "accept"
        with form.rules():
            if accepts:
                intake.accept(by=by, purpose=why.code, case=case, hand_in=hand_in)
            else:
                intake.refuse(by=by, purpose=why.code, case=case, hand_in=hand_in, reason=said["reason"])
        if form.accepted:
            banner = ACCEPTED if accepts else REFUSED
            return done(request, banner, to=reverse("work:case", args=[person, case]), reference=shown.reference)
    title = "Does this nomination belong to your case?"
    return form_page(request, "work/answer_hand_in.html", title, form=form, shown=shown, line=line)


def undo(request: HttpRequest, person: UUID, case: UUID, hand_in: UUID) -> HttpResponse:
    """Take a nomination out of a case again."""
    by, why, shown = opened(request, person, case)
    line = _handed_in(shown, hand_in)
    form = EndHandIn(request.POST or None, reasons=load(shown.programme).hand_in_endings)
    if form.is_valid():
        with form.rules():
            intake.undo(by=by, purpose=why.code, case=case, hand_in=hand_in, reason=form.cleaned_data["reason"])
        if form.accepted:
            to = reverse("work:case", args=[person, case])
            return done(request, UNDONE, to=to, reference=shown.reference)
    title = "Take this nomination out of the case"
    return form_page(request, "work/undo_hand_in.html", title, form=form, shown=shown, line=line)


def _held(request: HttpRequest, person: UUID, disclosure: UUID) -> HeldPage:
    shown = open_disclosure(by=actor(request), purpose=purpose(request, person).code, disclosure=disclosure)
    if isinstance(shown, GivenPage):
        raise NotFound
    return shown


def _handed_in(shown: CasePage, hand_in: UUID) -> NominationLine:
    found = next((each for each in shown.nominations if each.hand_in == hand_in), None)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, template: str, title: str, shown: HeldPage, form: Form) -> HttpResponse:
    return page(
        request,
        f"work/{template}.html",
        title=title,
        caption=shown.held.reference,
        form=form,
        shown=shown,
        marking=shown.held.marking,
        purpose=purpose(request, shown.person),
        back=_address(shown.person, shown.id),
    )


def _address(person: UUID, disclosure: UUID) -> str:
    return reverse("work:disclosure", args=[person, disclosure])
