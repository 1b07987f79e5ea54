"""Questions about a person: those of a case, putting one, answering it, and what becomes of it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from handrail.programme import load
from handrail.questions.actions import answering, asking, challenging
from handrail.questions.queries import asking as offers
from handrail.questions.queries import questions as queries
from handrail.questions.values import QuestionPage
from handrail.web import banners
from handrail.web.forms import Confirm, Form, posted
from handrail.web.marking import OFFICIAL_SENSITIVE
from handrail.web.pages import done, page
from handrail.web.purposes import purpose
from handrail.web.requests import actor
from handrail.web.work.forms import FlagWatching
from handrail.web.work.question_forms import AnswerQuestion, AskQuestion, CannotAnswer
from handrail.web.work.views.cases import frame, opened
from handrail.web.work.views.challenges import FLAGGED

PUT = banners.declare(
    "question.put",
    happened="You put the question.",
    told="Only the organisation that you asked, and yours, can see it.",
    next="You will see the answer here, or that there is none, by {by}.",
)
WRITTEN = banners.declare(
    "question.waits",
    happened="You wrote the question. Nobody else sees it yet.",
    told="Those who can approve it were told.",
    next="It goes when one of them has approved it.",
)
APPROVED = banners.declare(
    "question.approved", happened="You approved the question.", told="The organisation that it is for has it now."
)
TURNED_DOWN = banners.declare(
    "question.turned_down", happened="The question is not put.", next="Nobody outside your organisation saw it."
)
WITHDRAWN = banners.declare(
    "question.withdrawn", happened="You took the question back.", told="The organisation that was asked can see that."
)
SEEN = banners.declare("question.seen", happened="You said that you have seen what became of the question.")
ANSWERED = banners.declare(
    "question.answer_written",
    happened="You wrote the answer. Nothing has been said yet.",
    told="A second person of your organisation was told.",
    next="It goes when they have released it.",
)
NOT_ANSWERED = banners.declare(
    "question.not_answered",
    happened="Your decision was recorded. Nothing is said.",
    next="You can still answer until {by}, if you think again.",
)
SAID_WHY = banners.declare(
    "question.said_why_not", happened="You said that there is no answer, and why.", told="The one who asked can see it."
)

#: What a second person, or the asker, does with one press, and what is said after it.
STEPS = {"approve": APPROVED, "turn-down": TURNED_DOWN, "withdraw": WITHDRAWN, "seen": SEEN}
_TITLES = {
    "approve": "Approve this question",
    "turn-down": "Don’t put this question",
    "withdraw": "Take this question back",
    "seen": "What became of this question",
}
_DO = {
    "approve": asking.approve,
    "turn-down": asking.turn_down,
    "withdraw": asking.withdraw,
    "seen": asking.mark_read,
}


def of_case(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """The questions about the person of a case that this organisation put, and those put to it."""
    by, why, shown = opened(request, person, case)
    return page(
        request,
        "work/case_questions.html",
        **frame(shown, "work:case_questions"),
        purpose=why,
        shown=shown,
        questions=queries.questions(by=by, purpose=why.code, person=person),
    )


def about(request: HttpRequest, person: UUID) -> HttpResponse:
    """The same for an organisation that is asked and is not in the team of a case."""
    why = purpose(request, person)
    return page(
        request,
        "work/questions.html",
        title="Questions about this person",
        purpose=why,
        person=person,
        questions=queries.questions(by=actor(request), purpose=why.code, person=person),
        back=reverse("work:waiting"),
    )


def whom(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Whom to ask."""
    by, why, shown = opened(request, person, case)
    return page(
        request,
        "work/ask_whom.html",
        title="Whom do you want to ask?",
        caption=shown.reference,
        marking=shown.marking,
        purpose=why,
        shown=shown,
        partners=offers.partners(by=by, purpose=why.code, case=case),
        back=reverse("work:case_questions", args=[person, case]),
    )


def ask(request: HttpRequest, person: UUID, case: UUID, organisation: UUID) -> HttpResponse:
    """Put a question to one organisation."""
    by, why = actor(request), purpose(request, person)
    shown = offers.asking(by=by, purpose=why.code, case=case, asked_of=organisation)
    form = AskQuestion(request.POST or None, offers=shown.offers)
    if form.is_valid():
        with form.rules():
            made = asking.ask(by=by, purpose=why.code, case=case, asked_of=organisation, **form.cleaned_data)
        if form.accepted:
            to = reverse("work:question", args=[person, made.question])
            if made.waits:
                return done(request, WRITTEN, to=to)
            closes = queries.open_question(by=by, purpose=why.code, question=made.question).closes_at
            return done(request, PUT, to=to, by=closes.date())
    return page(
        request,
        "work/ask.html",
        title=f"Ask {shown.organisation}",
        form=form,
        shown=shown,
        purpose=why,
        marking=OFFICIAL_SENSITIVE,
        back=reverse("work:ask_whom", args=[person, case]),
    )


