"""The person's word: that they have been told, what they said to being supported, and what they would like."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.casework.actions import consenting, objectives, planning
from handrail.casework.queries.consent import open_consent
from handrail.casework.rules import CONSENT
from handrail.casework.values import CasePage
from handrail.gate import NotFound
from handrail.programme import load
from handrail.web import banners
from handrail.web.fields import Option
from handrail.web.pages import done, page
from handrail.web.work import choices
from handrail.web.work.agreeing_forms import AddObjective, EndObjective, PlanAgain, RecordConsent, RecordTold
from handrail.web.work.views.cases import form_page, frame, opened, opened_support

CONSENT_GIVEN = banners.declare(
    "case.consent_given",
    happened="It was recorded that they agreed.",
    next="You will be asked to look at it again in three months. They can change their mind at any time.",
)
CONSENT_REFUSED = banners.declare(
    "case.consent_refused",
    happened="It was recorded that they said no.",
    told="Nobody was told. A no is no concern, and ordinary services go on.",
)
CONSENT_WITHDRAWN = banners.declare(
    "case.consent_withdrawn",
    happened="It was recorded that they changed their mind. What the programme was doing for them has stopped.",
    told="The case coordinator was asked to assess again what would help. Nobody else was told.",
)
TOLD_RECORDED = banners.declare(
    "case.told", happened="It was recorded that the person knows.", next="Ask whether they would like support."
)
OBJECTIVE_ADDED = banners.declare(
    "case.objective_added", happened="The objective is in the plan.", next="Plan the support that serves it."
)
OBJECTIVE_ENDED = banners.declare("case.objective_ended", happened="The objective was updated.")
PLANNED_AGAIN = banners.declare(
    "support.planned_again",
    happened="The support action is in the plan again.",
    told="Whoever does it was told, and the police were asked to confirm.",
)

_SAID = {"give": "They agreed to support", "refuse": "They said no", "withdraw": "They changed their mind"}
_RECORDED = {"give": CONSENT_GIVEN, "refuse": CONSENT_REFUSED, "withdraw": CONSENT_WITHDRAWN}


def consents(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """What the person said each time that they were asked, for those who may read it."""
    by, why, shown = opened(request, person, case)
    readable = "case.read_consent" in shown.steps
    said = open_consent(by=by, purpose=why.code, case=case) if readable else None
    return page(
        request,
        "work/case_consent.html",
        **frame(shown, "work:case_consent"),
        purpose=why,
        shown=shown,
        said=said,
        rulebook=load(shown.programme),
    )


def record_consent(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Record what the person said to being supported."""
    by, why, shown = opened(request, person, case)
    known = open_consent(by=by, purpose=why.code, case=case)
    form = RecordConsent(
        request.POST or None,
        steps=[Option(step, _SAID[step]) for step in CONSENT.transitions[shown.consent]],
        ways=load(shown.programme).consent_ways,
        child=known.child,
    )
    if form.is_valid():
        with form.rules():
            consenting.record_consent(by=by, purpose=why.code, case=case, **form.cleaned_data)
        if form.accepted:
            to = reverse("work:case_consent", args=[person, case])
            return done(request, _RECORDED[form.cleaned_data["step"]], to=to)
    return form_page(request, "work/consent.html", "Record what they said", form=form, shown=shown)


def told(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Record that the person has been told."""
    by, why, shown = opened(request, person, case)
    form = RecordTold(request.POST or None)
    if form.is_valid():
        with form.rules():
            consenting.record_told(by=by, purpose=why.code, case=case, **form.cleaned_data)
        if form.accepted:
            return done(request, TOLD_RECORDED, to=reverse("work:case_consent", args=[person, case]))
    return form_page(request, "work/told.html", "The person has been told", form=form, shown=shown)


def add_objective(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Write down what the person would like to be different."""
    by, why, shown = opened(request, person, case)
    form = AddObjective(request.POST or None, sources=choices.information(by, why.code, person))
    if form.is_valid():
        said = form.cleaned_data
        with form.rules():
            objectives.add_objective(
                by=by,
                purpose=why.code,
                case=case,
                words=said["words"],
                own_words=said["own_words"],
                draws_on=form.sources(),
            )
        if form.accepted:
            return done(request, OBJECTIVE_ADDED, to=_plan(shown))
    return form_page(request, "work/add_objective.html", "Add an objective", form=form, shown=shown)


def end_objective(request: HttpRequest, person: UUID, case: UUID, objective: UUID) -> HttpResponse:
    """Say that an objective is reached, or set aside."""
    by, why, shown = opened(request, person, case)
    card = next((each for each in shown.objectives if each.id == objective), None)
    if card is None:
        raise NotFound
    form = EndObjective(request.POST or None)
    if form.is_valid():
        with form.rules():
            objectives.end_objective(by=by, purpose=why.code, case=case, objective=objective, **form.cleaned_data)
        if form.accepted:
            return done(request, OBJECTIVE_ENDED, to=_plan(shown))
    return form_page(
        request, "work/end_objective.html", "What became of this objective", form=form, shown=shown, card=card
    )


def plan_again(request: HttpRequest, person: UUID, support_action: UUID) -> HttpResponse:
    """Take up again a support action that stopped when the person said no."""
    by, why, shown, row = opened_support(request, person, support_action)
    form = PlanAgain(request.POST or None)
    if form.is_valid():
        with form.rules():
            planning.plan_again(by=by, purpose=why.code, support_action=support_action, **form.cleaned_data)
        if form.accepted:
            return done(request, PLANNED_AGAIN, to=_plan(shown))
    return form_page(request, "work/plan_again.html", "Take this support up again", form=form, shown=shown, row=row)


def _plan(shown: CasePage) -> str:
    return reverse("work:case_plan", args=[shown.person, shown.id])
