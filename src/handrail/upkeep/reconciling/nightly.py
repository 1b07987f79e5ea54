"""The comparison of each night: counts are folded, database and ledger compared, and how it ended is recorded."""

import logging
from collections import Counter
from collections.abc import Mapping

from django.db import connection

from handrail import ledger
from handrail.directory.services import THE_INSTALLATION, service
from handrail.gate import Actor, action, current
from handrail.upkeep.reconciling.reconciliation import KINDS, differences

ADMINISTRATION = "administration"

logger = logging.getLogger(__name__)


@action(ledger.RECONCILED)
def record(*, by: Actor, purpose: str, found: Mapping[str, int]) -> None:
    """Record how many differences there were of each kind; what they are is said to who runs the installation."""
    current().note(**{kind: found.get(kind, 0) for kind in KINDS})


def compare() -> Mapping[str, int]:
    """Compare, and record how it ended; gives how many differences there were of each kind."""
    ledger.fold()
    found: Counter[str] = Counter()
    for difference in differences():
        found[difference.kind] += 1
        if found[difference.kind] == 1:
            logger.error("Database and ledger differ: %s", difference.kind)
    record(by=service("reconciler", THE_INSTALLATION), purpose=ADMINISTRATION, found=found)
    return found


def compare_beside() -> None:
    """The same in a thread of its own, with a connection that ends with it."""
    try:
        compare()
    except Exception:
        logger.exception("Database and ledger could not be compared")
    finally:
        connection.close()
