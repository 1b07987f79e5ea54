"""What auditors are told of the comparison that is made each night: when it was, and how much differed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handrail import ledger
from handrail.directory.services import THE_INSTALLATION

#: Compared each night: after this long it was left out at least once.
EVERY = timedelta(hours=50)


@dataclass(frozen=True, slots=True)
class Compared:
    """When what was recorded was last compared with what is there, and what differed, by kind.

    ``overdue`` says that this was longer ago than it should be.
    """

    at: datetime
    overdue: bool
    entries_gone: int
    entries_added: int
    changes_untold: int
    records_gone: int

    @property
    def differences(self) -> int:
        """How many there were in all."""
        return self.entries_gone + self.entries_added + self.changes_untold + self.records_gone


def last_compared(now: datetime) -> Compared | None:
    """The last comparison; None before the first."""
    last = ledger.last_reconciled(THE_INSTALLATION)
    if last is None:
        return None
    return Compared(
        at=last.at,
        overdue=now - last.at > EVERY,
        entries_gone=last.found["entry_removed"],
        entries_added=last.found["entry_added"],
        changes_untold=last.found["row_without_entry"],
        records_gone=last.found["entry_without_row"],
    )
