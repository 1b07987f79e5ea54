"""Mail that is sent after the page was answered: how long an answer takes, or whether it fails, says nothing."""

import logging
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from django.core.mail import EmailMessage, get_connection

logger = logging.getLogger(__name__)


def post(message: EmailMessage) -> None:
    """Send ``message`` soon, from this process: a link that opens an account is in no job and no log."""
    message.connection = get_connection()
    _postman().submit(_send, message)


@cache
def _postman() -> ThreadPoolExecutor:
    """One for each process, and only once there is something to send: a thread doesn't survive a fork."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="postman")


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError as error:  # smtplib's own errors are of this kind
        logger.warning("A link for a new password could not be sent: %s", type(error).__name__)
