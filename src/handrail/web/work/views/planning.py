"""Adding needs, strengths, risks and support to a case; and the steps of a support action."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from handrail.casework.actions import challenging, opening, planning
from handrail.casework.actions import risks as risk_actions
from handrail.casework.queries import cases as queries
from handrail.casework.queries.cases import case_of_support
from handrail.casework.values import CasePage
from handrail.gate import Actor, NotFound
from handrail.programme import load
from handrail.sharing.queries import people
from handrail.web import banners
from handrail.web.fields import Option
from handrail.web.forms import Confirm, Form, posted
from handrail.web.pages import done
from handrail.web.purposes import Purpose, purpose
from handrail.web.requests import actor
from handrail.web.work import choices
from handrail.web.work.forms import (
    AddNeed,
    AddSupport,
    CompleteSupport,
    FlagWatching,
    RiskFields,
)
from handrail.web.work.views.cases import form_page
from handrail.web.work.views.challenges import FLAGGED

NEED_ADDED = banners.declare("case.need_added", happened="It was added.", next="Plan the support that answers it.")
RISK_ADDED = banners.declare("case.risk_added", happened="The risk was recorded, with its one owner.")
RISK_CLOSED = banners.declare("risk.closed", happened="The risk was closed. Who owned it, and when, is kept.")
PLANNED = banners.declare(
    "case.planned",
    happened="The support action is in the plan.",
    told="The organisation that does it was told.",
    next="Say who gives it, and what it costs.",
)
STEP_TAKEN = banners.declare("support.step", happened="The support action was updated.")


def add_need(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Add a need or, with ``?strength=1``, a strength."""
    by, why, shown = _opened(request, person, case)
    strength = request.GET.get("strength") == "1"
    rulebook = load(shown.programme)
    form = AddNeed(
        request.POST or None,
        kinds=rulebook.protective_factors if strength else rulebook.needs,
        sources=_sources(request, person),
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
                draws_on=tuple(UUID(each) for each in said["draws_on"]),
            )
        if form.accepted:
            return done(request, NEED_ADDED, to=reverse("work:case_needs", args=[person, case]))
    title = "Add a strength" if strength else "Add a need"
    return form_page(request, "work/case_form.html", title, form=form, shown=shown)


def add_risk(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Record a risk with its one owner."""
    by, why, shown = _opened(request, person, case)
    rulebook = load(shown.programme)
    form = RiskFields(
        request.POST or None,
        kinds=rulebook.risk_kinds,
        severities=rulebook.severities,
        owners=choices.parties(by, why.code, lead=shown.lead_id, centre=shown.centre_id).risk_owners(),
        sources=_sources(request, person),
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
    by, why, shown = _opened(request, person, case)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            risk_actions.close(by=by, purpose=why.code, risk=risk)
        if form.accepted:
            return done(request, RISK_CLOSED, to=reverse("work:case_risks", args=[person, case]))
    return form_page(request, "work/close_risk.html", "Close this risk", form=form, shown=shown)


def add_support(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Add a support action from the closed catalogue to the plan."""
    by, why, shown = _opened(request, person, case)
    form = AddSupport(
        request.POST or None,
        catalogue=load(shown.programme).support_actions,
        owners=[Option(str(each.id), each.organisation) for each in shown.partners],
        objectives=_objectives(shown),
        sources=_sources(request, person),
    )
    if form.is_valid():
        said = form.cleaned_data
        with form.rules():
            planning.plan(
                by=by,
                purpose=why.code,
                case=case,
                support=said["support"],
                owner=UUID(said["owner"]),
                owner_member=None,
                due_on=said["due_on"],
                objective=said["objective"],
                consent=said["consent"],
                serves=UUID(said["serves"]) if said["serves"] else None,
                draws_on=tuple(UUID(each) for each in said["draws_on"]),
            )
        if form.accepted:
            return done(request, PLANNED, to=reverse("work:case_plan", args=[person, case]))
    return form_page(request, "work/add_support.html", "Plan support", form=form, shown=shown)


#: The steps of a support action: the title of the page, and its form.
_STEPS: dict[str, tuple[str, type[Form]]] = {
    "start": ("Start this support", Confirm),
    "complete": ("This support was given", CompleteSupport),
    "cancel": ("Cancel this support", Confirm),
    "watch": ("This asks me to watch someone", FlagWatching),
}

_TAKE: dict[str, Callable[..., object]] = {
    "start": planning.start,
    "complete": planning.complete,
    "cancel": planning.cancel,
    "watch": challenging.asks_to_watch,
}


def support_step(request: HttpRequest, person: UUID, support_action: UUID, step: str) -> HttpResponse:
    """Take one step of a support action."""
    if step not in _STEPS:
        raise Http404
    by, why = actor(request), purpose(request, person)
    case = case_of_support(by=by, purpose=why.code, support_action=support_action)
    shown = queries.open_case(by=by, purpose=why.code, case=case)
    title, kind = _STEPS[step]
    form = kind(posted(request))
    if form.is_valid():
        with form.rules():
            _TAKE[step](by=by, purpose=why.code, support_action=support_action, **form.cleaned_data)
        if form.accepted:
            banner = FLAGGED if step == "watch" else STEP_TAKEN
            return done(request, banner, to=reverse("work:case_plan", args=[person, case]))
    row = next((each for each in shown.plan if each.id == support_action), None)
    return form_page(request, "work/support_step.html", title, form=form, shown=shown, row=row, step=step)


def _opened(request: HttpRequest, person: UUID, case: UUID) -> tuple[Actor, Purpose, CasePage]:
    by, why = actor(request), purpose(request, person)
    return by, why, queries.open_case(by=by, purpose=why.code, case=case)


def _sources(request: HttpRequest, person: UUID) -> list[Option]:
    """The items that the member may draw on; none for a partner who holds nothing."""
    why = purpose(request, person)
    try:
        known = people.about(by=actor(request), purpose=why.code, person=person)
    except NotFound:
        return []
    return [Option(str(each.item), f"{each.number}. {each.category.title} ({each.originator})") for each in known.items]


def _objectives(shown: CasePage) -> list[Option]:
    """The open objectives that the member may read, for support to serve."""
    return [Option(str(each.id), each.words) for each in shown.objectives if each.state == "open" and each.words]
