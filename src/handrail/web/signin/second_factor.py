"""Middleware: outside the demonstration nobody gets further than the set-up pages without a second factor."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

#: What a member may open before a second factor is set up: setting it up, proving their password, leaving.
SET_UP_PAGES = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_reauthenticate",
        "account_logout",
        "signed_out",
        "timed_out",
        "session_idle",
        "session_stay",
        "health",
    }
)


class SecondFactorRequired:
    """Sends a signed-in user without a second factor to the page that sets one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """The redirect, or None to go on."""
        if settings.HANDRAIL_DEMO or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        if match is not None and match.view_name in SET_UP_PAGES:
            return None
        if is_mfa_enabled(request.user):
            return None
        return HttpResponseRedirect(reverse("mfa_index"))
