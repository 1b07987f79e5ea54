"""What the newest entry of one action says: for what the ledger records about itself."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handrail.ledger.log import across_organisations

_LAST = """
SELECT at, payload FROM ledger_payload
WHERE organisation_id = %s AND action = %s AND outcome = 'done' AND payload IS NOT NULL ORDER BY at DESC LIMIT 1
"""


@dataclass(frozen=True)
class Said:
    """When something was last recorded, and the facts that were noted with it."""

    at: datetime
    facts: Mapping[str, Any]


def last_said(record: UUID, action: str) -> Said | None:
    """The newest entry of ``action`` in this organisation's record; None before the first."""
    with across_organisations(), connection.cursor() as cursor:
        cursor.execute(_LAST, [record, action])
        row = cursor.fetchone()
    return Said(row[0], json.loads(bytes(row[1]))["facts"]) if row else None
