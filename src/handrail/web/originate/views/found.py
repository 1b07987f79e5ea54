"""What a search found at a partner: asking whether it is the same person, or leaving it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail.matching.actions import candidates
from handrail.matching.queries import searches as queries
from handrail.matching.values import CandidatePage
from handrail.programme import load
from handrail.web import banners
from handrail.web.forms import Confirm, posted
from handrail.web.originate.forms.searching import AskCandidate, NotAsked, SetAside
from handrail.web.originate.views.searching import PURPOSE, search_page
from handrail.web.pages import SeeOther, done, is_shown
from handrail.web.requests import actor

ASKED = banners.declare(
    "candidate.asked",
    happened="You asked them whether it is the same person.",
    told="Their point of contact was told. They are shown one thing at a time, and no name before something else "
    "fitted.",
    next="You see the answer here. They may say nothing, and need not tell you why.",
)
WAITS = banners.declare(
    "candidate.waits",
    happened="You proposed to ask them. They have not been asked yet.",
    told="Your colleagues were told: where little points to somebody, two people decide.",
)
ASIDE = banners.declare(
    "candidate.set_aside", happened="You set it aside.", told="That organisation never learns that it was found."
)
TAKEN_BACK = banners.declare(
    "candidate.taken_back",
    happened="You took the identity check back.",
    told="At that organisation everything of it is destroyed but a count.",
)
#: What the page of something that was found is called, by its state; and once it was answered otherwise, or left.
_TITLES = {
    **dict.fromkeys(("found", "wanted", "asked"), "{} may hold a record"),
    "same": "{} knows this person",
    "set_aside": "What was found at {}",
    "over": "What was found at {}",
}
_ANSWERED = "What became of asking {}"

SEEN = banners.declare("candidate.seen", happened="You said that you have seen what became of it.")


def candidate(request: HttpRequest, candidate: UUID) -> HttpResponse:
    """One organisation that may hold a record, and what became of that."""
    shown = _opened(request, candidate)
    back = reverse("originate:search", args=[shown.search])
    return search_page(
        request, "candidate", _TITLES.get(shown.state, _ANSWERED).format(shown.organisation), shown, back=back
    )


def ask(request: HttpRequest, candidate: UUID) -> HttpResponse:
    """Ask them; where the evidence is weak, propose it to a colleague."""
    shown = _opened(request, candidate)
    if not is_shown(request, shown.steps, "ask"):
        return SeeOther(_address(shown))
    form = AskCandidate(request.POST or None)
    if form.is_valid():
        with form.rules():
            waits = candidates.ask(by=actor(request), purpose=PURPOSE, candidate=candidate, **form.cleaned_data)
        if form.accepted:
            return done(request, WAITS if waits else ASKED, to=_address(shown))
    return search_page(request, "ask_candidate", f"Ask {shown.organisation}", shown, form=form, back=_address(shown))


def second(request: HttpRequest, candidate: UUID) -> HttpResponse:
    """Agree that they are asked although little points to them: one button."""
    shown = _opened(request, candidate)
    if not is_shown(request, shown.steps, "second"):
        return SeeOther(_address(shown))
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            candidates.second(by=actor(request), purpose=PURPOSE, candidate=candidate)
        if form.accepted:
            return done(request, ASKED, to=_address(shown))
    return search_page(
        request, "second_candidate", f"Agree to ask {shown.organisation}", shown, form=form, back=_address(shown)
    )


def set_aside(request: HttpRequest, candidate: UUID) -> HttpResponse:
    """Don't follow it up."""
    shown = _opened(request, candidate)
    if not is_shown(request, shown.steps, "set_aside"):
        return SeeOther(_address(shown))
    form = SetAside(request.POST or None, rulebook=load(shown.programme))
    if form.is_valid():
        with form.rules():
            candidates.set_aside(by=actor(request), purpose=PURPOSE, candidate=candidate, **form.cleaned_data)
        if form.accepted:
            return done(request, ASIDE, to=_address(shown))
    return search_page(request, "set_candidate_aside", "Set this aside", shown, form=form, back=_address(shown))


def take_back(request: HttpRequest, candidate: UUID) -> HttpResponse:
    """Take back what was asked."""
    shown = _opened(request, candidate)
    if not is_shown(request, shown.steps, "take_back"):
        return SeeOther(_address(shown))
    form = NotAsked(request.POST or None, rulebook=load(shown.programme))
    if form.is_valid():
        with form.rules():
            candidates.take_back(by=actor(request), purpose=PURPOSE, candidate=candidate, **form.cleaned_data)
        if form.accepted:
            return done(request, TAKEN_BACK, to=_address(shown))
    return search_page(
        request, "take_check_back", "Take the identity check back", shown, form=form, back=_address(shown)
    )


@require_POST
def seen(request: HttpRequest, candidate: UUID) -> HttpResponse:
    """Say that one has seen what became of it."""
    candidates.mark_read(by=actor(request), purpose=PURPOSE, candidate=candidate)
    return done(request, SEEN, to=reverse("originate:candidate", args=[candidate]))


def _opened(request: HttpRequest, candidate: UUID) -> CandidatePage:
    return queries.open_candidate(by=actor(request), purpose=PURPOSE, candidate=candidate)


def _address(shown: CandidatePage) -> str:
    return reverse("originate:candidate", args=[shown.id])
