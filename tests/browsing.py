"""A member of the small pilot at a browser: Django's test client, signed in with a second factor set up."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from handrail.directory.models import Account
from tests.worlds import World

#: RFC 6238's test secret, in base 32.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def signed_in(world: World, who: str) -> Client:
    """A client signed in as the member in a post, such as ``single_point_of_contact@council``."""
    client = Client()
    account = Account.objects.get(pk=world.account(who))
    give_second_factor(account)
    client.force_login(account)
    return client


def give_second_factor(account: Account) -> None:
    """Set up an authenticator app for ``account`` whose secret is :data:`SECRET`."""
    data = {"secret": get_adapter().encrypt(SECRET)}
    Authenticator.objects.get_or_create(user=account, type=Authenticator.Type.TOTP, defaults={"data": data})


def code(secret: str) -> str:
    """The code that an authenticator app with ``secret`` shows now."""
    counters = list(yield_hotp_counters_from_time())
    # The middle of the steps that are taken: with the earliest, a step that ends before the answer makes it wrong.
    return str(format_hotp_value(hotp_value(secret, counters[len(counters) // 2])))
