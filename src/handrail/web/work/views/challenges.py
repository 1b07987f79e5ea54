"""“This asks me to watch someone”: raising it, and what the two data protection officers conclude."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.programme import load
from handrail.sharing.actions import challenging
from handrail.sharing.queries import followups
from handrail.web import banners
from handrail.web.marking import OFFICIAL_SENSITIVE
from handrail.web.pages import done, page
from handrail.web.purposes import purpose
from handrail.web.requests import actor
from handrail.web.work.forms import CloseChallenge, FlagWatching

FLAGGED = banners.declare(
    "challenge.raised",
    happened="You said that this asks you to watch someone. It has stopped.",
    told="The data protection officers of both organisations were told.",
    next="Do nothing that was asked until both have looked at it.",
)
CONCLUDED = banners.declare(
    "challenge.concluded",
    happened="What you conclude was recorded.",
    next="It takes effect when the data protection officers of both organisations conclude the same.",
)
AGREED = banners.declare(
    "challenge.agreed",
    happened="Both data protection officers have concluded the same.",
    told="Whoever raised it can see what you concluded.",
)


def flag_disclosure(request: HttpRequest, person: UUID, disclosure: UUID) -> HttpResponse:
    """Flag what a disclosure asks."""
    by, why = actor(request), purpose(request, person)
    back = reverse("work:disclosure", args=[person, disclosure])
    form = FlagWatching(request.POST or None)
    if form.is_valid():
        with form.rules():
            challenging.asks_to_watch(by=by, purpose=why.code, disclosure=disclosure, **form.cleaned_data)
        if form.accepted:
            return done(request, FLAGGED, to=back)
    return page(
        request,
        "work/flag.html",
        title="This asks me to watch someone",
        form=form,
        purpose=why,
        marking=OFFICIAL_SENSITIVE,
        back=back,
    )


def challenge(request: HttpRequest, person: UUID, challenge: UUID) -> HttpResponse:
    """The flag, and the form of the data protection officer who has not concluded yet."""
    by, why = actor(request), purpose(request, person)
    shown = followups.open_challenge(by=by, purpose=why.code, challenge=challenge)
    form = CloseChallenge(request.POST or None, outcomes=load(shown.programme).challenge_outcomes)
    if form.is_valid():
        with form.rules():
            state = challenging.close(by=by, purpose=why.code, challenge=challenge, **form.cleaned_data)
        if form.accepted:
            return done(request, AGREED if state == "closed" else CONCLUDED, to=reverse("work:waiting"))
    return page(
        request,
        "work/challenge.html",
        title="Flagged as asking to watch someone",
        caption=shown.reference,
        form=form,
        shown=shown,
        purpose=why,
        marking=OFFICIAL_SENSITIVE,
        back=reverse("work:waiting"),
    )
