"""The examination in its order. What can't be looked at without the database is left out when there is none."""

from collections.abc import Callable, Iterator
from datetime import datetime

from handrail.site import embedded
from handrail.site.addresses import is_external
from handrail.site.doctor import machine, record, services, storage, witnesses
from handrail.site.doctor.findings import Finding, Level, fail, ok
from handrail.site.home import Home
from handrail.site.installation import activate


def examine(home: Home, *, at: datetime) -> Iterator[Finding]:
    """Look at everything, and change nothing. A part that can't be examined at all is a finding too."""
    yield from _one("versions", machine.versions)
    yield from _one("disk", lambda: machine.disk(home))
    if home.unfinished_restore.exists():
        yield fail("home", f"A restore into {home.path} is not finished.", "Run it again with the same backup.")
        return
    if not home.secret_key.exists():
        yield fail("home", f"{home.path} is not a Handrail home.", f"Run `handrail --home {home.path} init`.")
        return
    yield ok("home", str(home.path))
    if not is_external() and not embedded.is_running(home):
        yield fail("database", "The embedded database is not running.", "Run `handrail database start`, or `serve`.")
        return
    activate(home)
    reachable = list(_one("database", lambda: storage.reachable(home)))
    yield from reachable
    if all(finding.level is Level.OK for finding in reachable):
        yield from _one("clock", storage.clocks)
        yield from _one("roles", storage.roles)
        yield from _one("row security", storage.row_security)
        yield from _one("migrations", storage.migrations)
        yield from _one("keys", storage.keys)
        yield from _one("programmes", lambda: _programmes(home))
        yield from _one("worker", lambda: services.worker(at))
        yield from _one("jobs", services.jobs)
        yield from _one("ledger", lambda: record.ledger_lag(at))
        yield from _one("clock", lambda: record.order_of_time(at))
        yield from _one("reconciliation", lambda: record.reconciliation(at))
        yield from _one("witnesses", lambda: witnesses.witnesses(at))
    yield from _one("mail", services.mail)
    yield from _one("address", services.address)


def _programmes(home: Home) -> Iterator[Finding]:
    # Looked at by what can only be imported once Django is ready.
    from handrail.site.doctor.programmes import programmes

    yield from programmes(home)


def _one(part: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except Exception as error:
        yield fail(
            part, f"Could not be examined: {type(error).__name__}.", "Look at the findings above this one first."
        )
