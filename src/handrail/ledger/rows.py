"""The ledger's tables as they are, for verification: row by row, within one moment, nothing taken as true."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from handrail.ledger.entry import NO_FACETS, Facets, commit, facets, hour_of, instant, is_of_kind
from handrail.ledger.log import CHUNK, across_organisations


class Row(NamedTuple):
    """An entry with the row of its document, as stored; ``document_of`` is None where that row is gone."""

    id: UUID
    kind: str
    hour: datetime
    commitment: bytes
    leaf_hash: bytes | None
    order: tuple[int, int, UUID]
    document_of: UUID | None
    organisation: UUID
    at: datetime
    action: str
    columns: Facets
    salt: bytes | None
    document: bytes | None

    @property
    def erased(self) -> bool:
        """Whether document or salt was destroyed: the commitment can't be opened any more."""
        return self.document_of is not None and (self.document is None or self.salt is None)


_ROWS = """
SELECT e.leaf_index, e.id, e.kind, e.hour, e.commitment, e.leaf_hash, e.epoch, e.xid::text::bigint, p.entry_id,
       p.organisation_id, p.at, p.action, p.actor, p.outcome, p.rules, p.subject_type, p.subject_id, p.person, p.salt,
       p.payload
FROM ledger_entry e LEFT JOIN ledger_payload p ON p.entry_id = e.id
"""
IN_TREE = _ROWS + "WHERE e.leaf_index IS NOT NULL ORDER BY e.leaf_index"
NOT_IN_TREE = _ROWS + "WHERE e.leaf_index IS NULL ORDER BY e.epoch, e.xid, e.id"
CHECKPOINTS = "SELECT size, root, frontier, note FROM ledger_checkpoint ORDER BY size"
#: What witnesses said, of the checkpoints that are there now.
COSIGNATURES = """
SELECT witness, size, line, note FROM ledger_cosignature AS given LEFT JOIN ledger_checkpoint USING (size)
ORDER BY size, given.at
"""
#: In the order in which the tree completes them.
SUBTREES = """
SELECT level, "index", hash FROM ledger_subtree ORDER BY ("index" + 1) << (8 * level), level
"""
ORPHANS = """
SELECT p.entry_id FROM ledger_payload p LEFT JOIN ledger_entry e ON e.id = p.entry_id WHERE e.id IS NULL
"""


def entries(query: str) -> Iterator[tuple[Any, Row]]:
    """Each entry with its index, which is None outside the tree."""
    for index, entry, kind, hour, commitment, leaf_hash, epoch, xid, *document, salt, payload in stream(query):
        of, organisation, at, action, actor, outcome, rules, subject_type, subject_id, person = document
        row = Row(
            id=entry,
            kind=kind,
            hour=hour,
            commitment=bytes(commitment),
            leaf_hash=leaf_hash and bytes(leaf_hash),
            order=(epoch, xid, entry),
            document_of=of,
            organisation=organisation,
            at=at,
            action=action,
            columns=Facets(actor, outcome, tuple(rules or ()), subject_type, subject_id, person),
            salt=salt and bytes(salt),
            document=payload and bytes(payload),
        )
        yield index, row


def stream(query: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, held on the server and fetched in chunks."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, values)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows


@contextmanager
def one_moment() -> Iterator[None]:
    """One snapshot for all queries. Read-only, it takes no transaction id: the sequencer does not wait for it."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        with across_organisations():
            yield


def fault(row: Row) -> str:
    """What is wrong with the document of an entry, in words; empty when nothing is."""
    if row.document_of is None:
        return "The row of its document is gone; an erasure would leave it, emptied."
    if row.salt is None or row.document is None:
        emptied = (row.hour, NO_FACETS, None, None)
        if not is_of_kind(row.action, row.kind) or (row.at, row.columns, row.salt, row.document) != emptied:
            return "Its document is erased, and its columns are not."
        return ""
    if commit(row.salt, row.document) != row.commitment:
        return "Its document is not the one committed to."
    if difference := _difference(row, row.document):
        return f"Its document and its columns differ: {difference}."
    return ""


def _difference(row: Row, document: bytes) -> str:
    """Which column of the row says something else than its document; empty when all agree."""
    try:
        contents = json.loads(document)
        agrees = {
            "entry": contents["entry"] == str(row.id),
            "kind": contents["action"] == row.action and is_of_kind(row.action, row.kind),
            "hour": row.hour == hour_of(row.at),
            "time": contents["at"] == instant(row.at),
            "organisation": contents["organisation"] == str(row.organisation),
            "actor, outcome, rules, subject or person": facets(contents) == row.columns,
        }
    except (ValueError, KeyError, TypeError):
        return "the document cannot be read"
    return next((name for name, same in agrees.items() if not same), "")
