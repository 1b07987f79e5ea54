"""What every response carries, and how long a sitting lasts."""

import logging
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from handrail.gate import clock
from handrail.web.answers import timed_out_while_typing

_log = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]

_LAST_SEEN = "last_seen"

#: Recording every request would write to the session table each time; this much error in 15 minutes is accepted.
_SEEN_EVERY_SECONDS = 20


class ResponseHeaders:
    """Gives each request a number to be logged under, and forbids every cache to keep a page.

    What has an ETag of its own says itself who may keep it: a calendar, which its program keeps anyway, and the public
    parts of the ledger. What everybody may keep bears nobody's cookie, and is the same whoever asks.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = secrets.token_hex(6)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            _log.error("Request %s failed: %s %s", request.request_id, request.method, request.path)  # type: ignore[attr-defined]
        response.headers["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        if "ETag" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        elif "public" in response.headers["Cache-Control"]:
            response.cookies.clear()
            del response.headers["Vary"]
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Permissions-Policy"] = (
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self), "
            "publickey-credentials-create=(self)"
        )
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class IdleTimeOut:
    """Signs a user out who did nothing for settings.HANDRAIL_IDLE_SECONDS, whatever their browser runs."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            idle = seconds_idle(request)
            if idle > settings.HANDRAIL_IDLE_SECONDS:
                logout(request)
                if request.method == "POST":
                    return timed_out_while_typing(request)
                return redirect(f"{reverse('timed_out')}?{urlencode({'next': request.get_full_path()})}")
            # The page's own clock asks, or a page looks again by itself: that is no use of the site by anybody.
            looking = request.path == reverse("session_idle") or "again" in request.GET
            if not looking and (idle > _SEEN_EVERY_SECONDS or _LAST_SEEN not in request.session):
                request.session[_LAST_SEEN] = int(clock.now().timestamp())
        return self.get_response(request)


def seconds_idle(request: HttpRequest) -> float:
    """How long ago this sitting was last used; 0 for one that has just begun."""
    last = request.session.get(_LAST_SEEN)
    if last is None:
        return 0
    return (clock.now() - datetime.fromtimestamp(last, UTC)).total_seconds()
