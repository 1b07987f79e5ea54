"""Writing entries, and erasing documents: always in the transaction of what they record.

There is no other way to write them; who may call this is the gate's business.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from handrail.ledger.canonical import Json
from handrail.ledger.entry import Entry, Sealed, seal

# One statement writes both tables, and counts, however many the entries: what counts them stands apart from them, and a
# row added to them past this statement is in no count. An array of arrays would have to be rectangular: the
# rules, being codes, travel as one text with commas.
_INSERT = """
WITH given AS (
    SELECT * FROM unnest(
        %s::uuid[], %s::text[], %s::timestamptz[], %s::bytea[], %s::uuid[], %s::text[], %s::timestamptz[], %s::uuid[],
        %s::text[], %s::text[], %s::text[], %s::uuid[], %s::uuid[], %s::bytea[], %s::bytea[]
    ) AS given (
        id, kind, hour, commitment, organisation, action, at, actor, outcome, rules, subject_type, subject_id, person,
        salt, payload
    )
), entries AS (
    INSERT INTO ledger_entry (id, kind, hour, commitment) SELECT id, kind, hour, commitment FROM given
), tally AS (
    INSERT INTO ledger_tally (organisation_id, action, day, entries)
    SELECT organisation, action, (hour AT TIME ZONE 'UTC')::date, count(*) FROM given GROUP BY 1, 2, 3
)
INSERT INTO ledger_payload (
    entry_id, organisation_id, at, action, actor, outcome, rules, subject_type, subject_id, person, salt, payload
)
SELECT id, organisation, at, action, actor, outcome, string_to_array(rules, ','), subject_type, subject_id, person,
       salt, payload
FROM given
"""

_ERASE = "UPDATE ledger_payload SET salt = NULL, payload = NULL WHERE entry_id = ANY(%s) AND payload IS NOT NULL"


def append(*, kind: str, organisation: UUID, payload: Mapping[str, Json], at: datetime) -> UUID:
    """Record that ``kind`` happened ``at`` that time, in the record of ``organisation``; return the entry's id.

    ``payload`` holds codes, identifiers (as text), counts and dates. The ledger adds ``action``, ``at``, ``entry`` and
    ``organisation``, and makes searchable, where they are given: ``actor``, ``person`` (identifiers), ``outcome``
    (a code; "done" when absent), ``rules`` (a list of codes) and ``subject`` ({"type": code, "id": identifier}).

    Raises RuntimeError outside a transaction, :class:`EntryRefused` or :class:`NotCanonical` for a payload that could
    hold somebody's words. The acting organisation set for row security must be ``organisation``.
    """
    return append_many([Entry(kind=kind, organisation=organisation, payload=payload, at=at)])[0]


def append_many(entries: Sequence[Entry]) -> list[UUID]:
    """Record several entries in one statement; return their ids in the same order. Otherwise as :func:`append`."""
    _require_transaction()
    sealed = [seal(entry) for entry in entries]
    if sealed:
        columns = zip(*map(_row, sealed), strict=True)
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [list(column) for column in columns])
    return [each.id for each in sealed]


def erase(entries: Iterable[UUID]) -> int:
    """Destroy the documents of these entries for good; return how many there were. The tree stays verifiable.

    Row security limits it to the acting organisation's own. That it was done, by whom and why, is for the caller to
    record with an entry of its own.
    """
    _require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(_ERASE, [list(entries)])
        erased: int = cursor.rowcount
    return erased


def _row(sealed: Sealed) -> tuple[object, ...]:
    facets = sealed.facets
    return (
        sealed.id,
        sealed.kind,
        sealed.hour,
        sealed.commitment,
        sealed.organisation,
        sealed.action,
        sealed.at,
        facets.actor,
        facets.outcome,
        ",".join(facets.rules),
        facets.subject_type,
        facets.subject_id,
        facets.person,
        sealed.salt,
        sealed.document,
    )


def _require_transaction() -> None:
    # An entry committed on its own could record what was then rolled back, or be lost after it was done.
    if not connection.in_atomic_block:
        raise RuntimeError("A ledger entry is written in the transaction of what it records: open that first.")
