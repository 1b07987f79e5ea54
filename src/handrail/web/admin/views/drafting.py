"""An agreement on its drafter's side: written, paid for, reviewed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from handrail import programme
from handrail.directory.actions import drafting, reviewing
from handrail.directory.agreement_values import Funding
from handrail.directory.queries.agreements import open_agreement
from handrail.directory.queries.organisations import CentreCard, list_centres, list_organisations
from handrail.gate import Actor, clock
from handrail.web.admin import banners, places
from handrail.web.admin.forms.agreements import CentreForm, FundingForm, ReviewForm, TermsForm, typed
from handrail.web.admin.places import PURPOSE
from handrail.web.pages import SeeOther, done, page
from handrail.web.requests import actor

_A_YEAR = timedelta(days=365)


def begin(request: HttpRequest) -> HttpResponse:
    """Begin an agreement: in which centre."""
    centres = list_centres(by=actor(request), purpose=PURPOSE)
    if len(centres) == 1:
        return SeeOther(reverse("admin:draft", args=[centres[0].id]))
    form = CentreForm(request.POST or None, centres=centres)
    if form.is_valid():
        return SeeOther(reverse("admin:draft", args=[form.cleaned_data["centre"]]))
    return page(
        request,
        "layouts/form.html",
        title="Which centre is it for?",
        form=form,
        one_question=True,
        back=reverse("admin:agreements"),
    )


def draft(request: HttpRequest, centre: UUID) -> HttpResponse:
    """Draft an agreement."""
    by = actor(request)
    place = next((each for each in list_centres(by=by, purpose=PURPOSE) if each.id == centre), None)
    if place is None:
        raise Http404
    form = TermsForm(request.POST or None, **_choices(by, place.programme), initial=_usual(by, place))
    if form.is_valid():
        with form.rules():
            agreement = drafting.draft_agreement(by=by, purpose=PURPOSE, centre=centre, terms=form.terms())
        if form.accepted:
            return done(request, banners.DRAFTED, to=places.agreement(agreement))
    return page(
        request,
        "admin/terms.html",
        title="Draft an agreement",
        caption=place.name,
        form=form,
        back=reverse("admin:agreements"),
    )


def edit(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """Change a draft, or what is being consulted on."""
    by = actor(request)
    shown = open_agreement(by=by, purpose=PURPOSE, agreement=agreement)
    form = TermsForm(request.POST or None, **_choices(by, shown.programme), initial=typed(shown.terms))
    if form.is_valid():
        with form.rules():
            drafting.edit_agreement(
                by=by, purpose=PURPOSE, agreement=agreement, terms=form.terms(), version=form.version
            )
        if form.accepted:
            return done(request, banners.CHANGED, to=places.agreement(agreement))
    return page(
        request,
        "admin/terms.html",
        title="Change the agreement",
        caption=shown.title,
        form=form,
        version=shown.edits,
        back=places.agreement(agreement),
    )


def review(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """Record a review, after which the agreement goes on as it is."""
    by = actor(request)
    shown = open_agreement(by=by, purpose=PURPOSE, agreement=agreement)
    form = ReviewForm(request.POST or None, initial={"review_on": min(clock.today() + _A_YEAR, shown.terms.ends_on)})
    if form.is_valid():
        with form.rules():
            reviewing.review(by=by, purpose=PURPOSE, agreement=agreement, **form.cleaned_data)
        if form.accepted:
            until = form.cleaned_data["review_on"]
            return done(request, banners.REVIEWED, to=places.agreement(agreement), until=until)
    return page(
        request,
        "admin/review.html",
        title="Record a review",
        caption=shown.title,
        form=form,
        back=places.agreement(agreement),
    )


def fund(request: HttpRequest, agreement: UUID, line: UUID | None = None) -> HttpResponse:
    """Add a funding line, or change one."""
    by = actor(request)
    shown = open_agreement(by=by, purpose=PURPOSE, agreement=agreement)
    known = next((each for each in shown.funding if each.id == line), None)
    if line and known is None:
        raise Http404
    parties = [(party.organisation, party.name) for party in shown.parties]
    form = FundingForm(request.POST or None, parties=parties, initial=_typed_line(known) if known else None)
    if form.is_valid():
        given = {**form.cleaned_data, "payee": UUID(form.cleaned_data["payee"])}
        with form.rules():
            drafting.set_funding(by=by, purpose=PURPOSE, agreement=agreement, line=line, **given)
        if form.accepted:
            return done(request, banners.FUNDED, to=places.agreement(agreement))
    return page(
        request,
        "layouts/form.html",
        title="Change who pays" if known else "Add who pays",
        caption=shown.title,
        form=form,
        submit="Save",
        back=places.agreement(agreement),
    )


def _choices(by: Actor, slug: str) -> dict[str, Any]:
    return {
        "rulebook": programme.load(slug),
        "organisations": list_organisations(by=by, purpose=PURPOSE),
    }


def _usual(by: Actor, centre: CentreCard) -> dict[str, object]:
    """What a new draft starts from: the rulebook's limits, a review in a year, and the drafter among the parties."""
    ceilings = programme.load(centre.programme).ceilings
    return {
        "name_ceiling": ceilings["names_per_agreement_year"].limit,
        "retention_days": ceilings["disclosure_days"].limit,
        "review_on": min(clock.today() + _A_YEAR, centre.ends_on),
        "ends_on": centre.ends_on,
        "parties": [str(by.organisation)],
    }


def _typed_line(line: Funding) -> dict[str, object]:
    return {
        "payer": line.payer,
        "payee": str(line.payee),
        "covers": line.covers,
        "pounds_a_year": line.pounds_a_year,
        "state": line.state,
        "ends_on": line.ends_on,
        "when_it_ends": line.when_it_ends,
    }
