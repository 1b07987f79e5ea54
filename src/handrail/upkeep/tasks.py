"""The jobs of upkeep. Their arguments are codes and ids; a worker that is killed in one takes it up again."""

from datetime import datetime, timedelta
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from handrail.directory.names import all_organisations
from handrail.directory.services import service
from handrail.duties.queries import owed_since
from handrail.duties.raising import Raised
from handrail.duties.working_time import is_working_day
from handrail.gate import clock
from handrail.upkeep.mail import URGENT, WAITING, send, whom
from handrail.upkeep.sweep import ADMINISTRATION, climb_unanswered, sweep

#: A mail server that is away is tried again for about a day, each time after a longer wait.
_AGAIN = RetryStrategy(max_attempts=12, exponential_wait=3)


def tell_at_once(raised: Raised) -> None:
    """Defer the mail for an urgent duty, in the transaction in which it is raised. Others wait for the digest."""
    if raised.urgent:
        urgent_mail.defer(
            organisation=str(raised.organisation),
            role=raised.role,
            owner=str(raised.owner) if raised.owner else "",
        )


@app.task(name="upkeep.urgent_mail", queue="mail", priority=100, retry=_AGAIN)
def urgent_mail(organisation: str, role: str, owner: str) -> None:
    """Tell whoever an urgent duty falls to, now."""
    send(URGENT, whom(UUID(organisation), [(role, UUID(owner) if owner else None)]))


@app.periodic(cron="0 8 * * *")
@app.task(name="upkeep.digest", queue="mail", queueing_lock="digest", retry=_AGAIN)
def digest(timestamp: int) -> None:
    """At eight on a working day: one message to everybody to whom something fell since the last one, or is late."""
    today = clock.today()
    if not is_working_day(today):
        return
    since = _last_digest()
    for organisation in all_organisations():
        by = service("digest", organisation)
        send(WAITING, whom(organisation, owed_since(by=by, purpose=ADMINISTRATION, since=since)))


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


def _last_digest() -> datetime:
    """Eight o'clock, in London, on the working day before this one."""
    day = clock.today() - timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return datetime(day.year, day.month, day.day, 8, tzinfo=clock.LONDON)
