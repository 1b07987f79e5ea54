"""Giving entries their place in the tree, in an order that nobody can later slip something into.

Entries are written by many transactions at once, and ids or times say nothing about which of them commits first: a
cursor over those loses what commits late. So nothing is remembered but which rows have a place already. Taken are
rows that no place has been given to, of transactions older than every transaction still running
(``xid < pg_snapshot_xmin(pg_current_snapshot())``): whatever may still come has a higher transaction id, and comes
after. Older epochs, before a restore, have no running transactions and are taken whole.

The price is that one long transaction anywhere in the cluster holds sequencing back. It delays and never skips, and
:func:`handrail.ledger.lag` shows it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from handrail.ledger import checkpoint, key_file, tiles
from handrail.ledger.checkpoint import Checkpoint
from handrail.ledger.entry import hash_of
from handrail.ledger.handover import Chain
from handrail.ledger.log import head
from handrail.ledger.note import NoteError, SigningKey
from handrail.ledger.tree import CompactRange

#: Entries in one transaction: few enough that it stays short.
BATCH = 5_000

# Any number will do, as long as nothing else in the database takes the same: "ledger" in ASCII.
_LOCK = int.from_bytes(b"ledger", "big")

_PICK = """
SELECT id, kind, hour, commitment FROM ledger_entry
WHERE leaf_index IS NULL
  AND (epoch < %(epoch)s OR (epoch = %(epoch)s AND xid < pg_snapshot_xmin(pg_current_snapshot())))
ORDER BY epoch, xid, id LIMIT %(limit)s
"""

_PLACE = """
UPDATE ledger_entry SET leaf_index = placed.leaf_index, leaf_hash = placed.leaf_hash
FROM unnest(%s::uuid[], %s::bigint[], %s::bytea[]) AS placed (id, leaf_index, leaf_hash)
WHERE ledger_entry.id = placed.id AND ledger_entry.leaf_index IS NULL
"""


class SequencingRefused(Exception):
    """The stored tree is not what the log's key last signed: signing on would vouch for it. Verify the ledger."""


@dataclass(frozen=True)
class Sequenced:
    """What one step did: entries placed, the tree's size afterwards, and whether more may be waiting."""

    entries: int
    size: int
    more: bool = False
    #: Another sequencer was at work: this one did nothing.
    busy: bool = False


def sequence_once(*, at: datetime, batch: int = BATCH) -> Sequenced:
    """Place up to ``batch`` entries in the tree and store the signed checkpoint, in one short transaction.

    With them go the subtrees that they complete, and some of those that were missing.

    A second sequencer at the same moment does nothing. Stopped at any point, it leaves nothing half done.
    Raises :class:`SequencingRefused`, or :class:`KeyFileError` when the log's key is missing or unsafe; entries go on
    being recorded meanwhile.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return Sequenced(entries=0, size=_stored_size(cursor), busy=True)
        epoch = _current_epoch(cursor, at)
        cursor.execute(_PICK, {"epoch": epoch, "limit": batch})
        picked = cursor.fetchall()
        if not picked:
            size = _stored_size(cursor)
            return Sequenced(entries=0, size=size, more=_make_up(cursor, size))
        key, chain = _keys()
        tree = _stored_tree(cursor, chain)
        first = tree.size
        hashes = [hash_of(kind, hour, bytes(commitment)) for _, kind, hour, commitment in picked]
        for each in hashes:
            tree.append(each)
        cursor.execute(_PLACE, [[row[0] for row in picked], list(range(first, tree.size)), hashes])
        if cursor.rowcount != len(picked):
            raise SequencingRefused("Entries were given a place meanwhile by something that is not the sequencer.")
        if chain.key_for(tree.size) != chain.current:
            raise SequencingRefused("The log's key was handed over at more entries than there are: restore both again.")
        signed = checkpoint.sign(key, tree.size, tree.root())
        cursor.execute(
            "INSERT INTO ledger_checkpoint (size, root, frontier, note, at) VALUES (%s, %s, %s, %s, %s)",
            [signed.size, signed.root, tree.to_bytes(), signed.note, at],
        )
        left = _make_up(cursor, tree.size)
    return Sequenced(entries=len(picked), size=tree.size, more=left or len(picked) == batch)


def sequence_all(*, at: datetime, batch: int = BATCH) -> Sequenced:
    """Step until nothing is left that can be placed now. Ends at once when another sequencer is at work."""
    entries = 0
    while True:
        step = sequence_once(at=at, batch=batch)
        entries += step.entries
        if not step.more:
            return Sequenced(entries=entries, size=step.size, busy=step.busy)


def new_epoch(*, at: datetime) -> int:
    """Begin a new epoch after a restore; return its number. What is not yet in the tree is then taken first, whole.

    The sequencer does so by itself in another cluster than before; after a restore within one cluster it is the
    restore that calls this.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        return _begin_epoch(cursor, at)


