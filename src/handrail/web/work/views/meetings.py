"""The list of meetings; calling one, moving it, calling it off; beginning, attendance, finishing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from handrail.casework.deconfliction import MEETING
from handrail.gate import clock, may_begin
from handrail.gate.clock import LONDON
from handrail.meetings.actions import calling
from handrail.meetings.queries import meetings as queries
from handrail.meetings.values import MeetingPage
from handrail.programme import load
from handrail.web import banners, paging
from handrail.web.fields import Option
from handrail.web.forms import Confirm, Form, posted
from handrail.web.pages import done, page
from handrail.web.purposes import usual_purpose
from handrail.web.requests import actor
from handrail.web.wording import spoken_time
from handrail.web.work import choices
from handrail.web.work.meeting_forms import AddCase, Attendance, CallMeeting, CancelMeeting, PostponeMeeting

CALLED = banners.declare(
    "meeting.called",
    happened="You called a meeting for {on}.",
    told="The chair, and those who are assigned to each case, were asked to come.",
    next="Open each case: ask whoever else needs to hear it, and add points to the agenda.",
)
POSTPONED = banners.declare(
    "meeting.postponed", happened="The meeting moves to {on}.", told="Everybody was asked again whether they can come."
)
CANCELLED = banners.declare(
    "meeting.cancelled", happened="The meeting was cancelled.", next="What was due about its cases stays due."
)
COMING = banners.declare(
    "meeting.coming", happened="You said that you are coming.", told="Whoever called the meeting can see it."
)
NOT_COMING = banners.declare(
    "meeting.not_coming",
    happened="You sent apologies.",
    told="Whoever called the meeting can see it.",
    next="You can still change your answer until the meeting begins.",
)
BEGUN = banners.declare(
    "meeting.begun", happened="The meeting has begun.", next="Open a case and go through its points."
)
FINISHED = banners.declare(
    "meeting.finished",
    happened="The meeting is over.",
    next="Whoever coordinates a case drafts its minutes, and the chair approves them.",
)
ATTENDED = banners.declare("meeting.attended", happened="Who is here was recorded.")
CASE_ADDED = banners.declare(
    "meeting.case_added", happened="The case is on the agenda.", told="Those who are assigned to it were asked to come."
)


def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings that the member is asked to or may run."""
    past = request.GET.get("past") == "1"
    by, why = actor(request), usual_purpose(request)
    found = queries.meetings(by=by, purpose=why, past=past)
    return page(
        request,
        "work/meetings.html",
        title="Past meetings" if past else "Meetings",
        part=paging.paged(request, found),
        past=past,
        may_call=may_begin("meeting.call", by=by, purpose=why),
        section="meetings",
    )


