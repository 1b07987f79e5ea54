"""The risk ledger: what an organisation owns now, one risk with its history, and what is done about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.casework.actions import changing_kind, handing_over
from handrail.casework.actions import risks as actions
from handrail.casework.queries import risks as queries
from handrail.casework.risk_values import RiskPage
from handrail.gate import Actor, Conflict
from handrail.programme import load
from handrail.web import banners, paging
from handrail.web.forms import Confirm, Form, posted
from handrail.web.pages import SeeOther, done, page
from handrail.web.purposes import Purpose, purpose, usual_purpose
from handrail.web.requests import actor
from handrail.web.work import choices
from handrail.web.work.risk_forms import (
    AnswerOffer,
    JudgeRisk,
    OfferRisk,
    ProposeKind,
    ReviewKind,
    SignKind,
    WhoOwned,
)

OFFERED = banners.declare(
    "risk.offered",
    happened="You offered the risk.",
    told="Whoever is asked was told that an offer waits.",
    next="It stays yours until they accept it.",
)
ACCEPTED = banners.declare(
    "risk.accepted",
    happened="You own this risk from now on, by name.",
    told="Everybody on the case sees that.",
    next="Read below what its owner has to do.",
)
REFUSED = banners.declare(
    "risk.refused",
    happened="You refused the risk. It stays with whoever offered it.",
    told="They were told, and asked to confirm that they own it.",
)
WITHDRAWN = banners.declare("risk.offer_withdrawn", happened="You took the offer back. The risk is still yours.")
CONFIRMED = banners.declare("risk.confirmed", happened="You confirmed that you own this risk.")
JUDGED = banners.declare(
    "risk.judged", happened="Your judgement was recorded. What it was before stays in the history."
)
PROPOSED = banners.declare(
    "risk.kind_proposed", happened="What you proposed was recorded. See below who is asked next."
)
SIGNED = banners.declare(
    "risk.kind_signed",
    happened="You signed for the police.",
    told="Somebody of neither organisation was asked to review it.",
    next="Until they agree, the risk is of the kind that it was.",
)
CHANGED = banners.declare("risk.kind_changed", happened="You agreed. The risk is of that kind from now on.")
DECLINED = banners.declare("risk.kind_declined", happened="You declined. The risk stays of the kind that it was.")
KIND_WITHDRAWN = banners.declare("risk.kind_withdrawn", happened="You took the proposal back.")


def our_risks(request: HttpRequest) -> HttpResponse:
    """What the member's organisation owns now, what it is asked to take, and what its agreements say of both."""
    number = paging.page_asked(request)
    found = queries.owned_now(by=actor(request), purpose=usual_purpose(request), page=number)
    return page(
        request,
        "work/our_risks.html",
        title="Risks we own now",
        found=found,
        part=paging.paged(request, found.owned, per_page=queries.PAGE, total=found.total),
        rulebooks={programme: load(programme) for programme in found.programmes},
        section="risks",
    )


def risk(request: HttpRequest, person: UUID, risk: UUID) -> HttpResponse:
    """One risk with its history; asked a day and a time, also who owned it then."""
    by, why = actor(request), purpose(request, person)
    form = WhoOwned(request.POST or None)
    at = form.moment() if form.is_valid() else None
    shown = queries.open_risk(by=by, purpose=why.code, risk=risk, at=at)
    return page(
        request,
        "work/risk.html",
        title=load(shown.programme).risk_kinds[shown.kind].title,
        form=form,
        **_frame(shown, why),
        back=reverse("work:case_risks", args=[shown.person, shown.case]),
    )


def offer(request: HttpRequest, person: UUID, risk: UUID) -> HttpResponse:
    """Offer the risk to another organisation of the team, or to a colleague."""
    by, why, shown = _opened(request, person, risk)
    rulebook = load(shown.programme)
    form = OfferRisk(
        request.POST or None,
        takers=choices.takers(shown),
        reasons=[
            each
            for each in rulebook.handover_reasons
            if any(each.within if taker.member else each.between for taker in shown.takers)
        ],
        sources=choices.information(by, why.code, person),
    )
    if form.is_valid():
        said = form.cleaned_data
        organisation, member = choices.taker(said["to"])
        with form.rules():
            handing_over.offer(
                by=by, purpose=why.code, risk=risk, to=organisation, to_member=member, reason=said["reason"],
                words=said["words"], draws_on=form.sources(),
            )  # fmt: skip
        if form.accepted:
            return _done(request, OFFERED, shown)
    return _form_page(request, "work/offer_risk.html", "Hand this risk over", form=form, shown=shown)


def answer(request: HttpRequest, person: UUID, risk: UUID) -> HttpResponse:
    """Take ownership of a risk that is offered, or refuse it with a reason."""
    by, why, shown = _opened(request, person, risk)
    if shown.offer is None:
        return SeeOther(reverse("work:risk", args=[person, risk]))
    form = AnswerOffer(request.POST or None, refusals=load(shown.programme).handover_refusals)
    if form.is_valid():
        said = form.cleaned_data
        with form.rules():
            read = _read(request)
            if said["answer"] == "accept":
                handing_over.accept(by=by, purpose=why.code, risk=risk, offer=read)
            else:
                handing_over.refuse(
                    by=by, purpose=why.code, risk=risk, offer=read, refusal=said["refusal"], words=said["words"]
                )
        if form.accepted:
            return _done(request, ACCEPTED if said["answer"] == "accept" else REFUSED, shown)
    return _form_page(
        request, "work/answer_offer.html", "Take ownership of this risk, or refuse it", form=form, shown=shown
    )


