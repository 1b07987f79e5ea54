"""E-mail that says nothing: how much is waiting, and where to sign in. No reference, no name, no subject."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from handrail.duties.counting import Counts

WAITING = "Something is waiting for you in Handrail"
URGENT = "Urgent: something in Handrail needs you now"

_BODY = """{opening}

Sign in to see what it is:
{address}

This message says no more on purpose. If you can't sign in, ask your administrator.
Don't reply: nobody reads this address.
"""
_URGENT_OPENING = "Something in Handrail needs you now. Please sign in at once."

#: So that no absent colleague's mail program answers.
_HEADERS = {"Auto-Submitted": "auto-generated"}


def urgent(connection: BaseEmailBackend, address: str) -> None:
    """Tell one member that something needs them now. Raises what the mail server's connection raises."""
    _send(connection, URGENT, _URGENT_OPENING, address)


def waiting(connection: BaseEmailBackend, address: str, counts: Counts) -> None:
    """Tell one member how much is waiting for them. Raises what the mail server's connection raises."""
    groups = (
        ("Late", counts.late),
        ("Due today", counts.today),
        ("Due this week", counts.this_week),
        ("Due later", counts.later),
    )
    listed = "\n".join(f"{title}: {count}" for title, count in groups if count)
    _send(connection, WAITING, f"This is waiting for you in Handrail.\n\n{listed}", address)


def _send(connection: BaseEmailBackend, subject: str, opening: str, address: str) -> None:
    """One message to one address, so that nobody sees who else was told."""
    body = _BODY.format(opening=opening, address=settings.HANDRAIL_ADDRESS)
    EmailMessage(subject, body, to=[address], headers=_HEADERS, connection=connection).send()
