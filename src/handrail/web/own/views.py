"""Somebody’s own e-mail and calendar."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.directory.actions import mail
from handrail.directory.queries.mail import MailAndCalendar, open_mail
from handrail.web import banners
from handrail.web.forms import Confirm, posted
from handrail.web.own.forms import CALENDAR, MAIL, CalendarForm, MailForm, hour_words
from handrail.web.pages import done, page
from handrail.web.requests import actor

_PURPOSE = "administration"

CHOSEN = banners.declare("own.mail", happened="Your choice about e-mail is saved.", next="It holds from now on.")
CHANGED = banners.declare(
    "own.calendar_changed",
    happened="Your calendar says something else from now on.",
    next="Your calendar program shows it when it next fetches: within hours in most, within a day in Google’s.",
)
ENDED = banners.declare(
    "own.calendar_ended",
    happened="The address of your calendar has stopped working.",
    next="What your calendar program has copied stays there until you delete that calendar in it.",
)


def mail_and_calendar(request: HttpRequest) -> HttpResponse:
    """What they chose."""
    chosen = _chosen(request)
    return page(
        request,
        "own/mail_and_calendar.html",
        title="E-mail and calendar",
        chosen=chosen,
        mail=MAIL[chosen.mail][0],
        hour=hour_words(chosen.mail_hour),
        says=CALENDAR[chosen.calendar][0] if chosen.calendar else "",
        back=reverse("mfa_index"),
    )


def choose_mail(request: HttpRequest) -> HttpResponse:
    """Choose when to be sent e-mail."""
    by, chosen = actor(request), _chosen(request)
    form = MailForm(request.POST or None, initial={"mail": chosen.mail, "mail_hour": str(chosen.mail_hour)})
    if form.is_valid():
        with form.rules():
            mail.choose_mail(by=by, purpose=_PURPOSE, member=by.id, **form.facts())
        if form.accepted:
            return done(request, CHOSEN, to=_here())
    return page(request, "own/mail.html", title="Your e-mail", form=form, back=_here())


def make_calendar(request: HttpRequest) -> HttpResponse:
    """Make an address, and show it: this once."""
    by, chosen = actor(request), _chosen(request)
    form = CalendarForm(request.POST or None, initial={"form": chosen.calendar or "counts"})
    if form.is_valid():
        with form.rules():
            made = mail.make_calendar(by=by, purpose=_PURPOSE, member=by.id, **form.cleaned_data)
        if form.accepted:
            address = settings.HANDRAIL_ADDRESS + reverse("calendar", args=[made.token])
            return page(
                request,
                "own/calendar_made.html",
                title="Your calendar’s address",
                address=address,
                subscribe=_subscription(address),
                back=_here(),
            )
    return page(
        request,
        "own/make_calendar.html",
        title="Make a new address" if chosen.calendar else "See what is due in your calendar",
        form=form,
        again=bool(chosen.calendar),
        back=_here(),
    )


def change_calendar(request: HttpRequest) -> HttpResponse:
    """Choose how much the calendar says; the address stays."""
    by = actor(request)
    form = CalendarForm(request.POST or None, initial={"form": _chosen(request).calendar})
    if form.is_valid():
        with form.rules():
            mail.change_calendar(by=by, purpose=_PURPOSE, member=by.id, **form.cleaned_data)
        if form.accepted:
            return done(request, CHANGED, to=_here())
    return page(
        request, "own/change_calendar.html", title="What your calendar says", form=form, submit="Save", back=_here()
    )


def end_calendar(request: HttpRequest) -> HttpResponse:
    """End the address."""
    by = actor(request)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            mail.stop_calendar(by=by, purpose=_PURPOSE, member=by.id)
        if form.accepted:
            return done(request, ENDED, to=_here())
    return page(request, "own/end_calendar.html", title="Stop the calendar’s address", form=form, back=_here())


def _chosen(request: HttpRequest) -> MailAndCalendar:
    by = actor(request)
    return open_mail(by=by, purpose=_PURPOSE, member=by.id)


def _here() -> str:
    return reverse("own:mail_and_calendar")


def _subscription(address: str) -> str:
    """The address as a link that opens the calendar program: "webcals" stays encrypted, "webcal" begins without."""
    scheme, _, rest = address.partition("://")
    return f"{'webcals' if scheme == 'https' else 'webcal'}://{rest}"
