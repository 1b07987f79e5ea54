"""A member of the small pilot at a browser: Django's test client, signed in with a second factor set up."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from handrail.directory.models import Account
from tests.worlds import World

#: RFC 6238's test secret, in base 32.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')

A_SECOND = 1_748_858_400

#: What an authenticator app shows for a secret.
Code = Callable[[str], str]


def signed_in(world: World, who: str) -> Client:
    """A client signed in as the member in a post, such as ``single_point_of_contact@council``."""
    client = Client()
    account = Account.objects.get(pk=world.account(who))
    give_second_factor(account)
    client.force_login(account)
    return client


def session_of(world: World, who: str) -> str:
    """The key of a session in which the member in a post is signed in: what their browser keeps in its cookie."""
    account = Account.objects.get(pk=world.account(who))
    give_second_factor(account)
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def without_token(page: bytes) -> bytes:
    """A page but for the one-time tokens of its forms, by which no two answers are the same."""
    return _TOKEN.sub(b"", page)


def give_second_factor(account: Account) -> None:
    """Set up an authenticator app for ``account`` whose secret is :data:`SECRET`."""
    data = {"secret": get_adapter().encrypt(SECRET)}
    Authenticator.objects.get_or_create(user=account, type=Authenticator.Type.TOTP, defaults={"data": data})


@pytest.fixture
def code(monkeypatch: pytest.MonkeyPatch) -> Code:
    """The code that an authenticator app with a secret shows, in a second that lasts as long as the test.

    By the machine's clock the step could end between the code and the answer, and the answer would be wrong.
    """
    monkeypatch.setattr(totp, "time", SimpleNamespace(time=lambda: A_SECOND))
    return lambda secret: str(totp.format_hotp_value(totp.hotp_value(secret, A_SECOND // app_settings.TOTP_PERIOD)))
