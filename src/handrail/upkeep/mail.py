"""E-mail that says nothing: that something is waiting, and where to sign in. No reference, no name, no subject."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from handrail.directory.addresses import addresses_of

WAITING = "Something is waiting for you in Handrail"
URGENT = "Urgent: something in Handrail needs you now"

_BODY = """{opening}

Sign in to see what it is:
{address}

This message says no more on purpose. If you can't sign in, ask your administrator.
Don't reply: nobody reads this address.
"""
_OPENINGS = {
    WAITING: "Something is waiting for you in Handrail.",
    URGENT: "Something in Handrail needs you now. Please sign in at once.",
}


def send(subject: str, addresses: Iterable[str]) -> int:
    """Send one message to each address, by itself, so that nobody sees who else was told; gives how many were sent.

    Raises what the mail server's connection raises: the job is then tried again.
    """
    body = _BODY.format(opening=_OPENINGS[subject], address=settings.HANDRAIL_ADDRESS)
    messages = [EmailMessage(subject, body, to=[address]) for address in sorted(set(addresses))]
    if not messages:
        return 0
    with get_connection() as connection:
        return connection.send_messages(messages) or 0


def whom(organisation: UUID, owed: Iterable[tuple[str, UUID | None]]) -> frozenset[str]:
    """The addresses of those to whom duties fall: (role, named owner or None) → whoever holds the role now.

    Whoever is away is stood in for by their cover; whoever has left is told nothing.
    """
    found: Mapping[tuple[str, UUID | None], tuple[str, ...]] = addresses_of(organisation, set(owed))
    return frozenset(address for each in found.values() for address in each)
