"""How a need or a strength ends, and that it is there again."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from handrail.casework.actions.needs import close_need
from handrail.gate import NotFound
from handrail.programme import load
from handrail.web import banners
from handrail.web.pages import done
from handrail.web.work.assessment_forms import EndNeed
from handrail.web.work.views.cases import form_page, opened

ENDED = banners.declare("case.need_ended", happened="It was recorded, with your name and the time.")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a need: the words of its page."""

    title: str
    intro: str
    submit: str


STEPS = {
    "meet": Step("This need is met", "Say what changed, and how you know.", "It is met"),
    "close": Step("This is not there any more", "Say what changed, and how you know.", "It is not there any more"),
    "reopen": Step("This is there again", "Say what changed, and how you know.", "It is there again"),
}


def end(request: HttpRequest, person: UUID, case: UUID, need: UUID, step: str) -> HttpResponse:
    """Record that a need was met, is none any more, or is there again."""
    if step not in STEPS:
        raise Http404
    by, why, shown = opened(request, person, case)
    card = next((each for each in shown.needs if each.id == need), None)
    if card is None:
        raise NotFound
    form = EndNeed(request.POST or None)
    if form.is_valid():
        with form.rules():
            close_need(by=by, purpose=why.code, case=case, need=need, step=step, **form.cleaned_data)
        if form.accepted:
            return done(request, ENDED, to=reverse("work:case_needs", args=[person, case]))
    rulebook = load(shown.programme)
    kind = (rulebook.protective_factors if card.strength else rulebook.needs)[card.kind].title
    words = STEPS[step]
    return form_page(
        request, "work/end_need.html", words.title, form=form, shown=shown, need=card, kind=kind, words=words
    )
