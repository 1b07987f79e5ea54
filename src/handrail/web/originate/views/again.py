"""Telling the person, looked at again by its day: told, put off once more, or approved by a second person."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.programme import load
from handrail.sharing.actions import telling
from handrail.sharing.changes import SetTelling
from handrail.sharing.models import NotificationState
from handrail.sharing.queries.telling import TellingPage, open_telling
from handrail.web.forms import Confirm, Form, posted
from handrail.web.originate.banners import APPROVED, PUT_OFF, TOLD
from handrail.web.originate.forms.deciding import PutOffForm, TellingForm
from handrail.web.originate.views.reasons import regime_of
from handrail.web.pages import SeeOther, done, page
from handrail.web.purposes import usual_purpose
from handrail.web.requests import actor


def look_again(request: HttpRequest, notification: UUID) -> HttpResponse:
    """What was decided; and, for whoever may, deciding it afresh or approving it."""
    shown = _opened(request, notification)
    if "approve" in shown.may:
        return _approve(request, shown)
    form = TellingForm(request.POST or None, telling=shown.telling)
    if "look_again" in shown.may and form.is_valid():
        if form.cleaned_data["state"] == NotificationState.DEFERRED:
            return SeeOther(reverse("originate:put_off_again", args=[notification]))
        if _decide(request, form, shown, SetTelling(NotificationState.TOLD, form.cleaned_data["on"])):
            return done(request, TOLD, to=_page_of(shown), reference=shown.reference)
    return _page(request, "look_again", shown, title="Does the person know?", form=form)


def put_off(request: HttpRequest, notification: UUID) -> HttpResponse:
    """Put telling off again: on what ground, and until when."""
    shown = _opened(request, notification)
    rulebook = load(shown.programme)
    regime = regime_of(request, rulebook)
    form = PutOffForm(request.POST or None, telling=shown.telling, rulebook=rulebook, regime=regime)
    if form.is_valid():
        decided = SetTelling(NotificationState.DEFERRED, form.day(), form.cleaned_data["ground"])
        if _decide(request, form, shown, decided):
            return done(request, PUT_OFF, to=_page_of(shown), reference=shown.reference)
    return _page(request, "put_off", shown, title="Why can’t they be told yet?", form=form, back=_page_of(shown))


def _approve(request: HttpRequest, shown: TellingPage) -> HttpResponse:
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            telling.approve(by=actor(request), purpose=usual_purpose(request), notification=shown.id)
        if form.accepted:
            return done(request, APPROVED, to=_page_of(shown), reference=shown.reference)
    return _page(request, "approve_telling", shown, title="Approve that telling them waits", form=form)


def _decide(request: HttpRequest, form: Form, shown: TellingPage, decided: SetTelling) -> bool:
    with form.rules():
        telling.look_again(
            by=actor(request),
            purpose=usual_purpose(request),
            notification=shown.id,
            state=decided.state,
            on=decided.on,
            ground=decided.ground,
        )
    return form.accepted


def _opened(request: HttpRequest, notification: UUID) -> TellingPage:
    return open_telling(by=actor(request), purpose=usual_purpose(request), notification=notification)


def _page_of(shown: TellingPage) -> str:
    return reverse("originate:look_again", args=[shown.id])


def _page(
    request: HttpRequest, template: str, shown: TellingPage, *, title: str, form: Form, back: str = "/"
) -> HttpResponse:
    return page(
        request,
        f"originate/{template}.html",
        title=title,
        caption=f"{shown.reference} · {shown.initials}",
        marking=1,
        back=back,
        form=form,
        shown=shown,
    )
