"""Adding needs, strengths, risks and support to a case; and the steps of a support action."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from handrail.casework.actions import challenging, opening, planning
from handrail.casework.actions import risks as risk_actions
from handrail.casework.values import CasePage
from handrail.programme import load
from handrail.web import banners
from handrail.web.fields import Option
from handrail.web.forms import Confirm, Form, posted
from handrail.web.pages import SeeOther, done
from handrail.web.work import choices
from handrail.web.work.forms import (
    AddNeed,
    AddSupport,
    CompleteSupport,
    FlagWatching,
    RiskFields,
)
from handrail.web.work.views.cases import form_page, opened, opened_support
from handrail.web.work.views.challenges import FLAGGED

NEED_ADDED = banners.declare("case.need_added", happened="It was added.", next="Plan the support that answers it.")
RISK_ADDED = banners.declare(
    "case.risk_added",
    happened="The risk was recorded, with its one owner.",
    told="The owner by name is asked to confirm it, unless you named yourself.",
)
RISK_CLOSED = banners.declare("risk.closed", happened="The risk was closed. Who owned it, and when, is kept.")
PLANNED = banners.declare(
    "case.planned",
    happened="The support action is in the plan.",
    told="The organisation that does it was told.",
    next="Say who gives it, and what it costs.",
)
STARTED = banners.declare(
    "support.started",
    happened="The support has started.",
    told="The team can see it.",
    next="Record each contact with the person, so that nobody thinks it petered out.",
)
GIVEN = banners.declare(
    "support.given", happened="It was recorded that the support was given.", told="The team can see it."
)
CANCELLED = banners.declare(
    "support.cancelled", happened="The support action was cancelled.", told="Nobody waits for it any more."
)


def add_need(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Add a need or, with ``?strength=1``, a strength."""
    by, why, shown = opened(request, person, case)
    strength = request.GET.get("strength") == "1"
    rulebook = load(shown.programme)
    form = AddNeed(
        request.POST or None,
        kinds=rulebook.protective_factors if strength else rulebook.needs,
        sources=choices.information(by, why.code, person),
    )
    if form.is_valid():
        said = form.cleaned_data
        with form.rules():
            planning.add_need(
                by=by,
                purpose=why.code,
                case=case,
                kind=said["kind"],
                strength=strength,
                description=said["description"],
                draws_on=form.sources(),
            )
        if form.accepted:
            return done(request, NEED_ADDED, to=reverse("work:case_needs", args=[person, case]))
    title = "Add a strength" if strength else "Add a need"
    return form_page(request, "work/case_form.html", title, form=form, shown=shown)


def add_risk(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Record a risk with its one owner."""
    by, why, shown = opened(request, person, case)
    rulebook = load(shown.programme)
    form = RiskFields(
        request.POST or None,
        kinds=rulebook.risk_kinds,
        severities=rulebook.severities,
        owners=choices.parties(by, why.code, lead=shown.lead_id, centre=shown.centre_id).risk_owners(),
        sources=choices.information(by, why.code, person),
    )
    if form.is_valid():
        said = form.cleaned_data
        owner = choices.owner(said["owner"])
        risk = opening.NewRisk(
            kind=said["kind"],
            severity=said["severity"],
            description=said["description"],
            owner_organisation=owner.organisation,
            owner_member=owner.member,
            draws_on=form.sources(),
        )
        with form.rules():
            opening.add_risk(by=by, purpose=why.code, case=case, risk=risk)
        if form.accepted:
            return done(request, RISK_ADDED, to=reverse("work:case_risks", args=[person, case]))
    return form_page(request, "work/case_form.html", "Record a risk", form=form, shown=shown)


def close_risk(request: HttpRequest, person: UUID, case: UUID, risk: UUID) -> HttpResponse:
    """Close a risk: one button."""
    by, why, shown = opened(request, person, case)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            risk_actions.close(by=by, purpose=why.code, risk=risk)
        if form.accepted:
            return done(request, RISK_CLOSED, to=reverse("work:case_risks", args=[person, case]))
    return form_page(request, "work/close_risk.html", "Close this risk", form=form, shown=shown)


def add_support(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Add a support action from the closed catalogue to the plan."""
    by, why, shown = opened(request, person, case)
    form = AddSupport(
        request.POST or None,
        catalogue=load(shown.programme).support_actions,
        owners=[Option(str(each.id), each.organisation) for each in shown.partners],
        objectives=_objectives(shown),
        sources=choices.information(by, why.code, person),
    )
    if form.is_valid():
        with form.rules():
            planning.plan(by=by, purpose=why.code, case=case, **form.planned())
        if form.accepted:
            return done(request, PLANNED, to=reverse("work:case_plan", args=[person, case]))
    return form_page(request, "work/add_support.html", "Plan support", form=form, shown=shown)


#: The steps of a support action: the title of the page, its form, the action, and what is said after it.
STEPS: dict[str, tuple[str, type[Form], Callable[..., object], banners.Banner]] = {
    "start": ("Start this support", Confirm, planning.start, STARTED),
    "complete": ("This support was given", CompleteSupport, planning.complete, GIVEN),
    "cancel": ("Cancel this support", Confirm, planning.cancel, CANCELLED),
    "watch": ("This asks me to watch someone", FlagWatching, challenging.asks_to_watch, FLAGGED),
}


def support(request: HttpRequest, person: UUID, support_action: UUID) -> HttpResponse:
    """Lead on to the plan that a support action is in."""
    _, _, shown, _ = opened_support(request, person, support_action)
    return SeeOther(reverse("work:case_plan", args=[person, shown.id]))


def support_step(request: HttpRequest, person: UUID, support_action: UUID, step: str) -> HttpResponse:
    """Take one step of a support action."""
    if step not in STEPS:
        raise Http404
    by, why, shown, row = opened_support(request, person, support_action)
    title, kind, take, banner = STEPS[step]
    form = kind(posted(request))
    if form.is_valid():
        with form.rules():
            take(by=by, purpose=why.code, support_action=support_action, **form.cleaned_data)
        if form.accepted:
            return done(request, banner, to=reverse("work:case_plan", args=[person, shown.id]))
    return form_page(request, "work/support_step.html", title, form=form, shown=shown, row=row, step=step)


def _objectives(shown: CasePage) -> list[Option]:
    """The open objectives that the member may read, for support to serve."""
    return [Option(str(each.id), each.words) for each in shown.objectives if each.state == "open" and each.words]
