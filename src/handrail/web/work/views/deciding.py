"""At a meeting: decisions with their reasons, dissent and the way forward, and what is left to do."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from handrail.casework.actions import planning
from handrail.gate import NotFound
from handrail.meetings.actions import deciding, following
from handrail.meetings.queries import papers as paper_queries
from handrail.meetings.values import AgendaPage, DecisionCard, DissentLine, Point
from handrail.programme import load
from handrail.web import banners
from handrail.web.fields import Option
from handrail.web.forms import Confirm, posted
from handrail.web.pages import done, page
from handrail.web.purposes import purpose
from handrail.web.requests import actor
from handrail.web.work import choices
from handrail.web.work.meeting_forms import (
    AddAction,
    DoneAction,
    PlanAtMeeting,
    ProposeDecision,
    SayDissent,
    SettleDissent,
)
from handrail.web.work.views.agendas import find_point, form_page, home, opened

PROPOSED = banners.declare(
    "decision.proposed",
    happened="The decision was put forward.",
    next="Record dissent, if there is any; then record it.",
)
DISSENTED = banners.declare(
    "decision.dissent",
    happened="The dissent was recorded.",
    next="Agree a way forward before the decision is recorded.",
)
SETTLED = banners.declare(
    "decision.settled",
    happened="The way forward was recorded. The dissent stays on record.",
    next="The decision can be recorded now.",
)
RECORDED = banners.declare(
    "decision.recorded", happened="The decision was recorded.", next="Say who does what by when."
)
DROPPED = banners.declare("decision.dropped", happened="It was recorded that this was not decided.")
WITHDRAWN = banners.declare("decision.withdrawn", happened="Your organisation no longer disagrees.")
LEFT_TO_DO = banners.declare(
    "meeting.left_to_do", happened="The action was recorded.", told="The organisation that does it was told."
)
PLANNED = banners.declare(
    "meeting.planned",
    happened="The support is in the plan of the case, because of this decision.",
    told="The organisation that does it was told.",
    next="Add what else the decision needs, or go on with the agenda.",
)
ACTION_ENDED = banners.declare("meeting.action_ended", happened="The action was updated.")


def propose(request: HttpRequest, person: UUID, agenda_case: UUID, point: UUID) -> HttpResponse:
    """Put a decision and its reason before the meeting."""
    by, why, shown = opened(request, person, agenda_case)
    found = find_point(shown, point)
    form = ProposeDecision(request.POST or None, sources=choices.information(by, why.code, person))
    if form.is_valid():
        said = form.cleaned_data
        with form.rules():
            deciding.propose(
                by=by, purpose=why.code, agenda_case=agenda_case, point=point, decision=said["decision"],
                reason=said["reason"], draws_on=form.sources(),
            )  # fmt: skip
        if form.accepted:
            return done(request, PROPOSED, to=_at(shown, found))
    return form_page(request, "Put a decision forward", form, shown, submit="Put it forward", back=_at(shown, found))


def dissent(request: HttpRequest, person: UUID, agenda_case: UUID, decision: UUID) -> HttpResponse:
    """Record that an organisation disagrees, and why."""
    by, why, shown = opened(request, person, agenda_case)
    found, card = _decision(shown, decision)
    speaks = "agenda.speak_for" in shown.steps
    organisations = [Option(str(each), name) for each, name in shown.partners] if speaks else []
    form = SayDissent(
        request.POST or None, sources=choices.information(by, why.code, person), organisations=organisations
    )
    if form.is_valid():
        said = form.cleaned_data
        with form.rules():
            deciding.dissent(
                by=by,
                purpose=why.code,
                agenda_case=agenda_case,
                decision=decision,
                why=said["why"],
                organisation=UUID(said["organisation"]) if said.get("organisation") else None,
                draws_on=form.sources(),
            )
        if form.accepted:
            return done(request, DISSENTED, to=_at(shown, found))
    return form_page(
        request, "Record a dissent", form, shown, submit="Record the dissent", back=_at(shown, found), card=card
    )


def settle(request: HttpRequest, person: UUID, agenda_case: UUID, dissent: UUID) -> HttpResponse:
    """Record the way forward that was agreed."""
    by, why, shown = opened(request, person, agenda_case)
    found, card, line = _dissent(shown, dissent)
    form = SettleDissent(request.POST or None)
    if form.is_valid():
        with form.rules():
            deciding.settle_dissent(
                by=by, purpose=why.code, agenda_case=agenda_case, dissent=dissent, **form.cleaned_data
            )
        if form.accepted:
            return done(request, SETTLED, to=_at(shown, found))
    return form_page(
        request, "The way forward", form, shown, submit="Record the way forward", back=_at(shown, found), card=card,
        dissent=line,
    )  # fmt: skip


def withdraw(request: HttpRequest, person: UUID, agenda_case: UUID, dissent: UUID) -> HttpResponse:
    """Say that one's organisation does not disagree any more."""
    by, why, shown = opened(request, person, agenda_case)
    found, card, line = _dissent(shown, dissent)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            deciding.withdraw_dissent(by=by, purpose=why.code, agenda_case=agenda_case, dissent=dissent)
        if form.accepted:
            return done(request, WITHDRAWN, to=_at(shown, found))
    return form_page(
        request, "Withdraw the dissent", form, shown, submit="We no longer disagree", back=_at(shown, found),
        card=card, dissent=line,
    )  # fmt: skip


STEPS: dict[str, tuple[str, str, Callable[..., object], banners.Banner]] = {
    "record": ("Record this decision", "Record it as decided", deciding.record_decision, RECORDED),
    "drop": ("This was not decided", "It was not decided", deciding.drop_decision, DROPPED),
}


