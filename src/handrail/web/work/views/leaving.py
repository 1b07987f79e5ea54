"""What is given back or left: support that its owner can't give, the team of a case, a case that was closed."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from handrail.casework.actions import declining, looking_again, teaming
from handrail.programme import load
from handrail.web import banners
from handrail.web.forms import Confirm, posted
from handrail.web.pages import SeeOther, done
from handrail.web.work.forms import CannotGive
from handrail.web.work.views.cases import form_page, opened, opened_support

LEFT = banners.declare(
    "case.partner_left",
    happened="The organisation has left the team.",
    next="It can open nothing of this case any more. What it wrote stays.",
)
LOOKED_AGAIN = banners.declare(
    "case.looked_again", happened="You looked again at {judgements} of the judgements in case {reference}."
)

HANDED_BACK = banners.declare(
    "support.handed_back",
    happened="You handed the support back.",
    told="Whoever coordinates the case was told, and why.",
    next="Nothing is due from you about it any more.",
)


def cannot_give(request: HttpRequest, person: UUID, support_action: UUID) -> HttpResponse:
    """Say that one's organisation can't give planned support, and why."""
    by, why, shown, row = opened_support(request, person, support_action)
    form = CannotGive(request.POST or None, reasons=load(shown.programme).cannot_do_reasons)
    if form.is_valid():
        with form.rules():
            declining.cannot_do(by=by, purpose=why.code, support_action=support_action, **form.cleaned_data)
        if form.accepted:
            return done(request, HANDED_BACK, to=reverse("work:case_plan", args=[person, shown.id]))
    return form_page(request, "work/cannot_give.html", "We can’t give this support", form=form, shown=shown, row=row)


def remove_partner(request: HttpRequest, person: UUID, case: UUID, organisation: UUID) -> HttpResponse:
    """Record that an organisation leaves the team: asked once more."""
    by, why, shown = opened(request, person, case)
    leaving = next((each for each in shown.partners if each.id == organisation), None)
    if leaving is None:
        raise Http404
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            teaming.remove_partner(by=by, purpose=why.code, case=case, organisation=organisation)
        if form.accepted:
            return done(request, LEFT, to=reverse("work:case_access", args=[person, case]))
    title = f"Take {leaving.organisation} out of the team"
    return form_page(request, "work/remove_partner.html", title, form=form, shown=shown, leaving=leaving)


def look_again(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Record that the judgements of a closed case were looked at again; where none is marked, lead back to the case."""
    by, why, shown = opened(request, person, case)
    if not shown.marked:
        return SeeOther(reverse("work:case", args=[person, case]))
    form = Confirm(posted(request))
    if form.is_valid():
        judgements = 0
        with form.rules():
            judgements = looking_again.look_again(by=by, purpose=why.code, case=case)
        if form.accepted:
            to = reverse("work:case", args=[person, case])
            return done(request, LOOKED_AGAIN, to=to, judgements=judgements, reference=shown.reference)
    return form_page(request, "work/look_again.html", "Look again at this closed case", form=form, shown=shown)
