"""Identity checks before a partner: is its record about the person whom another organisation means?"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from handrail.gate import Actor
from handrail.matching.actions import checks as checking
from handrail.matching.models import Answer, CheckState
from handrail.matching.queries import checks as queries
from handrail.matching.values import CheckPage
from handrail.programme import load
from handrail.web import banners
from handrail.web.forms import Confirm, posted
from handrail.web.marking import OFFICIAL_SENSITIVE
from handrail.web.pages import SeeOther, done, is_shown, page
from handrail.web.requests import actor
from handrail.web.work.check_forms import AnswerCheck, DoesItFit, MadeUp

NEXT_STEP = banners.declare("check.next_step", happened="Your answer was saved. The next thing to compare is below.")
NO_MORE = banners.declare(
    "check.no_more",
    happened="Your answer was saved. You are shown nothing more.",
    next="Now say what your organisation answers.",
)
WRITTEN = banners.declare(
    "check.answer_written",
    happened="You wrote the answer. Nothing has been said yet.",
    told="Whoever releases it in your organisation was told.",
    next="It goes when they have released it.",
)
UNSAID = banners.declare(
    "check.unsaid", happened="Your decision was recorded. Nothing is said.", next="You can still answer until {by}."
)
SAID_SAME = banners.declare(
    "check.said_same",
    happened="You said that it is the same person.",
    told="The organisation that asked can see that, with your reasons.",
    next="If they propose to share information with you, it comes to you as usual.",
)
SAID_ELSE = banners.declare(
    "check.said_else",
    happened="The answer was given.",
    told="The organisation that asked can see it, with your reasons.",
    next="Here, nothing of the check is left but a count.",
)
SENT_BACK = banners.declare(
    "check.sent_back", happened="You sent the answer back. Nothing has been said.", told="Your colleagues were told."
)

MADE_UP = banners.declare(
    "check.made_up",
    happened="You said that your organisation made this record up. The check is over.",
    told="The data protection officers of both organisations were told.",
    next="There is nothing more for you to do.",
)

#: What partners answer identity checks for. Nobody opens them for anything else, so nobody is asked why.
PURPOSE = "safeguarding_support"

#: What one person does with one press: the title of its page, and the step of the check.
STEPS = {
    "release": ("Give this answer", "release"),
    "send-back": ("Send this answer back", "send_back"),
    "made-up": ("We made this record up", "is_made_up"),
}

#: What the page of a check is called; and once it was said that it is the same person.
_QUESTION = "Is your record about this person?"
_TITLES = {CheckState.SAME.value: "You said that it is the same person"}


def checks(request: HttpRequest) -> HttpResponse:
    """What waits, what was the same person, and how many there were."""
    return page(
        request,
        "work/checks.html",
        title="Identity checks",
        found=queries.checks(by=actor(request), purpose=PURPOSE),
        marking=OFFICIAL_SENSITIVE,
        back=reverse("work:waiting"),
    )


def check(request: HttpRequest, check: UUID) -> HttpResponse:
    """One identity check. What is to be compared now is a form on the page itself."""
    by = actor(request)
    shown = queries.open_check(by=by, purpose=PURPOSE, check=check)
    form = DoesItFit(request.POST or None)
    if form.is_valid():
        with form.rules():
            more = checking.step(
                by=by, purpose=PURPOSE, check=check, number=form.version or 0, fits=form.cleaned_data["fits"]
            )
        if form.accepted:
            to = _address(shown) if more else reverse("work:answer_check", args=[shown.id])
            return done(request, NEXT_STEP if more else NO_MORE, to=to)
        form.forget()
    return _page(request, "work/check.html", _TITLES.get(shown.state, _QUESTION), shown, form=form)


def answer(request: HttpRequest, check: UUID) -> HttpResponse:
    """Write the answer, or decide to say nothing."""
    by = actor(request)
    shown = queries.open_check(by=by, purpose=PURPOSE, check=check)
    if not is_shown(request, shown.steps, "answer"):
        return SeeOther(_address(shown))
    form = AnswerCheck(request.POST or None)
    if form.is_valid():
        with form.rules():
            checking.answer(by=by, purpose=PURPOSE, check=check, **form.cleaned_data)
        if form.accepted:
            if form.cleaned_data["answer"] == Answer.CANNOT_SAY:
                return done(request, UNSAID, to=_address(shown), by=shown.closes_at.date())
            return done(request, WRITTEN, to=_address(shown))
    return _page(request, "work/answer_check.html", "Your answer", shown, form=form, back=_address(shown))


def decide(request: HttpRequest, check: UUID, step: str) -> HttpResponse:
    """A second person gives the answer, or sends it back: one button. Or the record was made up: a box beside it."""
    by = actor(request)
    shown = queries.open_check(by=by, purpose=PURPOSE, check=check)
    if step not in STEPS:
        raise Http404
    title, action = STEPS[step]
    if not is_shown(request, shown.steps, action):
        return SeeOther(_address(shown))
    form = (MadeUp if step == "made-up" else Confirm)(posted(request))
    if form.is_valid():
        with form.rules():
            _take(step, by=by, check=check, version=form.version or 0)
        if form.accepted:
            said, stays = _after(step, shown)
            return done(request, said, to=_address(shown) if stays else reverse("work:identity_checks"))
    return _page(request, "work/check_step.html", title, shown, form=form, step=step, back=_address(shown))


def _take(step: str, *, by: Actor, check: UUID, version: int) -> None:
    match step:
        case "release":
            checking.release(by=by, purpose=PURPOSE, check=check, version=version)
        case "send-back":
            checking.send_back(by=by, purpose=PURPOSE, check=check)
        case "made-up":
            checking.is_made_up(by=by, purpose=PURPOSE, check=check)


def _after(step: str, shown: CheckPage) -> tuple[banners.Banner, bool]:
    """What is said after a step, and whether there is still a page to say it on."""
    if step == "send-back":
        return SENT_BACK, True
    if step == "made-up":
        return MADE_UP, False
    return (SAID_SAME, True) if shown.answer == Answer.SAME else (SAID_ELSE, False)


def _page(request: HttpRequest, template: str, title: str, shown: CheckPage, **context: Any) -> HttpResponse:
    return page(
        request,
        template,
        title=title,
        caption=f"{shown.reference} · identity check from {shown.asker}",
        shown=shown,
        rulebook=load(shown.programme),
        marking=OFFICIAL_SENSITIVE,
        **{"back": reverse("work:identity_checks"), **context},
    )


def _address(shown: CheckPage) -> str:
    return reverse("work:identity_check", args=[shown.id])
