"""The jobs of upkeep. Their arguments are codes and ids; a worker that is killed in one takes it up again."""

import logging
import threading
from collections.abc import Iterable
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from handrail.directory.addresses import address_of, holders
from handrail.directory.names import all_organisations
from handrail.directory.services import service
from handrail.duties.raising import Raised
from handrail.gate import Actor
from handrail.upkeep import mail, telling
from handrail.upkeep.reconciling.nightly import compare_beside
from handrail.upkeep.sweep import ADMINISTRATION, climb_unanswered, sweep

logger = logging.getLogger(__name__)

#: The first of a mail server's answers that say never, and not later (RFC 5321).
_FOR_GOOD = 500

#: A mail server that is away is tried again for about a day: for what is urgent soon at first and then less often, for
#: the rest every five minutes.
_URGENTLY_AGAIN = RetryStrategy(max_attempts=12, exponential_wait=3)
_AGAIN = RetryStrategy(max_attempts=288, wait=300)


def tell_at_once(raised: Raised) -> None:
    """Defer the mail for an urgent duty, in the transaction in which it is raised. What isn't waits for the digest.

    Each member is told by a job of their own, whatever they chose: an address that fails holds up nobody else's.
    """
    if raised.urgent:
        for member in {raised.owner} if raised.owner else holders(raised.organisation, raised.role):
            urgent_mail.defer(member=str(member))


@app.task(name="upkeep.urgent_mail", queue="mail", priority=100, retry=_URGENTLY_AGAIN)
def urgent_mail(member: str) -> None:
    """Tell a member, or who stands in for them, that something needs them now.

    Killed while it is sent, it is sent again: rather twice than never.
    """
    if address := address_of(UUID(member)):
        with get_connection() as connection:
            mail.urgent(connection, address)


@app.periodic(cron="* * * * *")
@app.task(name="upkeep.digest", queue="mail", queueing_lock="digest", retry=_AGAIN)
def digest(timestamp: int) -> None:
    """Every minute: send each member for whom it is time how much is waiting for them."""
    for organisation in all_organisations():
        by = service("digest", organisation)
        if waiting := telling.to_tell(by=by, purpose=ADMINISTRATION):
            # Connected first: where the mail server is away, nobody's message is claimed.
            with get_connection() as connection:
                _tell_each(by, waiting, connection)


@app.periodic(cron="* * * * *")
@app.task(name="upkeep.climb", queue="sweep", queueing_lock="climb", priority=50)
def climb(timestamp: int) -> None:
    """Every minute: pass on the escalations that nobody acknowledged in time."""
    for organisation in all_organisations():
        climb_unanswered(organisation)


@app.periodic(cron="*/10 * * * *")
@app.task(name="upkeep.sweep", queue="sweep", queueing_lock="sweep")
def sweep_all(timestamp: int) -> None:
    """Every ten minutes: end what is over, and remind of what is late."""
    sweep()


@app.periodic(cron="30 2 * * *")
@app.task(name="upkeep.reconcile", queue="sweep", queueing_lock="reconcile")
def reconcile(timestamp: int) -> None:
    """Every night: compare database and ledger.

    A large record takes minutes: it is done beside the jobs, so that what is urgent goes on meanwhile. Broken off, it
    is done the next night; the doctor says since when it wasn't.
    """
    threading.Thread(target=compare_beside, name="reconciling", daemon=True).start()


def _tell_each(by: Actor, members: Iterable[UUID], connection: BaseEmailBackend) -> None:
    """Send each member their message. Raises what the mail server said if it wants one to be sent again later."""
    later: SMTPResponseException | None = None
    for member in members:
        try:
            _tell(by, member, connection)
        except SMTPResponseException as error:
            later = error  # of this message: the others are sent
    if later:
        raise later


def _tell(by: Actor, member: UUID, connection: BaseEmailBackend) -> None:
    """Send one member their message. What the server will never take is given up for today; what it may take later, or
    where it has gone away, is given back, and raised.
    """
    message = telling.tell(by=by, purpose=ADMINISTRATION, member=member)
    if message is None:
        return
    try:
        mail.waiting(connection, message.address, message.counts)
    except OSError as error:  # smtplib's own errors are of this kind
        if _is_refusal(error):
            logger.warning("A member's mail was refused: %s", type(error).__name__)
        else:
            telling.not_told(by=by, purpose=ADMINISTRATION, member=member)
            raise
    telling.told(
        by=by,
        purpose=ADMINISTRATION,
        member=member,
        looked_on=message.looked_on,
        told_until=message.told_until,
    )


def _is_refusal(error: OSError) -> bool:
    for_good = isinstance(error, SMTPResponseException) and error.smtp_code >= _FOR_GOOD
    return for_good or isinstance(error, SMTPRecipientsRefused)
