"""A nomination's own page: the task list while it is written, what became of it afterwards; withdraw; hand in."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.sharing.actions import drafting
from handrail.sharing.changes import JoinRecord
from handrail.sharing.drafted import OpenNomination
from handrail.sharing.models import DecisionKind, DisclosureState, NotificationState
from handrail.sharing.rules.decision import DECISION
from handrail.sharing.rules.readiness import Task
from handrail.web.forms import Confirm, posted
from handrail.web.originate.banners import JOINED, WITHDRAWN
from handrail.web.originate.opened import caption, opened, save, task_page
from handrail.web.originate.views.duplicates import reference_of_alike
from handrail.web.pages import done
from handrail.web.purposes import usual_purpose
from handrail.web.requests import actor


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task as the list shows it."""

    title: str
    href: str
    hint: str
    status: str
    done: bool


_TASKS = (
    (Task.PERSON, "Person", "originate:person"),
    (Task.WHY, "Why", "originate:why"),
    (Task.ITEMS, "Items", "originate:items"),
    (Task.RECIPIENTS, "Recipients", "originate:recipients"),
    (Task.DECISION, "Decision", "originate:decision"),
    (Task.TELLING, "Telling the person", "originate:telling"),
)


def nomination(request: HttpRequest, decision: UUID) -> HttpResponse:
    """The task list of a draft; otherwise what became of the nomination."""
    shown = opened(request, decision, known=True)
    back = reverse("originate:nominations")
    if "edit" in shown.may:
        return task_page(
            request,
            "tasks",
            shown,
            title=shown.name or f"New {kind_of(shown)}",
            tab=caption(shown),
            back=back,
            tasks=_rows(shown),
            kind=kind_of(shown),
        )
    return task_page(
        request,
        "nomination",
        shown,
        title=shown.name or shown.reference,
        tab=caption(shown),
        back=back,
        kind=kind_of(shown),
        state=DECISION.titles[shown.state],
        states=dict(DisclosureState.choices),
    )


def withdraw(request: HttpRequest, decision: UUID) -> HttpResponse:
    """Withdraw it: asked once more."""
    shown = opened(request, decision)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            drafting.withdraw(by=actor(request), purpose=usual_purpose(request), decision=decision)
        if form.accepted:
            return done(request, WITHDRAWN, to=reverse("originate:nominations"), reference=shown.reference)
    return task_page(
        request,
        "confirm",
        shown,
        title=f"Withdraw this {kind_of(shown)}",
        form=form,
        words="Nothing was shared. What was written is sealed, and destroyed when its time is over. "
        "You can’t take it up again.",
        submit="Withdraw",
    )


def hand_in(request: HttpRequest, decision: UUID, into: UUID) -> HttpResponse:
    """The same person was nominated before: make one record of the two."""
    shown = opened(request, decision, known=True)
    reference = next((each.reference for each in shown.known_already if each.decision == into), "")
    if not reference:
        reference = reference_of_alike(request, decision, into)
    form = Confirm(posted(request))
    if form.is_valid() and save(request, form, shown, JoinRecord(into)):
        return done(request, JOINED, to=reverse("originate:nomination", args=[decision]), reference=reference)
    return task_page(
        request,
        "confirm",
        shown,
        title=f"Is this the person whom you know as {reference}?",
        form=form,
        words=f"The draft becomes part of the record of {reference}: one person, one record. "
        "Whoever supports them already gets what you add under the same reference. This can’t be undone.",
        submit=f"Yes, hand it in to {reference}",
    )


def kind_of(shown: OpenNomination) -> str:
    """What it is called in a sentence: "nomination", "contribution"."""
    return DecisionKind(shown.kind).label.lower()


def _rows(shown: OpenNomination) -> tuple[TaskRow, ...]:
    tasks = [each for each in _TASKS if each[0] != Task.WHY or shown.kind == DecisionKind.NOMINATION]
    rows = [_row(shown, task, title, view) for task, title, view in tasks]
    ready = all(row.done for row in rows)
    check = reverse("originate:check", args=[shown.id])
    return (*rows, TaskRow("Check and put forward", check, "", "Ready" if ready else "Not ready yet", done=False))


def _row(shown: OpenNomination, task: Task, title: str, view: str) -> TaskRow:
    lacking = shown.lacking(task)
    begun = _begun(shown, task)
    done = "Completed" if begun or task != Task.PERSON else "Optional"
    status = "Incomplete" if lacking and begun else "Not started" if lacking else done
    hint = lacking[0].sentence if lacking and begun else _told(shown, task)
    return TaskRow(title, reverse(view, args=[shown.id]), hint, status, done=not lacking)


def _begun(shown: OpenNomination, task: Task) -> bool:
    match task:
        case Task.PERSON:
            return bool(shown.identity)
        case Task.WHY:
            return bool(shown.reason.code)
        case Task.ITEMS:
            return bool(shown.items)
        case Task.RECIPIENTS:
            return bool(shown.recipients)
        case Task.DECISION:
            return bool(shown.power.code)
        case Task.TELLING:
            return shown.telling.state != NotificationState.UNDECIDED


def _told(shown: OpenNomination, task: Task) -> str:
    """What a finished task says in a few words."""
    match task:
        case Task.WHY:
            return shown.reason.title
        case Task.ITEMS:
            return f"{len(shown.items)} written" if shown.items else ""
        case Task.RECIPIENTS:
            return ", ".join(each.name for each in shown.recipients)
        case Task.DECISION:
            return shown.power.title
        case _:
            return ""
