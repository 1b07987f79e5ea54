"""Who gives a support action, what it is expected to cost and who pays, and that the provider said no."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.casework.actions import providing
from handrail.casework.queries.paying import who_could_pay
from handrail.gate import clock
from handrail.programme import load
from handrail.web import banners
from handrail.web.fields import Option
from handrail.web.forms import posted
from handrail.web.pages import done
from handrail.web.work.resourcing_forms import OURSELVES, SOMEBODY_ELSE, ChooseProvider, Estimate, ProviderDeclined
from handrail.web.work.views.cases import form_page, opened_support
from handrail.web.work.views.services import search

CHOSEN = banners.declare(
    "support.provider",
    happened="Who gives the support is recorded.",
    told="Nobody was told: contact the provider in your ordinary way, and share only what they need.",
)
SAID_NO = banners.declare(
    "support.provider_declined",
    happened="It is recorded that the provider said no.",
    next="Choose somebody else, or take the support off the plan.",
)
COSTED = banners.declare("support.costed", happened="What the support costs, and who pays, is recorded.")


def choose_provider(request: HttpRequest, person: UUID, support_action: UUID) -> HttpResponse:
    """Choose a service of the directory, or another provider."""
    by, why, shown, row = opened_support(request, person, support_action)
    found = search(request, programme=shown.programme, centre=shown.centre_id, need=row.provided.for_need)
    listed = [
        Option(str(each.id), each.name, hint=" · ".join(part for part in (each.provider, each.ages) if part))
        for each in found.part.items
    ]
    form = ChooseProvider(request.POST or None, services=listed, owner=row.owner.organisation_name)
    if form.is_valid():
        chosen = form.cleaned_data["service"]
        with form.rules():
            providing.choose_provider(
                by=by,
                purpose=why.code,
                support_action=support_action,
                service=None if chosen in (SOMEBODY_ELSE, OURSELVES) else UUID(chosen),
                provider=form.cleaned_data["provider"] if chosen == SOMEBODY_ELSE else "",
            )
        if form.accepted:
            return done(request, CHOSEN, to=reverse("work:case_plan", args=[person, shown.id]))
    return form_page(
        request, "work/choose_provider.html", "Choose who gives it", form=form, shown=shown, row=row, search=found
    )


def provider_declined(request: HttpRequest, person: UUID, support_action: UUID) -> HttpResponse:
    """Record that the provider said no."""
    by, why, shown, row = opened_support(request, person, support_action)
    reasons = load(shown.programme).cannot_do_reasons
    form = ProviderDeclined(request.POST or None, reasons=reasons, initial={"on": clock.today()})
    if form.is_valid():
        with form.rules():
            providing.provider_declined(by=by, purpose=why.code, support_action=support_action, **form.cleaned_data)
        if form.accepted:
            return done(request, SAID_NO, to=reverse("work:case_plan", args=[person, shown.id]))
    title = "The provider said no"
    return form_page(request, "work/provider_declined.html", title, form=form, shown=shown, row=row)


def estimate(request: HttpRequest, person: UUID, support_action: UUID) -> HttpResponse:
    """Say what the support is expected to cost and who pays."""
    by, why, shown, row = opened_support(request, person, support_action)
    lines = who_could_pay(by=by, purpose=why.code, support_action=support_action)
    pence, line = row.provided.estimate_pence, row.provided.line
    form = Estimate(
        posted(request),
        lines=lines,
        initial={
            "estimate_pence": "" if pence is None else f"{pence / 100:.2f}".removesuffix(".00"),
            "funded_by": str(line or ""),
        },
    )
    if form.is_valid():
        chosen = form.cleaned_data["funded_by"]
        with form.rules():
            providing.estimate(
                by=by,
                purpose=why.code,
                support_action=support_action,
                estimate_pence=form.cleaned_data["estimate_pence"],
                funded_by=UUID(chosen) if chosen else None,
            )
        if form.accepted:
            return done(request, COSTED, to=reverse("work:case_plan", args=[person, shown.id]))
    return form_page(request, "work/estimate.html", "What it costs and who pays", form=form, shown=shown, row=row)
