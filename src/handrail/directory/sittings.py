"""Ending what somebody is signed in to."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from handrail.directory.models import Account


def end_sittings(account: Account) -> int:
    """Sign ``account`` out everywhere; gives of how many sittings.

    Sessions say whose they are only inside, so all are looked through: there are as many as people at work.
    """
    theirs = [
        session.session_key
        for session in Session.objects.iterator()
        if session.get_decoded().get(SESSION_KEY) == str(account.pk)
    ]
    Session.objects.filter(session_key__in=theirs).delete()
    return len(theirs)
