"""How Handrail differs from django-allauth's defaults. Named in settings."""

import base64
import secrets
from functools import cache
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.web.signin.posting import post

_NONCE_BYTES = 12


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody makes an account for themselves: members are invited."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The email address or the password isn’t right",
        "too_many_login_attempts": "Too many tries. Wait 5 minutes and try again",
        "incorrect_password": "The password isn’t right",
        "enter_current_password": "The current password isn’t right",
        "incorrect_code": "The code isn’t right",
        "account_inactive": "This account is closed",
        "rate_limited": "Too many tries. Wait 5 minutes and try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Sign in. It counts as proof for changing the second factor, for settings.ACCOUNT_REAUTHENTICATION_TIMEOUT.

        Of how it was done only what is needed is kept: allauth would keep the address in the session.
        """
        response: HttpResponse = super().post_login(request, user, **kwargs)
        methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {name: value for name, value in method.items() if name != "email"} | {"reauthenticated": True}
            for method in methods
        ]
        return response

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail: to the address in the settings, never to what a request says its host is."""
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.HANDRAIL_ADDRESS}{path}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send after answering: only an address that somebody signs in with gets mail, and sending takes its time."""
        post(self.render_mail(template_prefix, email, context))

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Whether this is the user's password. Accounts keep their one address themselves, not in allauth's table."""
        found = self.authenticate(context.request, email=user.get_username(), password=password)
        return found is not None and found.pk == user.pk

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords count per address *and* origin: a stranger's tries elsewhere never lock a member out."""
        return f"{self.get_client_ip(request)}:{super()._get_login_attempts_cache_key(request, **credentials)}"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of authenticator apps and recovery codes encrypted: a copy of the database can't sign in."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "The code isn’t right. Codes change every 30 seconds",
    }

    def encrypt(self, text: str) -> str:
        """AES-256-GCM under a key derived from the secret key, which lies outside the database."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return base64.urlsafe_b64encode(nonce + _cipher().encrypt(nonce, text.encode(), None)).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """The reverse; raises cryptography's InvalidTag for anything that was not encrypted here."""
        sealed = base64.urlsafe_b64decode(encrypted_text)
        return _cipher().decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None).decode()


@cache
def _cipher() -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"handrail second factor v1")
    return AESGCM(derived.derive(settings.SECRET_KEY.encode()))
