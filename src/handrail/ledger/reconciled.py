"""How the last comparison of database and ledger ended, as its own entry says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from handrail.ledger.said import last_said

#: The action whose entry says how a comparison ended.
RECONCILED = "ledger.reconciled"


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
    last = last_said(record, RECONCILED)
    return Reconciled(last.at, last.facts) if last else None
