"""One case at one meeting: its points, what is written about each, who hears it and why."""

from collections.abc import Callable
from textwrap import shorten
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from handrail.casework.queries import cases as case_queries
from handrail.gate import Actor, NotFound, may_begin
from handrail.meetings.actions import inviting, minuting, noting
from handrail.meetings.comparing import compared
from handrail.meetings.queries import agenda as queries
from handrail.meetings.values import AgendaPage, NoteText, Point
from handrail.programme import load
from handrail.web import banners
from handrail.web.fields import Option
from handrail.web.forms import Confirm, Form, posted
from handrail.web.pages import SeeOther, done, page
from handrail.web.purposes import Purpose, purpose
from handrail.web.requests import actor
from handrail.web.wording import spoken_time
from handrail.web.work import choices
from handrail.web.work.meeting_forms import AddPoint, DeclareConflict, Invite, NameChair, WriteNote
from handrail.web.work.views.cases import frame as case_frame
from handrail.web.work.views.cases import opened as case_opened

INVITED = banners.declare(
    "agenda.invited", happened="You asked {asked} more to this case.", told="Each was told that a meeting waits."
)
UNINVITED = banners.declare("agenda.uninvited", happened="The invitation to this case was taken back.")
POINT_ADDED = banners.declare("agenda.point_added", happened="The point is on the agenda.")
CONFLICT = banners.declare(
    "agenda.conflict",
    happened="You declared a conflict of interest.",
    next="You are shown nothing of that case at this meeting, and take no part in deciding.",
)
CHAIR_NAMED = banners.declare("agenda.chair_named", happened="The case has another chair.")
UP_TO_DATE = banners.declare("agenda.up_to_date", happened="The agenda is up to date: {points} new.")
SAVED = banners.declare("agenda.saved", happened="The note was saved.")
KEPT_ASIDE = banners.declare(
    "agenda.kept_aside",
    happened="Somebody else wrote while you were typing. Your text is kept, and theirs too.",
    next="Make one text of the two, and save it.",
)
LOOKED_AGAIN = banners.declare("agenda.looked_again", happened="You looked at {texts} texts again.")

#: As much of a point's own words as stands over its page, in characters.
LONGEST_TITLE = 90

#: What a script asks for when it saves while somebody types.
_SCRIPT = "application/json"


def agenda_case(request: HttpRequest, person: UUID, agenda_case: UUID) -> HttpResponse:
    """One case at one meeting."""
    why = purpose(request, person)
    shown = queries.open_agenda(by=actor(request), purpose=why.code, agenda_case=agenda_case)
    return page(
        request,
        "work/agenda_case.html",
        **frame(shown, why),
        title=f"{shown.reference} {shown.initials}".strip(),
        tab=shown.reference,
        back=reverse("work:meeting", args=[shown.meeting]),
    )


def point(request: HttpRequest, person: UUID, agenda_case: UUID, point: UUID) -> HttpResponse:
    """One point: read it, write about it, decide. A POST saves the note, for a person or for their script."""
    by, why = actor(request), purpose(request, person)
    shown = queries.open_agenda(by=by, purpose=why.code, agenda_case=agenda_case)
    found = find_point(shown, point)
    mine = next((text for text in found.aside if text.mine), None)
    form = WriteNote(
        request.POST or None,
        sources=choices.information(by, why.code, person),
        initial={
            "text": _to_begin_with(found, mine),
            "merges": str(mine.id) if mine else "",
            "draws_on": [str(each) for each in found.draws_on],
        },
    )
    if form.is_valid():
        with form.rules():
            written = noting.write_note(
                by=by,
                purpose=why.code,
                agenda_case=agenda_case,
                point=point,
                text=form.cleaned_data["text"],
                version=form.version or 0,
                merges=form.merged(),
                draws_on=form.sources(),
            )
        if form.accepted:
            if request.headers.get("Accept") == _SCRIPT:
                return JsonResponse({"kept": written.kept, "version": written.version})
            to = reverse("work:point", args=[person, agenda_case, point])
            return done(request, SAVED if written.kept else KEPT_ASIDE, to=to)
    numbers = [each.id for each in shown.points]
    place = numbers.index(point)
    return page(
        request,
        "work/point.html",
        **frame(shown, why),
        title=shorten(found.words, LONGEST_TITLE, placeholder="…") if found.words else _heading(shown, found),
        tab=f"{shown.reference}: {_heading(shown, found)}",
        form=form,
        point=found,
        about=_about(shown, found),
        mine=mine,
        changes=compared(found.note.words or "", mine.words or "") if mine and found.note else (),
        version=found.version,
        before=numbers[place - 1] if place else None,
        after=numbers[place + 1] if place + 1 < len(numbers) else None,
        many=len(numbers),
        back=reverse("work:agenda_case", args=[person, agenda_case]),
    )


