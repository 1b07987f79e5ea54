"""Reconciling what the database says happened with what the ledger says happened, and naming each difference.

Counts that are kept beside the entries are compared with the entries; rows with the entries that tell of them; and
entries with the rows that they tell of. All of it sees one moment of the database, and nobody waits for it.
"""

from handrail.upkeep.reconciling.reconciliation import KINDS, Difference, differences

__all__ = ["KINDS", "Difference", "differences"]
