"""The steps of an agreement that ask for nothing but a yes: consulted on, offered, made anew, ended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from handrail.directory.actions import drafting, reviewing
from handrail.directory.queries.agreements import open_agreement
from handrail.directory.rules import CONSULTATION_LASTS
from handrail.gate import Actor, clock
from handrail.web.admin import banners, places
from handrail.web.admin.places import PURPOSE
from handrail.web.banners import Banner
from handrail.web.forms import Confirm, posted
from handrail.web.pages import done, page
from handrail.web.requests import actor


class Action(Protocol):
    """An action about an agreement; one that makes a new agreement gives its id."""

    def __call__(self, *, by: Actor, purpose: str, agreement: UUID) -> UUID | None:
        """Do it."""
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """What the page says, what is done, and what is said afterwards."""

    title: str
    words: str
    action: Action
    banner: Banner
    danger: bool = False
    facts: Callable[[], dict[str, date]] = dict


STEPS = {
    "consult": Step(
        title="Consult on it",
        words="From now on everybody can read the draft, in the public register too. Each party and each "
        "representative body is asked for its view, and can put questions in the register.",
        action=drafting.consult,
        banner=banners.CONSULTING,
        facts=lambda: {"until": clock.today() + CONSULTATION_LASTS},
    ),
    "offer": Step(
        title="Offer it to the parties",
        words="Its words are fixed from now on. The signatory of each party is asked to accept or refuse it. To "
        "change anything later, begin a new version.",
        action=drafting.offer,
        banner=banners.OFFERED,
    ),
    "new-version": Step(
        title="Begin a new version",
        words="The new version starts as a draft with the same words. This one goes on until the new one comes into "
        "force; from then on nothing flows to a party that hasn’t accepted the new one.",
        action=drafting.revise,
        banner=banners.REVISED,
    ),
    "end": Step(
        title="End the agreement",
        words="Nothing more flows under it, from now on. What was disclosed is held until the date that each "
        "disclosure says.",
        action=reviewing.end_agreement,
        banner=banners.ENDED_AGREEMENT,
        danger=True,
    ),
}


def take(request: HttpRequest, agreement: UUID, step: str) -> HttpResponse:
    """Take one of these steps, after saying what it means."""
    by, taken = actor(request), STEPS[step]
    shown = open_agreement(by=by, purpose=PURPOSE, agreement=agreement)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            made = taken.action(by=by, purpose=PURPOSE, agreement=agreement)
        if form.accepted:
            return done(request, taken.banner, to=places.agreement(made or agreement), **taken.facts())
    return page(
        request,
        "admin/confirm.html",
        title=taken.title,
        caption=shown.title,
        form=form,
        words=taken.words,
        submit=taken.title,
        danger=taken.danger,
        back=places.agreement(agreement),
    )