def judge(request: HttpRequest, person: UUID, risk: UUID) -> HttpResponse:
    """Judge anew how serious the risk is."""
    by, why, shown = _opened(request, person, risk)
    form = JudgeRisk(
        request.POST or None,
        severities=[each for each in load(shown.programme).severities if each.code != shown.severity],
        sources=choices.information(by, why.code, person),
    )
    if form.is_valid():
        said = form.cleaned_data
        with form.rules():
            actions.judge(
                by=by, purpose=why.code, risk=risk, severity=said["severity"], words=said["words"],
                draws_on=form.sources(),
            )  # fmt: skip
        if form.accepted:
            return _done(request, JUDGED, shown)
    return _form_page(request, "work/judge_risk.html", "Judge how serious it is now", form=form, shown=shown)


def propose_kind(request: HttpRequest, person: UUID, risk: UUID) -> HttpResponse:
    """Propose that the risk is of another kind."""
    by, why, shown = _opened(request, person, risk)
    kinds = [
        each for each in load(shown.programme).risk_kinds if each.code != shown.kind and each.nature != "immediate"
    ]
    form = ProposeKind(request.POST or None, kinds=kinds, sources=choices.information(by, why.code, person))
    if form.is_valid():
        said = form.cleaned_data
        with form.rules():
            changing_kind.propose(
                by=by, purpose=why.code, risk=risk, kind=said["kind"], words=said["words"], draws_on=form.sources()
            )
        if form.accepted:
            return _done(request, PROPOSED, shown)
    return _form_page(request, "work/propose_kind.html", "It is another kind of risk", form=form, shown=shown)


def answer_kind(request: HttpRequest, person: UUID, risk: UUID) -> HttpResponse:
    """Sign for the police that the risk is of another kind, or review it; or decline."""
    by, why, shown = _opened(request, person, risk)
    if shown.change is None:
        return SeeOther(reverse("work:risk", args=[person, risk]))
    signed = bool(shown.change.signed_for)
    form = (ReviewKind if signed else SignKind)(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        with form.rules():
            what: dict[str, Any] = {"by": by, "purpose": why.code, "risk": risk, "change": _read(request)}
            if not said["agree"]:
                changing_kind.decline(**what, words=said["words"])
            elif signed:
                changing_kind.review(**what, words=said["words"])
            else:
                changing_kind.sign(**what)
        if form.accepted:
            agreed = CHANGED if signed else SIGNED
            return _done(request, agreed if said["agree"] else DECLINED, shown)
    title = "Review another kind of risk" if signed else "Sign another kind of risk"
    return _form_page(request, "work/answer_kind.html", title, form=form, shown=shown)


def _one_button(take: Callable[..., object], banner: banners.Banner, *, about: str = "") -> Callable[..., HttpResponse]:
    """A view that takes a step with no more to fill in; ``about`` is the keyword of what was read, if it has one."""

    def view(request: HttpRequest, person: UUID, risk: UUID) -> HttpResponse:
        by, why, shown = _opened(request, person, risk)
        form = Confirm(posted(request))
        if form.is_valid():
            what: dict[str, Any] = {about: _read(request)} if about else {}
            take(by=by, purpose=why.code, risk=risk, **what)
            return _done(request, banner, shown)
        return _form_page(request, "work/risk_step.html", _TITLES[banner.code], form=form, shown=shown)

    return view


_TITLES = {
    WITHDRAWN.code: "Take the offer back",
    CONFIRMED.code: "Confirm that you own this risk",
    KIND_WITHDRAWN.code: "Take the proposal back",
}

withdraw_offer = _one_button(handing_over.withdraw, WITHDRAWN, about="offer")
confirm = _one_button(handing_over.confirm, CONFIRMED)
withdraw_kind = _one_button(changing_kind.withdraw, KIND_WITHDRAWN, about="change")


def _opened(request: HttpRequest, person: UUID, risk: UUID) -> tuple[Actor, Purpose, RiskPage]:
    by, why = actor(request), purpose(request, person)
    return by, why, queries.open_risk(by=by, purpose=why.code, risk=risk)


def _read(request: HttpRequest) -> UUID:
    """Which offer or proposal the member had before them, as the page carried it."""
    try:
        return UUID(request.POST.get("read", ""))
    except ValueError:
        raise Conflict from None


def _done(request: HttpRequest, banner: banners.Banner, shown: RiskPage) -> HttpResponse:
    return done(request, banner, to=reverse("work:risk", args=[shown.person, shown.id]))


def _form_page(request: HttpRequest, template: str, title: str, *, form: Form, shown: RiskPage) -> HttpResponse:
    """A page with one form about a risk."""
    frame = _frame(shown, purpose(request, shown.person))
    back = reverse("work:risk", args=[shown.person, shown.id])
    return page(request, template, title=title, form=form, **frame, back=back)


def _frame(shown: RiskPage, why: Purpose) -> dict[str, Any]:
    """What every page about a risk has around it."""
    return {
        "caption": f"{shown.reference} · {shown.initials}" if shown.initials else shown.reference,
        "shown": shown,
        "rulebook": load(shown.programme),
        "marking": shown.marking,
        "purpose": why,
    }
