"""Bringing a nomination file in: checked, written out of sight, published. All of it, or nothing.

Checking takes no transaction, writing takes many short ones, and publishing one. Whatever ends an import in between (a
kill, a power cut) leaves nothing that anybody can see; the next import of the same organisation clears it away. The
same file again brings in only what wasn't there before: nothing, as a rule.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError, InterfaceError, connection

from handrail.exchange.checking import Checked, Progress, check, unseen
from handrail.exchange.nominated import Nominated
from handrail.exchange.reading import MAX_BYTES
from handrail.exchange.rules import AnotherAtWork
from handrail.exchange.staging import begin, clear, publish, refuse, stage
from handrail.gate import Actor, Conflict, Faults, GateError

#: Nominations written in one transaction: about a quarter of a second, in which the ledger's tree can't grow.
CHUNK = 500
#: How often a chunk is tried when somebody takes one of its references at the same moment.
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What an import did. Without an id it had nothing to do: everything was there already.

    ``decisions`` are the drafts, by the references that the file has for them.
    """

    import_id: UUID | None
    drafts: int
    unchanged: int
    decisions: tuple[tuple[str, UUID], ...] = ()


def bring_in(
    data: bytes, *, by: Actor, purpose: str, progress: Progress = unseen, largest: int = MAX_BYTES
) -> BroughtIn:
    """Bring the nominations of ``data`` in as drafts, all or none; what is there already is left alone.

    Raises as :func:`~handrail.exchange.checking.check`, and AnotherAtWork while another file of the same organisation
    is being brought in.
    """
    with _alone(by.organisation):
        try:
            checked = check(data, by=by, purpose=purpose, progress=progress, largest=largest)
        except Faults as faults:
            refuse(by=by, purpose=purpose, faults=faults.faults)
        if checked.ground.unfinished:
            _clear_away(by, purpose, progress)
        if not checked.new:
            return BroughtIn(None, 0, checked.unchanged)
        return _write(checked, by, purpose, progress)


def _write(checked: Checked, by: Actor, purpose: str, progress: Progress) -> BroughtIn:
    total = len(checked.new)
    import_id = begin(by=by, purpose=purpose, centre=checked.ground.centre, nominations=total)
    decisions: list[tuple[str, UUID]] = []
    try:
        for start in range(0, total, CHUNK):
            progress(start, total, "Writing")
            chunk = checked.new[start : start + CHUNK]
            drafts = _stage(by, purpose, import_id, chunk)
            decisions += zip((each.reference for each in chunk), drafts, strict=True)
        progress(total, total, "Publishing")
        published = publish(by=by, purpose=purpose, import_id=import_id)
    except GateError:
        with suppress(GateError):  # whoever may no longer bring files in may not clear up either: the next one does
            _clear_away(by, purpose, progress)
        raise
    return BroughtIn(published.import_id, published.nominations, checked.unchanged, tuple(decisions))


def _stage(by: Actor, purpose: str, import_id: UUID, nominations: tuple[Nominated, ...]) -> tuple[UUID, ...]:
    for _ in range(ATTEMPTS - 1):
        with suppress(Conflict):
            return stage(by=by, purpose=purpose, import_id=import_id, nominations=nominations)
    return stage(by=by, purpose=purpose, import_id=import_id, nominations=nominations)


def _clear_away(by: Actor, purpose: str, progress: Progress) -> None:
    """Delete what an import left that didn't come to its end."""
    cleared = 0
    while gone := clear(by=by, purpose=purpose):
        cleared += gone
        progress(cleared, cleared, "Clearing away what an unfinished import left")


@contextmanager
def _alone(organisation: UUID) -> Iterator[None]:
    """Keep other imports of the organisation out. The lock is the connection's: it can't outlive this process."""
    name = f"handrail import {organisation}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        if not cursor.fetchone()[0]:
            raise AnotherAtWork
    try:
        yield
    finally:
        with suppress(DatabaseError, InterfaceError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])
