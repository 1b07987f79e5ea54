"""Minutes and summaries: drafting, approving, releasing, reading, and the PDF."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from handrail.meetings.actions import minuting
from handrail.meetings.queries import papers as queries
from handrail.meetings.values import Paper, Part
from handrail.programme import load
from handrail.programme.rulebook import Programme
from handrail.web import banners
from handrail.web.fields import Option
from handrail.web.forms import Confirm, posted
from handrail.web.pages import done, page
from handrail.web.purposes import purpose
from handrail.web.requests import actor
from handrail.web.wording import spoken_date
from handrail.web.work import choices, paper_pdf
from handrail.web.work.meeting_forms import AmendPaper, DraftSummary, ReleasePaper
from handrail.web.work.views.agendas import form_page, opened

DRAFTED = banners.declare(
    "paper.drafted",
    happened="A draft was made.",
    told="The chair was told that it waits to be approved.",
    next="Read it, and change what needs it. Whoever changes it can’t approve it.",
)
AMENDED = banners.declare("paper.amended", happened="The draft was changed.")
APPROVED = banners.declare("paper.approved", happened="You approved it.", next="It can be released now.")
SENT_BACK = banners.declare("paper.sent_back", happened="It is a draft again.")
RELEASED = banners.declare(
    "paper.released",
    happened="It was released to {recipients} organisations.",
    told="Each was told, and reads the parts that rest on what it holds.",
    next="This page shows who has said that they have read it.",
)
RELEASED_TO_ONE = banners.declare(
    "paper.released_to_one",
    happened="It was released to 1 organisation.",
    told="It was told, and reads the parts that rest on what it holds.",
    next="This page shows who has said that they have read it.",
)
READ = banners.declare("paper.read", happened="You said that you have read it.")

#: What a paper is called.
KINDS = {"minutes": "Minutes", "summary": "Executive summary"}

#: What stands over a part, by what it was made from; a note stands under its point, support under what it is.
HEADINGS = {
    "present": "Who was there", "text": "In short", "decision": "Decision", "dissent": "Dissent",
    "action": "To be done", "support": "Support",
}  # fmt: skip


def draft_minutes(request: HttpRequest, person: UUID, agenda_case: UUID) -> HttpResponse:
    """Draft the minutes from what was written at the meeting."""
    by, why, shown = opened(request, person, agenda_case)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            paper = minuting.draft_minutes(by=by, purpose=why.code, agenda_case=agenda_case)
        if form.accepted:
            return done(request, DRAFTED, to=reverse("work:paper", args=[person, paper]))
    return form_page(request, "Draft the minutes", form, shown, submit="Draft the minutes", drafting=True)


def draft_summary(request: HttpRequest, person: UUID, agenda_case: UUID) -> HttpResponse:
    """Draft the executive summary."""
    by, why, shown = opened(request, person, agenda_case)
    form = DraftSummary(request.POST or None, sources=choices.information(by, why.code, person))
    if form.is_valid():
        with form.rules():
            paper = minuting.draft_summary(
                by=by, purpose=why.code, agenda_case=agenda_case, words=form.cleaned_data["words"],
                draws_on=form.sources(),
            )  # fmt: skip
        if form.accepted:
            return done(request, DRAFTED, to=reverse("work:paper", args=[person, paper]))
    return form_page(request, "Draft the executive summary", form, shown, submit="Draft the summary")


def paper(request: HttpRequest, person: UUID, paper: UUID) -> HttpResponse:
    """Minutes or a summary, as this reader sees them."""
    why = purpose(request, person)
    shown = queries.open_paper(by=actor(request), purpose=why.code, paper=paper)
    return page(
        request, "work/paper.html", title=KINDS[shown.kind], caption=f"{shown.reference}, {spoken_date(shown.held_at)}",
        shown=shown, rulebook=load(shown.programme), headings=_headings(shown), marking=shown.marking, purpose=why,
        back=_back(shown), section="meetings",
    )  # fmt: skip


def pdf(request: HttpRequest, person: UUID, paper: UUID) -> HttpResponse:
    """The same as a tagged PDF, typeset in memory."""
    why = purpose(request, person)
    shown = queries.print_paper(by=actor(request), purpose=why.code, paper=paper)
    made = paper_pdf.typeset(shown, title=KINDS[shown.kind], headings=_headings(shown))
    answer = HttpResponse(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{shown.kind}-{shown.reference}.pdf"'
    return answer


def amend(request: HttpRequest, person: UUID, paper: UUID) -> HttpResponse:
    """Change the draft."""
    by, why = actor(request), purpose(request, person)
    shown = queries.open_paper(by=by, purpose=why.code, paper=paper)
    headings = _headings(shown)
    form = AmendPaper(
        request.POST or None,
        sources=choices.information(by, why.code, person),
        parts=[(part.id, f"{place}. {headings[part.id]}", part.words)
               for place, part in enumerate(shown.parts, 1) if part.words is not None],
    )  # fmt: skip
    if form.is_valid():
        with form.rules():
            minuting.amend(
                by=by, purpose=why.code, paper=paper, parts=form.parts(), version=form.version or 0,
                draws_on=form.sources(),
            )  # fmt: skip
        if form.accepted:
            return done(request, AMENDED, to=reverse("work:paper", args=[person, paper]))
    return page(
        request, "work/amend_paper.html", title=f"Change the {KINDS[shown.kind].lower()}", caption=shown.reference,
        form=form, shown=shown, marking=shown.marking, purpose=why, version=shown.version,
        back=reverse("work:paper", args=[person, paper]), section="meetings",
    )  # fmt: skip


def release(request: HttpRequest, person: UUID, paper: UUID) -> HttpResponse:
    """Release it to organisations of the team."""
    by, why = actor(request), purpose(request, person)
    shown = queries.open_paper(by=by, purpose=why.code, paper=paper)
    form = ReleasePaper(request.POST or None, recipients=[Option(str(each), name) for each, name in shown.recipients])
    if form.is_valid():
        with form.rules():
            given = minuting.release(
                by=by, purpose=why.code, paper=paper, to=tuple(UUID(each) for each in form.cleaned_data["to"])
            )
        if form.accepted:
            to = reverse("work:paper", args=[person, paper])
            if given == 1:
                return done(request, RELEASED_TO_ONE, to=to)
            return done(request, RELEASED, to=to, recipients=given)
    return _form(request, f"Release the {KINDS[shown.kind].lower()}", form, shown, submit="Release")


STEPS: dict[str, tuple[str, str, Callable[..., object], banners.Banner]] = {
    "approve": ("Approve", "Approve it", minuting.approve, APPROVED),
    "send_back": ("Send back", "Make it a draft again", minuting.send_back, SENT_BACK),
    "acknowledge": ("Say that you have read", "We have read it", minuting.acknowledge, READ),
}


def step(request: HttpRequest, person: UUID, paper: UUID, step: str) -> HttpResponse:
    """Approve, send back, or say that it was read."""
    if step not in STEPS:
        raise Http404
    title, button, take, banner = STEPS[step]
    by, why = actor(request), purpose(request, person)
    shown = queries.open_paper(by=by, purpose=why.code, paper=paper)
    form = Confirm(posted(request))
    if form.is_valid():
        said = {"version": form.version or 0} if step == "approve" else {}
        with form.rules():
            take(by=by, purpose=why.code, paper=paper, **said)
        if form.accepted:
            return done(request, banner, to=reverse("work:paper", args=[person, paper]))
    heading = f"{title} the {KINDS[shown.kind].lower()}"
    return _form(request, heading, form, shown, submit=button, step=step, version=shown.version)


def _form(request: HttpRequest, title: str, form: Confirm | ReleasePaper, shown: Paper, **more: Any) -> HttpResponse:
    return page(
        request, "work/paper_form.html", title=title, caption=shown.reference, form=form, shown=shown,
        marking=shown.marking, purpose=purpose(request, shown.person), headings=_headings(shown),
        back=reverse("work:paper", args=[shown.person, shown.id]), section="meetings", **more,
    )  # fmt: skip


def _headings(shown: Paper) -> dict[UUID, str]:
    rulebook = load(shown.programme)
    return {part.id: _heading(rulebook, part) for part in shown.parts}


def _heading(rulebook: Programme, part: Part) -> str:
    if part.kind == "note":
        point = rulebook.agenda_points.get(part.heading)
        return point.title if point else "What was said"
    if part.kind == "support":
        support = rulebook.support_actions.get(part.heading)
        return f"Support: {support.title}" if support else HEADINGS["support"]
    return HEADINGS[part.kind]


def _back(shown: Paper) -> str:
    return reverse("work:case_meetings", args=[shown.person, shown.case])