def meeting(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """One meeting: before it, during it and after it."""
    shown = queries.open_meeting(by=actor(request), purpose=usual_purpose(request), meeting=meeting)
    return page(
        request,
        "work/meeting.html",
        title=_title(shown),
        caption=f"{load(shown.programme).stages[MEETING].title}, {shown.centre}",
        shown=shown,
        rulebook=load(shown.programme),
        marking=shown.marking,
        back=reverse("work:meetings"),
        section="meetings",
    )


def call(request: HttpRequest) -> HttpResponse:
    """Call a meeting; with ``?case=`` that case is chosen to begin with."""
    by, why = actor(request), usual_purpose(request)
    form = CallMeeting(
        request.POST or None, cases=_cases(request), chairs=choices.chairs(by.organisation),
        initial={"cases": request.GET.getlist("case")},
    )  # fmt: skip
    if form.is_valid():
        said = form.cleaned_data
        with form.rules():
            called = calling.call(
                by=by,
                purpose=why,
                cases=tuple(UUID(each) for each in said["cases"]),
                starts_at=form.starts_at(),
                place=said["place"],
                chair=UUID(said["chair"]),
            )
        if form.accepted:
            return done(request, CALLED, to=reverse("work:meeting", args=[called]), on=said["on"])
    return page(
        request, "work/call_meeting.html", title="Call a meeting", form=form, back=reverse("work:meetings"),
        section="meetings",
    )  # fmt: skip


def postpone(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Move a meeting."""
    by, why = actor(request), usual_purpose(request)
    shown = queries.open_meeting(by=by, purpose=why, meeting=meeting)
    local = shown.starts_at.astimezone(LONDON)
    initial = {"on": local.date(), "at": spoken_time(local), "place": shown.place}
    form = PostponeMeeting(request.POST or None, reasons=load(shown.programme).meeting_changes, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        with form.rules():
            calling.postpone(
                by=by, purpose=why, meeting=meeting, starts_at=form.starts_at(), place=said["place"],
                reason=said["reason"],
            )  # fmt: skip
        if form.accepted:
            return done(request, POSTPONED, to=reverse("work:meeting", args=[meeting]), on=said["on"])
    return _form_page(request, "work/meeting_form.html", "Move the meeting", form, shown, submit="Move the meeting")


def cancel(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Call a meeting off."""
    by, why = actor(request), usual_purpose(request)
    shown = queries.open_meeting(by=by, purpose=why, meeting=meeting)
    form = CancelMeeting(request.POST or None, reasons=load(shown.programme).meeting_changes)
    if form.is_valid():
        with form.rules():
            calling.cancel(by=by, purpose=why, meeting=meeting, reason=form.cleaned_data["reason"])
        if form.accepted:
            return done(request, CANCELLED, to=reverse("work:meeting", args=[meeting]))
    return _form_page(request, "work/meeting_form.html", "Cancel the meeting", form, shown, submit="Cancel the meeting")


def add_case(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Put a further case on the agenda."""
    by, why = actor(request), usual_purpose(request)
    shown = queries.open_meeting(by=by, purpose=why, meeting=meeting)
    there = {item.reference for item in shown.cases}
    offered = [option for option in _cases(request, shown.centre_id) if option.title.split(" ")[0] not in there]
    form = AddCase(request.POST or None, cases=offered)
    if form.is_valid():
        with form.rules():
            calling.add_case(by=by, purpose=why, meeting=meeting, case=UUID(form.cleaned_data["case"]))
        if form.accepted:
            return done(request, CASE_ADDED, to=reverse("work:meeting", args=[meeting]))
    return _form_page(request, "work/meeting_form.html", "Add a case", form, shown, submit="Add the case")


def attendance(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Record who is there."""
    by, why = actor(request), usual_purpose(request)
    shown = queries.open_meeting(by=by, purpose=why, meeting=meeting)
    guests = [Option(str(each.member), f"{each.name}, {each.organisation}") for each in shown.guests]
    present = [str(each.member) for each in shown.guests if each.attended]
    form = Attendance(posted(request), guests=guests, initial={"present": present})
    if form.is_valid():
        here = tuple(UUID(each) for each in form.cleaned_data["present"])
        with form.rules():
            calling.record_attendance(by=by, purpose=why, meeting=meeting, present=here)
        if form.accepted:
            return done(request, ATTENDED, to=reverse("work:meeting", args=[meeting]))
    return _form_page(request, "work/meeting_form.html", "Who is here", form, shown, submit="Save")


#: A step of the whole meeting that is one button: its title, what the button says, the action, and what is said after.
STEPS: dict[str, tuple[str, str, Callable[..., object], dict[str, str], banners.Banner]] = {
    "come": ("Say that you are coming", "I am coming", calling.answer, {"step": "come"}, COMING),
    "apologise": ("Send your apologies", "Send apologies", calling.answer, {"step": "apologise"}, NOT_COMING),
    "begin": ("Begin the meeting", "Begin", calling.begin, {}, BEGUN),
    "finish": ("Finish the meeting", "Finish", calling.finish, {}, FINISHED),
}


def step(request: HttpRequest, meeting: UUID, step: str) -> HttpResponse:
    """Take one step of a meeting: answer, begin or finish."""
    if step not in STEPS:
        raise Http404
    title, button, take, said, banner = STEPS[step]
    by, why = actor(request), usual_purpose(request)
    shown = queries.open_meeting(by=by, purpose=why, meeting=meeting)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            take(by=by, purpose=why, meeting=meeting, **said)
        if form.accepted:
            return done(request, banner, to=reverse("work:meeting", args=[meeting]))
    today = shown.starts_at.astimezone(LONDON).date() == clock.today()
    return _form_page(request, "work/meeting_form.html", title, form, shown, submit=button, step=step, today=today)


def _form_page(
    request: HttpRequest, template: str, title: str, form: Form, shown: MeetingPage, **more: Any
) -> HttpResponse:
    return page(
        request, template, title=title, caption=_title(shown), form=form, shown=shown, marking=shown.marking,
        back=reverse("work:meeting", args=[shown.id]), section="meetings", **more,
    )  # fmt: skip


def _title(shown: MeetingPage) -> str:
    local = shown.starts_at.astimezone(LONDON)
    return f"{local.day} {local:%B %Y} at {spoken_time(local)}"


def _cases(request: HttpRequest, centre: UUID | None = None) -> list[Option]:
    found = queries.cases_to_bring(by=actor(request), purpose=usual_purpose(request))
    return [
        Option(str(case), f"{reference} {initials}".strip())
        for case, reference, initials, where in found
        if centre in (None, where)
    ]
