"""What works beside the pages: the worker, its jobs, mail; and the public address."""

import smtplib
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection

from handrail.site.doctor.findings import Finding, fail, ok, warn

HEARTBEAT = timedelta(minutes=1)


def worker(at: datetime) -> Iterator[Finding]:
    """Has one shown a sign of life lately?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        last: datetime | None = cursor.fetchone()[0]
    if last is None or at - last > HEARTBEAT:
        yield fail("worker", "No worker runs: no mail, no reminders, no expiry.", "Start `handrail worker`.")
    else:
        yield ok("worker", f"A worker showed a sign of life {max(0, round((at - last).total_seconds()))} seconds ago.")


def jobs() -> Iterator[Finding]:
    """Jobs that were given up."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, count(*) FROM procrastinate_jobs WHERE status = 'failed' GROUP BY 1 ORDER BY 1"
        )
        failed = cursor.fetchall()
    for name, count in failed:
        yield warn("jobs", f"{count} of {name} have failed.", "See the worker's log for the time and the place.")
    if not failed:
        yield ok("jobs", "None has failed.")


def mail() -> Iterator[Finding]:
    """Does the mail server answer? Nothing is sent."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield ok("mail", "Written to the worker's log (demo).")
        return
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with get_connection(fail_silently=False):
            yield ok("mail", f"{server} answers.")
    except (OSError, smtplib.SMTPException) as error:
        yield fail(
            "mail", f"{server} doesn't take mail: {type(error).__name__}.", "Set HANDRAIL_SMTP_HOST and its siblings."
        )


def address() -> Iterator[Finding]:
    """People must reach the site over TLS, under a name that it answers to."""
    parts = urlsplit(settings.HANDRAIL_ADDRESS)
    if settings.HANDRAIL_DEMO:
        yield ok("address", f"{settings.HANDRAIL_ADDRESS} (demo).")
    elif parts.scheme != "https":
        yield fail(
            "address", f"{settings.HANDRAIL_ADDRESS} has no TLS.", "Set HANDRAIL_ADDRESS to the https:// address."
        )
    elif parts.hostname not in settings.ALLOWED_HOSTS:
        yield fail("address", f"The site doesn't answer to {parts.hostname}.", "Add it to HANDRAIL_HOSTS.")
    else:
        yield ok("address", settings.HANDRAIL_ADDRESS)
