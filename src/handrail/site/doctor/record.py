"""The ledger: how far its tree is behind, what holds it back, its times, and whether the database says the same."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection

from handrail import ledger
from handrail.directory.services import THE_INSTALLATION
from handrail.site.doctor.findings import Finding, fail, ok, warn

#: Further ahead than machines whose clocks are looked after are from one another.
AHEAD = timedelta(minutes=1)
#: The comparison is made each night: after this long it was left out at least once.
COMPARED_WITHIN = timedelta(hours=50)

# A transaction of another role than our own shows its process, application and id, and not when it began.
_OPEN = """
SELECT pid, coalesce(application_name, ''), xact_start FROM pg_stat_activity
WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid() ORDER BY age(backend_xid) DESC LIMIT 5
"""


def ledger_lag(at: datetime) -> Iterator[Finding]:
    """How far the tree is behind what was recorded, and what holds it back."""
    lag = ledger.lag(at)
    what = (
        f"{lag.unsequenced} entries wait for their place in the tree, the oldest for {lag.oldest_seconds:.0f} seconds."
    )
    if lag.oldest_seconds < ledger.LATE_SECONDS:
        yield ok("ledger", what)
    else:
        do = _open_transactions(at) or "See the worker's log."
        yield (fail if lag.oldest_seconds > ledger.STUCK_SECONDS else warn)("ledger", what, do)


def order_of_time(at: datetime) -> Iterator[Finding]:
    """Whether the clock shows a time before that of the newest entry: it was set back, or had been wrong."""
    newest = ledger.newest_at()
    if newest is not None and newest - at > AHEAD:
        yield warn(
            "clock",
            f"The newest entry of the record is of {newest:%Y-%m-%d %H:%M} UTC, and the clock shows {at:%H:%M}.",
            "Set the clock by a time service, and write down what happened: entries stand in the order in which they "
            "were committed, and whoever verifies the ledger will ask about their hours.",
        )
    else:
        yield ok("clock", "No entry of the record is of a time that has not come yet.")


def reconciliation(at: datetime) -> Iterator[Finding]:
    """Whether database and ledger said the same when they were last compared, and that this wasn't long ago."""
    last = ledger.last_reconciled(THE_INSTALLATION)
    since = last.at if last else _began()
    if last and last.differences:
        found = ", ".join(f"{number} {kind}" for kind, number in sorted(last.found.items()) if number)
        yield fail(
            "reconciliation",
            f"Database and ledger differed on {last.at:%Y-%m-%d}: {found}.",
            "Run `handrail ledger reconcile`, which names each difference, and read docs/how-to/verify-the-ledger.md.",
        )
    elif at - since > COMPARED_WITHIN:
        yield warn(
            "reconciliation",
            f"Database and ledger were not compared since {since:%Y-%m-%d}.",
            "The worker does so every night: see its log. `handrail ledger reconcile` does so now.",
        )
    elif last:
        yield ok("reconciliation", f"Database and ledger said the same on {last.at:%Y-%m-%d at %H:%M} UTC.")
    else:
        yield ok("reconciliation", "Database and ledger are compared for the first time tonight.")


def _began() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(began_at) FROM ledger_epoch")
        began: datetime = cursor.fetchone()[0]
    return began


def _open_transactions(at: datetime) -> str:
    """The transactions that have written and not ended, the oldest first, as one sentence; empty if there are none."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN)
        found = [
            f"process {pid}, “{name}”" + (f", open for {(at - since).total_seconds():.0f} seconds" if since else "")
            for pid, name, since in cursor.fetchall()
        ]
    return f"Held back by transactions that have not ended: {'; '.join(found)}." if found else ""