@contextmanager
def nothing_signed() -> Iterator[Checkpoint | None]:
    """While this lasts no sequencer signs; gives the newest checkpoint. Waits for a step that is under way.

    Other transactions go on, and the caller can have its own inside: what they record waits for its place.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield head()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _current_epoch(cursor: CursorWrapper, at: datetime) -> int:
    cursor.execute(
        "SELECT number, cluster = system_identifier::text FROM ledger_epoch, pg_control_system()"
        " ORDER BY number DESC LIMIT 1"
    )
    number, is_this_cluster = cursor.fetchone()
    return number if is_this_cluster else _begin_epoch(cursor, at)


def _begin_epoch(cursor: CursorWrapper, at: datetime) -> int:
    cursor.execute(
        "INSERT INTO ledger_epoch (number, cluster, began_at)"
        " SELECT (SELECT max(number) FROM ledger_epoch) + 1, system_identifier::text, %s FROM pg_control_system()"
        " RETURNING number",
        [at],
    )
    number: int = cursor.fetchone()[0]
    return number


def _stored_size(cursor: CursorWrapper) -> int:
    cursor.execute("SELECT coalesce(max(size), 0) FROM ledger_checkpoint")
    size: int = cursor.fetchone()[0]
    return size


def _keys() -> tuple[SigningKey, Chain]:
    """The key to sign with, and the chain that it ends; raises :class:`SequencingRefused` where it doesn't."""
    key = key_file.load_signing_key(settings.HANDRAIL_KEY_DIR)
    chain = key_file.load_chain(settings.HANDRAIL_KEY_DIR)
    if key.verification_key != chain.current:
        raise SequencingRefused("A handover of the log's key was begun and not finished: `handrail ledger rotate-key`.")
    return key, chain


def _make_up(cursor: CursorWrapper, size: int) -> bool:
    try:
        return tiles.make_up(cursor, size)
    except tiles.HashesMissing as error:
        raise SequencingRefused(f"The stored tree has a hole: {error}") from None


def _stored_tree(cursor: CursorWrapper, chain: Chain) -> CompactRange:
    """The tree as it was last signed; raises :class:`SequencingRefused` unless the log's key signed just that."""
    cursor.execute("SELECT coalesce(max(leaf_index) + 1, 0) FROM ledger_entry")
    placed = cursor.fetchone()[0]
    cursor.execute("SELECT size, frontier, note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1")
    size, frontier, note = cursor.fetchone() or (0, b"", "")
    if placed != size:
        raise SequencingRefused(f"{placed} entries have a place in the tree, and the newest checkpoint is over {size}.")
    if size == 0:
        return CompactRange()
    try:
        tree = CompactRange.from_bytes(size, bytes(frontier))
        last = chain.read(note)
    except (NoteError, ValueError) as error:
        raise SequencingRefused(f"The newest checkpoint is not this log's: {error}") from None
    if (last.size, last.root) != (tree.size, tree.root()):
        raise SequencingRefused("The newest checkpoint and the stored tree differ.")
    return tree
