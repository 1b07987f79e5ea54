"""What we hold: one disclosure as its recipient works with it, or as its originator follows it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.casework.queries.intake import open_intake
from handrail.gate import NotFound
from handrail.programme import load
from handrail.sharing.actions import contributing, receiving
from handrail.sharing.queries import disclosures, followups
from handrail.sharing.queries.disclosures import GivenPage, HeldPage
from handrail.web import banners
from handrail.web.forms import Confirm, posted
from handrail.web.pages import done, page
from handrail.web.purposes import purpose
from handrail.web.requests import actor
from handrail.web.work.forms import AnswerRequest, GuardianDecision, SayKnown

ACKNOWLEDGED = banners.declare(
    "disclosure.acknowledged",
    happened="You acknowledged {reference}.",
    told="Its originator can see that you did.",
    next="Say whether you can do what is asked.",
)
ACCEPTED = banners.declare(
    "disclosure.request_accepted",
    happened="You said that you will do what is asked about {reference}.",
    next="Agree in the person’s case who does it and by when.",
)
DECLINED = banners.declare(
    "disclosure.request_declined",
    happened="You said that you can’t do what is asked about {reference}.",
    told="Its originator can see this and why.",
    next="You still hold what you were given, until its last day.",
)
SAID = banners.declare(
    "disclosure.said",
    happened="Your answer about {reference} was recorded.",
    next="You can change it at any time.",
)
WAITS = banners.declare(
    "disclosure.waits_for_guardian",
    happened="Your answer about {reference} was recorded.",
    told="Your Caldicott guardian was told. Until they decide, its originator sees “cannot say”.",
)
BEGUN = banners.declare(
    "contribution.begun",
    happened="You began a contribution.",
    next="Nothing goes anywhere until another member of your organisation has released it.",
)
GUARDIAN_DECIDED = banners.declare("statement.decided", happened="Your decision was recorded.")


def disclosure(request: HttpRequest, person: UUID, disclosure: UUID) -> HttpResponse:
    """The page of one disclosure."""
    why = purpose(request, person)
    shown = disclosures.open_disclosure(by=actor(request), purpose=why.code, disclosure=disclosure)
    if isinstance(shown, GivenPage):
        return page(
            request,
            "work/given.html",
            title=f"Given to {shown.recipient}",
            caption=shown.reference,
            shown=shown,
            person=person,
            purpose=why,
            back=reverse("work:people"),
        )
    return page(
        request,
        "work/held.html",
        title=shown.held.name or "What we hold",
        tab=f"{shown.held.reference} · what we hold",
        caption=f"{shown.held.reference} · what we hold" if shown.held.name else shown.held.reference,
        shown=shown,
        intake=open_intake(by=actor(request), purpose=why.code, disclosure=disclosure),
        rulebook=load(shown.programme),
        person=person,
        marking=shown.held.marking,
        purpose=why,
        back=reverse("work:waiting"),
    )


def acknowledge(request: HttpRequest, person: UUID, disclosure: UUID) -> HttpResponse:
    """Acknowledge: one button."""
    by, why = actor(request), purpose(request, person)
    form = Confirm(posted(request))
    if form.is_valid():
        receiving.acknowledge(by=by, purpose=why.code, disclosure=disclosure)
        shown = _held(request, person, disclosure)
        return done(request, ACKNOWLEDGED, to=_address(person, disclosure), reference=shown.held.reference)
    shown = _held(request, person, disclosure)
    return page(
        request,
        "work/acknowledge.html",
        title="Acknowledge what you were given",
        form=form,
        shown=shown,
        purpose=why,
        back=_address(person, disclosure),
    )


def answer_request(request: HttpRequest, person: UUID, disclosure: UUID) -> HttpResponse:
    """Say whether the organisation can do what is asked."""
    by, why = actor(request), purpose(request, person)
    shown = _held(request, person, disclosure)
    form = AnswerRequest(request.POST or None, reasons=load(shown.programme).cannot_do_reasons)
    if form.is_valid():
        can = form.cleaned_data["can"]
        with form.rules():
            if can:
                receiving.accept_request(by=by, purpose=why.code, disclosure=disclosure)
            else:
                receiving.decline_request(
                    by=by, purpose=why.code, disclosure=disclosure, reason=form.cleaned_data["reason"]
                )
        if form.accepted:
            banner = ACCEPTED if can else DECLINED
            return done(request, banner, to=_address(person, disclosure), reference=shown.held.reference)
    return page(
        request,
        "work/answer_request.html",
        title="Can you do what is asked?",
        form=form,
        shown=shown,
        purpose=why,
        back=_address(person, disclosure),
    )


def say_known(request: HttpRequest, person: UUID, disclosure: UUID) -> HttpResponse:
    """Decide whether to say that the organisation knows the person: *cannot say* unless it decides otherwise."""
    by, why = actor(request), purpose(request, person)
    shown = _held(request, person, disclosure)
    form = SayKnown(request.POST or None, initial={"answer": shown.knows})
    if form.is_valid():
        answer = form.cleaned_data["answer"]
        with form.rules():
            if answer == "cannot_say":
                receiving.cannot_say(by=by, purpose=why.code, disclosure=disclosure)
            else:
                receiving.say_known(by=by, purpose=why.code, disclosure=disclosure, known=answer == "known")
        if form.accepted:
            after = _held(request, person, disclosure)
            banner = WAITS if after.knows_state == "waiting" else SAID
            return done(request, banner, to=_address(person, disclosure), reference=shown.held.reference)
    return page(
        request,
        "work/say_known.html",
        title="Does your organisation know this person?",
        form=form,
        shown=shown,
        purpose=why,
        back=_address(person, disclosure),
    )


def contribute(request: HttpRequest, person: UUID, disclosure: UUID) -> HttpResponse:
    """Begin a contribution: the pages on which it is written come next."""
    by, why = actor(request), purpose(request, person)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            draft = contributing.contribute(by=by, purpose=why.code, disclosure=disclosure)
        if form.accepted:
            return done(request, BEGUN, to=reverse("originate:nomination", args=[draft.decision]))
    shown = _held(request, person, disclosure)
    return page(
        request,
        "work/contribute.html",
        title="Add what you know",
        form=form,
        shown=shown,
        purpose=why,
        back=_address(person, disclosure),
    )


def statement(request: HttpRequest, person: UUID, statement: UUID) -> HttpResponse:
    """The Caldicott guardian decides whether the organisation says that it knows the person."""
    by, why = actor(request), purpose(request, person)
    shown = followups.open_statement(by=by, purpose=why.code, statement=statement)
    form = GuardianDecision(request.POST or None)
    if form.is_valid():
        act = receiving.make_statement if form.cleaned_data["say"] else receiving.refuse_statement
        with form.rules():
            act(by=by, purpose=why.code, statement=statement)
        if form.accepted:
            return done(request, GUARDIAN_DECIDED, to=reverse("work:waiting"))
    return page(
        request,
        "work/statement.html",
        title="Should your organisation say so?",
        form=form,
        shown=shown,
        purpose=why,
        back=reverse("work:waiting"),
    )


def _held(request: HttpRequest, person: UUID, disclosure: UUID) -> HeldPage:
    why = purpose(request, person)
    shown = disclosures.open_disclosure(by=actor(request), purpose=why.code, disclosure=disclosure)
    if isinstance(shown, GivenPage):
        raise NotFound
    return shown


def _address(person: UUID, disclosure: UUID) -> str:
    return reverse("work:disclosure", args=[person, disclosure])
