"""The whole comparison: counts against entries, rows against entries, entries against rows."""

from collections.abc import Iterator
from dataclasses import dataclass

from handrail import ledger
from handrail.directory.names import all_organisations
from handrail.ledger.counts import Miscount
from handrail.upkeep.reconciling import of_casework, of_directory, of_judging, of_sharing
from handrail.upkeep.reconciling.comparing import EntryAlone, RowUntold, rows_gone, rows_untold, subjects_gone
from handrail.upkeep.reconciling.subjects import SUBJECTS
from handrail.upkeep.reconciling.traces import Trace

TRACES: tuple[Trace, ...] = of_directory.TRACES + of_sharing.TRACES + of_casework.TRACES + of_judging.TRACES


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the database and the ledger don't agree on: which kind, and what it is in codes and ids."""

    kind: str
    what: str


#: The kinds of difference, and what each means.
ENTRY_REMOVED, ENTRY_ADDED, ROW_UNTOLD, ROW_GONE = (
    "entry-removed",
    "entry-added",
    "row-without-entry",
    "entry-without-row",
)
KINDS = (ENTRY_REMOVED, ENTRY_ADDED, ROW_UNTOLD, ROW_GONE)


def differences() -> Iterator[Difference]:
    """Each difference, all of them as of one moment. Nobody waits for it, however long it takes."""
    with ledger.one_moment():
        organisations = all_organisations()
        for miscount in ledger.miscounts():
            yield _miscounted(miscount)
        for trace in TRACES:
            yield from map(_untold, rows_untold(trace, organisations))
            yield from map(_alone, rows_gone(trace, organisations))
        for kind, model in SUBJECTS.items():
            yield from map(_alone, subjects_gone(kind, model, organisations))


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
