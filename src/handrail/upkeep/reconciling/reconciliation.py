"""The whole comparison: counts against entries, rows against entries, entries against rows."""

from collections.abc import Iterator
from dataclasses import dataclass

from handrail import ledger
from handrail.directory.names import all_organisations
from handrail.ledger.counts import Miscount
from handrail.upkeep.reconciling import of_casework, of_directory, of_judging, of_matching, of_sharing
from handrail.upkeep.reconciling.comparing import EntryAlone, RowUntold, compare
from handrail.upkeep.reconciling.subjects import SUBJECTS
from handrail.upkeep.reconciling.traces import Trace

TRACES: tuple[Trace, ...] = (
    of_directory.TRACES + of_sharing.TRACES + of_casework.TRACES + of_judging.TRACES + of_matching.TRACES
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the database and the ledger don't agree on: which kind, and what it is in codes and ids."""

    kind: str
    what: str


#: Of an action on a day, fewer entries are there than were counted; or more.
ENTRY_REMOVED, ENTRY_ADDED = "entry_removed", "entry_added"
#: No entry tells of a row; or an entry tells of a row that isn't there.
ROW_UNTOLD, ROW_GONE = "row_without_entry", "entry_without_row"
KINDS = (ENTRY_REMOVED, ENTRY_ADDED, ROW_UNTOLD, ROW_GONE)


def differences() -> Iterator[Difference]:
    """Each difference, all of them as of one moment. Nobody waits for it, however long it takes."""
    with ledger.one_moment():
        organisations = all_organisations()
        for miscount in ledger.miscounts():
            yield _miscounted(miscount)
        for found in compare(TRACES, SUBJECTS, organisations):
            yield _untold(found) if isinstance(found, RowUntold) else _alone(found)


def _miscounted(found: Miscount) -> Difference:
    of = f"in the record of {found.organisation}" if found.organisation else "among the leaves"
    kind = ENTRY_REMOVED if found.there < found.counted else ENTRY_ADDED
    return Difference(
        kind, f"{found.action} on {found.day}, {of}: {found.counted} were counted, {found.there} are there."
    )


def _untold(found: RowUntold) -> Difference:
    return Difference(ROW_UNTOLD, f"{found.table} {found.row}: no entry tells of its {found.column}.")


def _alone(found: EntryAlone) -> Difference:
    return Difference(
        ROW_GONE, f"entry {found.entry} ({found.action}): there is no row in {found.table} that it tells of."
    )
