"""Why the person is listed, why to share, and whether the person is told."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.programme import Programme
from handrail.programme.kinds import GENERAL
from handrail.sharing.changes import SetReasons, SetTelling, SetWhy
from handrail.sharing.models import NotificationState
from handrail.web.originate.banners import SAVED
from handrail.web.originate.forms.deciding import PutOffForm, ReasonsForm, TellingForm, WhyForm
from handrail.web.originate.opened import opened, rulebook_of, save, task_page
from handrail.web.pages import SeeOther, done
from handrail.web.purposes import usual_purpose
from handrail.web.requests import current_member


def why(request: HttpRequest, decision: UUID) -> HttpResponse:
    """A reason of the rulebook, and the published selection criteria that are met."""
    shown = opened(request, decision)
    form = WhyForm(request.POST or None, shown=shown, rulebook=rulebook_of(shown))
    if form.is_valid():
        change = SetWhy(form.cleaned_data["reason"], tuple(form.cleaned_data["criteria"]))
        if save(request, form, shown, change):
            return _saved(request, decision)
    return task_page(request, "why", shown, title="Why is this person listed?", form=form)


def decision(request: HttpRequest, decision: UUID) -> HttpResponse:
    """The legal power, necessity, proportionality, alternatives."""
    shown = opened(request, decision)
    form = ReasonsForm(request.POST or None, shown=shown, rulebook=rulebook_of(shown), kind=_kind(request))
    if form.is_valid() and save(request, form, shown, SetReasons(**form.cleaned_data)):
        return _saved(request, decision)
    return task_page(request, "reasons", shown, title="Your decision to share", form=form)


def telling(request: HttpRequest, decision: UUID) -> HttpResponse:
    """Does the person know? If not, the next page asks on what ground."""
    shown = opened(request, decision)
    form = TellingForm(request.POST or None, telling=shown.telling)
    if form.is_valid():
        if form.cleaned_data["state"] == NotificationState.DEFERRED:
            return SeeOther(reverse("originate:put_off", args=[decision]))
        if save(request, form, shown, SetTelling(NotificationState.TOLD, form.cleaned_data["on"])):
            return _saved(request, decision)
    return task_page(request, "telling", shown, title="Does the person know?", form=form, submit="Continue")


def put_off(request: HttpRequest, decision: UUID) -> HttpResponse:
    """The ground on which telling waits, and the day to look at it again."""
    shown = opened(request, decision)
    rulebook = rulebook_of(shown)
    regime = regime_of(request, rulebook)
    form = PutOffForm(request.POST or None, telling=shown.telling, rulebook=rulebook, regime=regime)
    if form.is_valid():
        change = SetTelling(NotificationState.DEFERRED, form.day(), form.cleaned_data["ground"])
        if save(request, form, shown, change):
            return _saved(request, decision)
    back = reverse("originate:telling", args=[decision])
    return task_page(request, "put_off", shown, title="Why can’t they be told yet?", form=form, back=back)


def regime_of(request: HttpRequest, rulebook: Programme) -> str:
    """Under which regime the member's organisation acts for the purpose that the member has here."""
    purpose = rulebook.purposes.get(usual_purpose(request))
    return (purpose.regime_for(_kind(request)) if purpose else None) or GENERAL


def _kind(request: HttpRequest) -> str:
    member = current_member(request)
    return member.organisation_kind if member else ""


def _saved(request: HttpRequest, decision: UUID) -> HttpResponse:
    return done(request, SAVED, to=reverse("originate:nomination", args=[decision]))
