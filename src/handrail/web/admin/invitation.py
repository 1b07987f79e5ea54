"""An invitation's way to the one who is invited, and the page that its link opens."""

import logging

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.mail import EmailMessage
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from handrail.directory.actions.accounts import Invited, accept_invitation
from handrail.directory.secret_links import SecretLink
from handrail.directory.services import service
from handrail.web.admin.forms.people import PasswordForm
from handrail.web.admin.places import PURPOSE
from handrail.web.pages import SeeOther, page
from handrail.web.requests import current_member
from handrail.web.throttles import throttled

logger = logging.getLogger(__name__)

#: The link's secret, kept in the browser of whoever opened it: a session would put it in the database.
_COOKIE = "handrail_invitation"
_COOKIE_LASTS = 60 * 60


def send(request: HttpRequest, invited: Invited) -> bool:
    """Send the link to the one who is invited; False if the mail server didn't take it.

    It is in no job and no log: it goes straight to the mail server, while the request lasts.
    """
    member = current_member(request)
    facts = {
        "organisation": member.organisation_name if member else "",
        "link": settings.HANDRAIL_ADDRESS + reverse("invitation", kwargs={"token": invited.token}),
        "until": invited.expires_at,
    }
    message = EmailMessage(
        subject="Your invitation to Handrail",
        body=render_to_string("admin/invitation_email.txt", facts),
        to=[invited.address],
    )
    try:
        message.send()
    except OSError as error:  # smtplib's own errors are of this kind
        logger.warning("An invitation could not be sent: %s", type(error).__name__)
        return False
    return True


@login_not_required
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link leads. The secret moves out of the address at once, so that no history or referrer keeps it."""
    if SecretLink.read(token) is None:
        raise Http404
    response = SeeOther(reverse("invitation_accept"))
    response.set_cookie(
        _COOKIE,
        token,
        max_age=_COOKIE_LASTS,
        path=reverse("invitation_accept"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@login_not_required
@throttled("accept_invitation", reading=False)
def accept(request: HttpRequest) -> HttpResponse:
    """Choose a first password."""
    token = request.COOKIES.get(_COOKIE, "")
    link = SecretLink.read(token)
    if link is None:
        raise Http404
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        with form.rules():
            accept_invitation(
                by=service("reception", link.organisation),
                purpose=PURPOSE,
                invitation=link.leads_to,
                token=token,
                password=form.cleaned_data["password"],
            )
        if form.accepted:
            response = page(request, "admin/joined.html", title="You can sign in now")
            response.delete_cookie(_COOKIE, path=reverse("invitation_accept"))
            return response
    return page(request, "admin/join.html", title="Join Handrail", form=form)
