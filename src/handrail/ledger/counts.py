"""The counts that are kept beside the entries, and how they and the entries differ.

Every statement that writes entries says in a row of its own how many (``ledger_tally``): rows that are only ever added
make nobody wait. From time to time they are folded into one row for each organisation, action and day
(``ledger_count``), which can only grow. Counted is what both hold together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from handrail.ledger import rows
from handrail.ledger.log import across_organisations

_FOLD = "DELETE FROM ledger_tally WHERE organisation_id = %s"

_COUNTED = """
SELECT organisation_id, action, day, sum(entries) AS counted
FROM (SELECT organisation_id, action, day, entries FROM ledger_count
      UNION ALL SELECT organisation_id, action, day, entries FROM ledger_tally) AS each GROUP BY 1, 2, 3
"""

# Documents keep organisation, action and hour when they are erased. Only what differs leaves the database.
_DOCUMENTS = f"""
SELECT organisation_id, action, day, coalesce(counted, 0), coalesce(there, 0) FROM ({_COUNTED}) AS counts
FULL JOIN (SELECT organisation_id, action, (at AT TIME ZONE 'UTC')::date AS day, count(*) AS there
           FROM ledger_payload GROUP BY 1, 2, 3) AS documents USING (organisation_id, action, day)
WHERE counted IS DISTINCT FROM there ORDER BY day, action, organisation_id
"""  # noqa: S608

# Leaves show of an action what is before the dot; those of before ADR 35 the whole of it.
_ENTRIES = f"""
SELECT kind, day, coalesce(counted, 0), coalesce(there, 0)
FROM (SELECT split_part(action, '.', 1) AS kind, day, sum(counted) AS counted
      FROM ({_COUNTED}) AS counts GROUP BY 1, 2) AS counts
FULL JOIN (SELECT split_part(kind, '.', 1) AS kind, (hour AT TIME ZONE 'UTC')::date AS day, count(*) AS there
           FROM ledger_entry GROUP BY 1, 2) AS entries USING (kind, day)
WHERE counted IS DISTINCT FROM there ORDER BY day, kind
"""  # noqa: S608


@dataclass(frozen=True)
class Miscount:
    """A day on which an action has more entries than were counted, or fewer.

    ``organisation`` is the one whose documents were counted; None where it is the leaves, which name none, and of the
    action show only the kind.
    """

    organisation: UUID | None
    action: str
    day: date
    counted: int
    there: int


def fold() -> int:
    """Fold the tallies into the counts, one organisation after the other, each in a short transaction; gives how many.

    Nobody who writes entries waits for it, and what is counted stays the same at every moment.
    """
    with across_organisations(), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT organisation_id FROM ledger_tally ORDER BY 1")
        tallied = [organisation for (organisation,) in cursor.fetchall()]
    return sum(map(_fold, tallied))


def _fold(organisation: UUID) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT handrail_say('organisation', %s)", [str(organisation)])
        cursor.execute(_FOLD, [organisation])
        folded: int = cursor.rowcount
    return folded


def miscounts() -> Iterator[Miscount]:
    """Where counts and entries differ, by day. Within :func:`handrail.ledger.rows.one_moment`."""
    for organisation, action, day, counted, there in rows.stream(_DOCUMENTS):
        yield Miscount(organisation, action, day, int(counted), there)
    for action, day, counted, there in rows.stream(_ENTRIES):
        yield Miscount(None, action, day, int(counted), there)