def add_point(request: HttpRequest, person: UUID, agenda_case: UUID) -> HttpResponse:
    """Add a point."""
    by, why, shown = opened(request, person, agenda_case)
    form = AddPoint(request.POST or None, sources=choices.information(by, why.code, person))
    if form.is_valid():
        with form.rules():
            noting.add_point(
                by=by, purpose=why.code, agenda_case=agenda_case, words=form.cleaned_data["words"],
                draws_on=form.sources(),
            )  # fmt: skip
        if form.accepted:
            return done(request, POINT_ADDED, to=home(shown))
    return form_page(request, "Add a point", form, shown, submit="Add the point")


def invite(request: HttpRequest, person: UUID, agenda_case: UUID) -> HttpResponse:
    """Ask further people to hear the case."""
    by, why, shown = opened(request, person, agenda_case)
    possible = queries.who_may_come(by=by, purpose=why.code, agenda_case=agenda_case)
    form = Invite(
        request.POST or None,
        members=[Option(str(member), f"{name}, {organisation}") for member, name, organisation in possible],
        reasons=load(shown.programme).invitation_reasons,
    )
    if form.is_valid():
        said = form.cleaned_data
        with form.rules():
            asked = inviting.invite(
                by=by, purpose=why.code, agenda_case=agenda_case, why=said["why"],
                members=tuple(UUID(each) for each in said["members"]),
            )  # fmt: skip
        if form.accepted:
            return done(request, INVITED, to=home(shown), asked=asked)
    return form_page(request, "Ask somebody to this case", form, shown, submit="Ask them", nobody=not possible)


def uninvite(request: HttpRequest, person: UUID, agenda_case: UUID, member: UUID) -> HttpResponse:
    """Take back an invitation."""
    by, why, shown = opened(request, person, agenda_case)
    guest = next((each for each in shown.guests if each.member == member), None)
    if guest is None:
        raise NotFound
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            inviting.uninvite(by=by, purpose=why.code, agenda_case=agenda_case, member=member)
        if form.accepted:
            return done(request, UNINVITED, to=home(shown))
    title = f"Take back the invitation of {guest.name}"
    return form_page(request, title, form, shown, submit="Take it back")


def conflict(request: HttpRequest, person: UUID, agenda_case: UUID) -> HttpResponse:
    """Declare a conflict of interest."""
    by, why, shown = opened(request, person, agenda_case)
    form = DeclareConflict(request.POST or None)
    if form.is_valid():
        with form.rules():
            inviting.declare_conflict(
                by=by, purpose=why.code, agenda_case=agenda_case, words=form.cleaned_data["words"]
            )
        if form.accepted:
            return done(request, CONFLICT, to=reverse("work:meeting", args=[shown.meeting]))
    return form_page(request, "Declare a conflict of interest", form, shown, submit="Declare it", conflict=True)


def name_chair(request: HttpRequest, person: UUID, agenda_case: UUID) -> HttpResponse:
    """Name another chair for this case."""
    by, why, shown = opened(request, person, agenda_case)
    form = NameChair(request.POST or None, chairs=choices.chairs(by.organisation))
    if form.is_valid():
        with form.rules():
            inviting.name_chair(
                by=by, purpose=why.code, agenda_case=agenda_case, chair=UUID(form.cleaned_data["chair"])
            )
        if form.accepted:
            return done(request, CHAIR_NAMED, to=home(shown))
    return form_page(request, "Another chair for this case", form, shown, submit="Name the chair")


