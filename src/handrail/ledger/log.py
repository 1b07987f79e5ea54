"""Reading the log as anybody may see it: its head, its leaves, and how far sequencing is behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from handrail.ledger import key_file
from handrail.ledger.checkpoint import Checkpoint

#: Rows fetched at a time where a whole table is walked.
CHUNK = 2_000

#: Entries that wait longer for their place in the tree are worth a look; and much longer, a fault.
LATE_SECONDS, STUCK_SECONDS = 30, 300


@dataclass(frozen=True)
class Leaf:
    """One sequenced entry, without its document."""

    index: int
    entry: UUID
    kind: str
    hour: datetime
    commitment: bytes
    hash: bytes


@dataclass(frozen=True)
class Lag:
    """What is recorded but not yet in the tree: how many entries, and how long ago the oldest happened."""

    unsequenced: int
    oldest_seconds: float


def head() -> Checkpoint | None:
    """The newest checkpoint, its signature checked; None while the tree is empty. Raises :class:`NoteError`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1")
        row = cursor.fetchone()
    if row is None:
        return None
    return key_file.load_chain(settings.HANDRAIL_KEY_DIR).read(row[0])


def leaves(first: int = 0, end: int | None = None) -> Iterator[Leaf]:
    """The leaves from index ``first`` up to, not including, ``end``, in order. Reads in chunks, whatever the size."""
    while end is None or first < end:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT leaf_index, id, kind, hour, commitment, leaf_hash FROM ledger_entry"
                " WHERE leaf_index >= %s ORDER BY leaf_index LIMIT %s",
                [first, CHUNK if end is None else min(CHUNK, end - first)],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        for index, entry, kind, hour, commitment, leaf_hash in rows:
            if end is not None and index >= end:
                return
            yield Leaf(index, entry, kind, hour, bytes(commitment), bytes(leaf_hash))
        first = rows[-1][0] + 1


def lag(at: datetime) -> Lag:
    """How far sequencing is behind at this time. It grows while any transaction in the cluster is long open."""
    with across_organisations(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), min(p.at) FROM ledger_entry e LEFT JOIN ledger_payload p ON p.entry_id = e.id"
            " WHERE e.leaf_index IS NULL"
        )
        count, oldest = cursor.fetchone()
    return Lag(unsequenced=count, oldest_seconds=max(0.0, (at - oldest).total_seconds()) if oldest else 0.0)


def newest_at() -> datetime | None:
    """The latest time of any entry, in the tree or not; None while there is none."""
    with across_organisations(), connection.cursor() as cursor:
        cursor.execute("SELECT max(at) FROM ledger_payload")
        newest: datetime | None = cursor.fetchone()[0]
    return newest


@contextmanager
def across_organisations() -> Iterator[None]:
    """Let the ledger's own queries inside the block see every organisation's rows. What was set before is restored."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT handrail_said('oversight')")
        before = cursor.fetchone()[0]
        cursor.execute("SELECT handrail_say('oversight', 'on')")
        yield
        # After an error it is the rollback that restores it.
        cursor.execute("SELECT handrail_say('oversight', %s)", [before])
