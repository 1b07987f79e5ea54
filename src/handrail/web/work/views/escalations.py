"""Immediate risk: raised from any page of a case, owned by the police from that moment."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.casework.actions import escalating
from handrail.casework.queries.escalations import open_escalation
from handrail.gate import clock
from handrail.programme import load
from handrail.programme.entries import Entry
from handrail.web import banners
from handrail.web.forms import Confirm, posted
from handrail.web.marking import OFFICIAL_SENSITIVE
from handrail.web.pages import done, page
from handrail.web.purposes import purpose
from handrail.web.requests import actor
from handrail.web.work.forms import CloseEscalation, Escalate
from handrail.web.work.views.cases import form_page, opened

RAISED = banners.declare(
    "case.escalated",
    happened="You raised immediate risk. The police own it from this moment.",
    told="The police contact for the case was told at once.",
    next="If nobody acknowledges it in time, it goes on to the next contact by itself.",
)
TAKEN = banners.declare(
    "escalation.acknowledged", happened="You took the escalation. You are its named owner.", told="The team can see it."
)
ENDED = banners.declare("escalation.closed", happened="You closed the escalation.", told="The team can see it.")


def escalate(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Two fields: what is happening, and whether anyone is in danger now."""
    by, why, shown = opened(request, person, case)
    form = Escalate(request.POST or None)
    if form.is_valid():
        with form.rules():
            raised = escalating.escalate(by=by, purpose=why.code, case=case, **form.cleaned_data)
        if form.accepted:
            return done(request, RAISED, to=reverse("work:escalation", args=[person, raised]))
    return form_page(request, "work/escalate.html", "Someone is at immediate risk", form=form, shown=shown)


def escalation(request: HttpRequest, person: UUID, escalation: UUID) -> HttpResponse:
    """The clock, who has been told, who acknowledged; and the officer's one next step."""
    by, why = actor(request), purpose(request, person)
    shown = open_escalation(by=by, purpose=why.code, escalation=escalation)
    rulebook = load(shown.programme)
    here = reverse("work:escalation", args=[person, escalation])
    form = _form(request, shown.steps, rulebook.escalation_outcomes)
    if form is not None and form.is_valid():
        with form.rules():
            if isinstance(form, CloseEscalation):
                escalating.close(by=by, purpose=why.code, escalation=escalation, **form.cleaned_data)
            else:
                escalating.acknowledge(by=by, purpose=why.code, escalation=escalation)
        if form.accepted:
            return done(request, ENDED if isinstance(form, CloseEscalation) else TAKEN, to=here)
    return page(
        request,
        "work/escalation.html",
        title="Immediate risk",
        caption=shown.reference,
        form=form or Confirm(),
        shown=shown,
        rulebook=rulebook,
        here=here,
        checked_at=clock.now(),
        person=person,
        purpose=why,
        marking=OFFICIAL_SENSITIVE,
        back=reverse("work:case", args=[person, shown.case]),
    )


def _form(request: HttpRequest, steps: tuple[str, ...], outcomes: Iterable[Entry]) -> Confirm | CloseEscalation | None:
    """The form of the one step that this member can take now, if there is one."""
    sent = posted(request)
    if "escalation.acknowledge" in steps:
        return Confirm(sent)
    if "escalation.close" in steps:
        return CloseEscalation(sent, outcomes=outcomes)
    return None