def question(request: HttpRequest, person: UUID, asked: UUID) -> HttpResponse:
    """One question, as the side that opens it sees it."""
    why = purpose(request, person)
    shown = queries.open_question(by=actor(request), purpose=why.code, question=asked)
    return page(
        request,
        "work/question.html",
        title=shown.words,
        caption=f"{shown.reference} · question",
        marking=max(shown.marking, shown.given.marking if shown.given else 0),
        purpose=why,
        shown=shown,
        back=_list_of(shown),
    )


def answer(request: HttpRequest, person: UUID, asked: UUID) -> HttpResponse:
    """Write the answer, for a second person to release."""
    by, why = actor(request), purpose(request, person)
    shown = queries.open_question(by=by, purpose=why.code, question=asked)
    rulebook = load(shown.programme)
    chosen = rulebook.purposes[why.code].regime_for(shown.asked_of_kind)
    form = AnswerQuestion(
        request.POST or None,
        entry=rulebook.questions[shown.code],
        rulebook=rulebook,
        kind=shown.asked_of_kind,
        regime=chosen or "",
    )
    if form.is_valid():
        with form.rules():
            answering.answer(by=by, purpose=why.code, question=asked, answer=form.said())
        if form.accepted:
            return done(request, ANSWERED, to=_address(shown))
    return _form_page(request, "work/answer_question.html", shown.words, form=form, shown=shown)


def cannot_answer(request: HttpRequest, person: UUID, asked: UUID) -> HttpResponse:
    """Say nothing, and keep on one's own record why."""
    by, why = actor(request), purpose(request, person)
    shown = queries.open_question(by=by, purpose=why.code, question=asked)
    form = CannotAnswer(request.POST or None)
    if form.is_valid():
        with form.rules():
            answering.cannot_answer(by=by, purpose=why.code, question=asked, **form.cleaned_data)
        if form.accepted:
            if shown.tells_apart:
                return done(request, SAID_WHY, to=_address(shown))
            return done(request, NOT_ANSWERED, to=_address(shown), by=shown.closes_at.date())
    return _form_page(request, "work/cannot_answer.html", "We can’t answer", form=form, shown=shown)


def flag(request: HttpRequest, person: UUID, asked: UUID) -> HttpResponse:
    """Flag a question as asking to watch someone."""
    by, why = actor(request), purpose(request, person)
    shown = queries.open_question(by=by, purpose=why.code, question=asked)
    form = FlagWatching(request.POST or None)
    if form.is_valid():
        with form.rules():
            challenging.asks_to_watch(by=by, purpose=why.code, question=asked, **form.cleaned_data)
        if form.accepted:
            return done(request, FLAGGED, to=_address(shown))
    return _form_page(request, "work/flag.html", "This asks me to watch someone", form=form, shown=shown)


def step(request: HttpRequest, person: UUID, asked: UUID, step: str) -> HttpResponse:
    """Approve it, don't put it, or take it back: one button."""
    by, why = actor(request), purpose(request, person)
    shown = queries.open_question(by=by, purpose=why.code, question=asked)
    if step not in STEPS:
        raise Http404
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            _DO[step](by=by, purpose=why.code, question=asked)
        if form.accepted:
            return done(request, STEPS[step], to=_address(shown))
    return _form_page(request, f"work/question_{step}.html".replace("-", "_"), _TITLES[step], form=form, shown=shown)


def _form_page(request: HttpRequest, template: str, title: str, *, form: Form, shown: QuestionPage) -> HttpResponse:
    """A page with one form about a question."""
    return page(
        request,
        template,
        title=title,
        caption=f"{shown.reference} · question from {shown.asker}",
        form=form,
        shown=shown,
        purpose=purpose(request, shown.person),
        marking=max(shown.marking, OFFICIAL_SENSITIVE),
        back=_address(shown),
    )


def _address(shown: QuestionPage) -> str:
    return reverse("work:question", args=[shown.person, shown.id])


def _list_of(shown: QuestionPage) -> str:
    """The list that the question stands in, for this reader."""
    if shown.case:
        return reverse("work:case_questions", args=[shown.person, shown.case])
    return reverse("work:questions_about", args=[shown.person])