def decision_step(request: HttpRequest, person: UUID, agenda_case: UUID, decision: UUID, step: str) -> HttpResponse:
    """Record a decision as made, or say that it was not."""
    if step not in STEPS:
        raise Http404
    title, button, take, banner = STEPS[step]
    by, why, shown = opened(request, person, agenda_case)
    found, card = _decision(shown, decision)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            take(by=by, purpose=why.code, agenda_case=agenda_case, decision=decision)
        if form.accepted:
            return done(request, banner, to=_at(shown, found))
    return form_page(request, title, form, shown, submit=button, back=_at(shown, found), card=card)


def add_action(request: HttpRequest, person: UUID, agenda_case: UUID) -> HttpResponse:
    """Leave an organisation something to do; with ``?decision=`` because of a decision."""
    by, why, shown = opened(request, person, agenda_case)
    card = _asked(request, shown)
    form = AddAction(
        request.POST or None, sources=choices.information(by, why.code, person),
        owners=[Option(str(each), name) for each, name in shown.team],
    )  # fmt: skip
    if form.is_valid():
        said = form.cleaned_data
        with form.rules():
            following.add_action(
                by=by,
                purpose=why.code,
                agenda_case=agenda_case,
                words=said["words"],
                owner=UUID(said["owner"]),
                due_on=said["due_on"],
                decision=card.id if card else None,
                draws_on=form.sources(),
            )
        if form.accepted:
            return done(request, LEFT_TO_DO, to=_back(shown, card))
    return form_page(request, "Add an action", form, shown, submit="Add the action", back=_back(shown, card), card=card)


def plan_support(request: HttpRequest, person: UUID, agenda_case: UUID, decision: UUID) -> HttpResponse:
    """Put support from the closed catalogue into the plan, because of a decision, and come back to the meeting.

    What the decision says, and what it rests on, stands in the form already, as far as the member was given it.
    """
    by, why, shown = opened(request, person, agenda_case)
    found, card = _decision(shown, decision)
    form = PlanAtMeeting(
        request.POST or None,
        catalogue=[
            each for each in load(shown.programme).support_actions if shown.confirmed or not each.programme_contact
        ],
        owners=[Option(str(each), name) for each, name in shown.team],
        sources=choices.information(by, why.code, person),
        initial={"objective": card.decision or "", "draws_on": [str(item) for item in card.draws_on]},
    )
    if form.is_valid():
        with form.rules():
            planned = planning.plan(by=by, purpose=why.code, case=shown.case, **form.planned())
            following.link_support(
                by=by, purpose=why.code, agenda_case=agenda_case, decision=decision, support_action=planned
            )
        if form.accepted:
            return done(request, PLANNED, to=_at(shown, found))
    return form_page(
        request, "Add to the plan", form, shown, submit="Add to the plan", back=_at(shown, found), card=card,
        planning=True,
    )  # fmt: skip


def action(request: HttpRequest, person: UUID, meeting_action: UUID) -> HttpResponse:
    """One thing that a meeting left to do."""
    why = purpose(request, person)
    shown = paper_queries.open_action(by=actor(request), purpose=why.code, meeting_action=meeting_action)
    return page(
        request, "work/meeting_action.html", title="Left to do by a meeting", caption=shown.reference, shown=shown,
        purpose=why, marking=shown.marking, back=reverse("work:waiting"), section="meetings",
    )  # fmt: skip


ENDS: dict[str, tuple[str, str, Callable[..., object], type[Confirm] | type[DoneAction]]] = {
    "complete": ("This was done", "Record that it was done", following.complete, DoneAction),
    "cancel": ("This is not needed any more", "Take it off", following.cancel, Confirm),
}


def end_action(request: HttpRequest, person: UUID, meeting_action: UUID, step: str) -> HttpResponse:
    """Record that it was done, or take it off."""
    if step not in ENDS:
        raise Http404
    title, button, take, kind = ENDS[step]
    by, why = actor(request), purpose(request, person)
    shown = paper_queries.open_action(by=by, purpose=why.code, meeting_action=meeting_action)
    form = kind(posted(request))
    here = reverse("work:meeting_action", args=[person, meeting_action])
    if form.is_valid():
        with form.rules():
            take(by=by, purpose=why.code, meeting_action=meeting_action, **form.cleaned_data)
        if form.accepted:
            return done(request, ACTION_ENDED, to=here)
    return page(
        request, "work/meeting_action_form.html", title=title, caption=shown.reference, form=form, shown=shown,
        purpose=why, marking=shown.marking, submit=button, back=here, section="meetings",
    )  # fmt: skip


def _at(shown: AgendaPage, point: Point) -> str:
    return reverse("work:point", args=[shown.person, shown.id, point.id])


def _back(shown: AgendaPage, card: DecisionCard | None) -> str:
    return _at(shown, _decision(shown, card.id)[0]) if card else home(shown)


def _asked(request: HttpRequest, shown: AgendaPage) -> DecisionCard | None:
    wanted = request.GET.get("decision", "")
    cards = (card for point in shown.points for card in point.decisions)
    return next((card for card in cards if str(card.id) == wanted), None)


def _decision(shown: AgendaPage, decision: UUID) -> tuple[Point, DecisionCard]:
    for point in shown.points:
        for card in point.decisions:
            if card.id == decision:
                return point, card
    raise NotFound


def _dissent(shown: AgendaPage, dissent: UUID) -> tuple[Point, DecisionCard, DissentLine]:
    for point in shown.points:
        for card in point.decisions:
            for line in card.dissents:
                if line.id == dissent:
                    return point, card, line
    raise NotFound
