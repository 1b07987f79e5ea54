"""Time and cost: of a case, of what one worked on lately, and taking a mistaken entry back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.costs.actions import recording
from handrail.costs.actions.recording import Spent
from handrail.costs.queries import entries as queries
from handrail.gate import clock
from handrail.programme import load
from handrail.web import banners
from handrail.web.fields import Option
from handrail.web.forms import Confirm, Form, posted
from handrail.web.pages import done, page
from handrail.web.purposes import usual_purpose
from handrail.web.requests import actor
from handrail.web.work.resourcing_forms import SpentLately, SpentOnCase
from handrail.web.work.views.cases import frame, opened

RECORDED = banners.declare("cost.recorded", happened="It was recorded.", next="Record more below, if there is more.")
TAKEN_BACK = banners.declare(
    "cost.taken_back", happened="The entry was taken back. Both stay in the list.", next="Record what is right."
)


def case_costs(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """What a case has taken, and one line to record more; with ``?support=`` on that support action."""
    by, why, shown = opened(request, person, case)
    found = queries.costs_of_case(by=by, purpose=why.code, case=case)
    rulebook = load(shown.programme)
    asked = next((row for row in shown.plan if str(row.id) == request.GET.get("support")), None)
    form = SpentOnCase(
        request.POST or None,
        plan=[Option(str(row.id), rulebook.support_actions[row.action].title) for row in shown.plan],
        kinds=rulebook.kinds_of_work,
        lines=found.payers,
        today=clock.today(),
        initial={
            "support_action": str(asked.id) if asked else "",
            "line": str(asked.provided.line or "") if asked else "",
        },
    )
    if form.is_valid():
        support = form.cleaned_data["support_action"]
        with form.rules():
            recording.record_on_case(
                by=by,
                purpose=why.code,
                case=case,
                spent=_spent(form),
                support_action=UUID(support) if support else None,
            )
        if form.accepted:
            return done(request, RECORDED, to=reverse("work:case_costs", args=[person, case]))
    return page(
        request,
        "work/case_costs.html",
        **frame(shown, "work:case_costs"),
        purpose=why,
        shown=shown,
        rulebook=rulebook,
        costs=found,
        form=form,
    )


def time_and_cost(request: HttpRequest) -> HttpResponse:
    """What the member recorded lately, and one line to record more."""
    by, why = actor(request), usual_purpose(request)
    mine = queries.my_time(by=by, purpose=why)
    rulebook = load(mine.programme)
    form = SpentLately(
        request.POST or None,
        cases=[Option(str(each.case), f"Case {each.reference}") for each in mine.cases],
        centre=mine.centre_name,
        kinds=rulebook.kinds_of_work,
        lines=mine.payers,
        today=clock.today(),
    )
    if form.is_valid():
        case = form.cleaned_data["what_for"]
        with form.rules():
            if case:
                recording.record_on_case(by=by, purpose=why, case=UUID(case), spent=_spent(form))
            else:
                recording.record_for_centre(by=by, purpose=why, centre=mine.centre, spent=_spent(form))
        if form.accepted:
            return done(request, RECORDED, to=reverse("work:time_and_cost"))
    return page(
        request,
        "work/time_and_cost.html",
        title="Time and cost",
        mine=mine,
        rulebook=rulebook,
        form=form,
        back=reverse("work:waiting"),
    )


def take_back(request: HttpRequest, entry: UUID) -> HttpResponse:
    """Take a mistaken entry back: one button."""
    by, why = actor(request), usual_purpose(request)
    shown = queries.entry_of(by=by, purpose=why, entry=entry)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            recording.take_back(by=by, purpose=why, entry=entry)
        if form.accepted:
            return done(request, TAKEN_BACK, to=reverse("work:time_and_cost"))
    return page(
        request,
        "work/take_back.html",
        title="Take this entry back",
        form=form,
        shown=shown,
        back=reverse("work:time_and_cost"),
    )


def _spent(form: Form) -> Spent:
    said = form.cleaned_data
    return Spent(
        kind=said["kind"],
        on=said["on"],
        minutes=said["minutes"],
        pence=said["pence"],
        line=UUID(said["line"]) if said["line"] else None,
    )
