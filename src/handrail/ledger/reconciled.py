"""How the last comparison of database and ledger ended, as its own entry says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from handrail.ledger.log import across_organisations

#: The action whose entry says how a comparison ended.
RECONCILED = "ledger.reconciled"

_LAST = """
SELECT at, payload FROM ledger_payload
WHERE organisation_id = %s AND action = %s AND outcome = 'done' AND payload IS NOT NULL ORDER BY at DESC LIMIT 1
"""


@dataclass(frozen=True)
class Reconciled:
    """When database and ledger were last compared, and how many differences there were of each kind."""

    at: datetime
    found: Mapping[str, int]

    @property
    def differences(self) -> int:
        """How many there were in all."""
        return sum(self.found.values())


def last_reconciled(record: UUID) -> Reconciled | None:
    """The last comparison, from the record that it is written in; None before the first."""
    with across_organisations(), connection.cursor() as cursor:
        cursor.execute(_LAST, [record, RECONCILED])
        row = cursor.fetchone()
    if row is None:
        return None
    return Reconciled(row[0], json.loads(bytes(row[1]))["facts"])