#: A step that is one button: its title, the action, and how what it gives is said.
STEPS: dict[str, tuple[str, str, Callable[..., int], banners.Banner, str]] = {
    "update": (
        "Bring the agenda up to date", "Bring it up to date", noting.bring_up_to_date, UP_TO_DATE, "points",
    ),
    "again": (
        "Look again at what was written", "I have looked again", minuting.look_again, LOOKED_AGAIN, "texts",
    ),
}  # fmt: skip


def step(request: HttpRequest, person: UUID, agenda_case: UUID, step: str) -> HttpResponse:
    """Bring the agenda up to date, or say that what was written was looked at again."""
    if step not in STEPS:
        raise Http404
    title, button, take, banner, fact = STEPS[step]
    by, why, shown = opened(request, person, agenda_case)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            count = take(by=by, purpose=why.code, agenda_case=agenda_case)
        if form.accepted:
            return done(request, banner, to=home(shown), **{fact: count})
    return form_page(request, title, form, shown, submit=button, step=step)


def case_meetings(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """The meetings that talked about a case."""
    by, why, shown = case_opened(request, person, case)
    held = queries.meetings_of(by=by, purpose=why.code, case=case)
    return page(
        request, "work/case_meetings.html", **case_frame(shown, "work:case_meetings"), purpose=why, shown=shown,
        held=held, rulebook=load(shown.programme), may_call=may_begin("meeting.call", by=by, purpose=why.code),
    )  # fmt: skip


def meetings_of(request: HttpRequest, person: UUID) -> HttpResponse:
    """Lead on to the meetings about the person's open case."""
    why = purpose(request, person)
    case = case_queries.case_about(by=actor(request), purpose=why.code, person=person)
    return SeeOther(reverse("work:case_meetings", args=[person, case]) if case else reverse("work:meetings"))


def opened(request: HttpRequest, person: UUID, agenda_case: UUID) -> tuple[Actor, Purpose, AgendaPage]:
    """Who acts, why, and the case at the meeting."""
    by, why = actor(request), purpose(request, person)
    return by, why, queries.open_agenda(by=by, purpose=why.code, agenda_case=agenda_case)


def home(shown: AgendaPage) -> str:
    """The page of the case at the meeting."""
    return reverse("work:agenda_case", args=[shown.person, shown.id])


def frame(shown: AgendaPage, why: Purpose) -> dict[str, Any]:
    """What every page of a case at a meeting has around it."""
    return {
        "shown": shown,
        "caption": f"Meeting on {shown.starts_at:%-d %B %Y} at {spoken_time(shown.starts_at)}",
        "marking": shown.marking,
        "purpose": why,
        "rulebook": load(shown.programme),
        "section": "meetings",
    }


def form_page(
    request: HttpRequest, title: str, form: Form, shown: AgendaPage, *, back: str = "", **more: Any
) -> HttpResponse:
    """A page with one form about a case at a meeting."""
    why = purpose(request, shown.person)
    return page(
        request, "work/agenda_form.html", **frame(shown, why) | {"caption": shown.reference}, title=title, form=form,
        back=back or home(shown), **more,
    )  # fmt: skip


def find_point(shown: AgendaPage, point: UUID) -> Point:
    """One of its points, or NotFound."""
    found = next((each for each in shown.points if each.id == point), None)
    if found is None:
        raise NotFound
    return found


def _heading(shown: AgendaPage, point: Point) -> str:
    kind = load(shown.programme).agenda_points.get(point.kind)
    return kind.title if kind else "A point"


def _about(shown: AgendaPage, point: Point) -> tuple[str, str]:
    """Where the thing that a point is about is worked on: the words of the link, and its address."""
    match point.kind:
        case "escalation":
            return "Go to the escalation", reverse("work:escalation", args=[shown.person, point.subject])
        case "late_support":
            return "Go to the plan", reverse("work:case_plan", args=[shown.person, shown.case])
        case "meeting_action":
            return "Go to what was left to do", reverse("work:meeting_action", args=[shown.person, point.subject])
        case _:
            return "Go to the case", reverse("work:case", args=[shown.person, shown.case])


def _to_begin_with(point: Point, mine: NoteText | None) -> str:
    """What the box holds: what the point says, and under it the writer's own text that was kept aside."""
    current = (point.note.words or "") if point.note else ""
    kept = (mine.words or "") if mine else ""
    if not kept or kept in current:
        return current
    return kept if current in kept else f"{current}\n\n{kept}"
