"""Comparing rows with entries, one organisation's house after the other: as in every act, row security shows its rows.

Each statement is planned once and run in each house. What it finds is all that leaves the database.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection

from handrail.upkeep.reconciling import statements
from handrail.upkeep.reconciling.traces import Trace


@dataclass(frozen=True, slots=True)
class RowUntold:
    """A row that something was done to at a moment, says its column; and no entry tells of it."""

    table: str
    row: UUID
    column: str


@dataclass(frozen=True, slots=True)
class EntryAlone:
    """An entry that tells of a row of this table, and there is none."""

    table: str
    entry: UUID
    action: str


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A statement; what it compares is in ``table``, and if it looks for rows, in this ``column``."""

    query: str
    table: str
    column: str = ""


def compare(
    traces: Sequence[Trace], subjects: Mapping[str, str], organisations: Sequence[UUID]
) -> Iterator[RowUntold | EntryAlone]:
    """Each row that no entry tells of, and each entry whose row is in nobody's house. Within one moment."""
    comparisons = [*_comparisons(traces, subjects)]
    known: set[tuple[str, UUID, str]] = set()  # a row that several organisations see is one row
    with _prepared(comparisons):
        for organisation in organisations:
            _enter(organisation)
            for number, each in enumerate(comparisons):
                for found in _found(number, each, organisation, organisations):
                    if isinstance(found, EntryAlone):
                        yield found
                    elif (found.table, found.row, found.column) not in known:
                        known.add((found.table, found.row, found.column))
                        yield found


def _comparisons(traces: Sequence[Trace], subjects: Mapping[str, str]) -> Iterator[_Comparison]:
    for trace in traces:
        table = statements.table_of(trace.model)
        yield _Comparison(statements.rows_without_entry(trace), table, trace.when)
        if trace.leaves:
            yield _Comparison(statements.entries_without_row(trace), table)
    for kind, model in subjects.items():
        yield _Comparison(statements.subjects_gone(kind), statements.table_of(model))


def _found(
    number: int, compared: _Comparison, organisation: UUID, organisations: Sequence[UUID]
) -> Iterator[RowUntold | EntryAlone]:
    rows = _fetch(f"EXECUTE reconciling_{number}")
    if compared.column:
        yield from (RowUntold(compared.table, row, compared.column) for (row,) in rows)
    elif rows:
        alone = _alone(compared.query, dict(rows), organisation, organisations)
        named = islice(alone.items(), statements.MOST)
        yield from (EntryAlone(compared.table, entry, action) for entry, action in named)


def _alone(query: str, found: dict[UUID, str], organisation: UUID, organisations: Sequence[UUID]) -> Mapping[UUID, str]:
    """Which of an organisation's entries have no row in anybody else's house either.

    Who has left a team no longer sees what they did there; others do.
    """
    these = query.replace(statements.OWN_ENTRIES, "p.organisation_id = %s AND p.entry_id = ANY(%s)", 1)
    for other in organisations:
        if found and other != organisation:
            _enter(other)
            found = dict(_fetch(these, [organisation, list(found)]))
    _enter(organisation)
    return found


@contextmanager
def _prepared(comparisons: Sequence[_Comparison]) -> Iterator[None]:
    """Have the statements planned inside the block. What a comparison that failed left on the connection goes first."""
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
        for number, each in enumerate(comparisons):
            cursor.execute(f"PREPARE reconciling_{number} AS {each.query}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")


def _fetch(query: str, values: Sequence[UUID | list[UUID]] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
        return list(cursor.fetchall())


def _enter(organisation: UUID) -> None:
    """See an organisation's rows, those among them that an import is bringing in and nobody else sees yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT handrail_say('organisation', %s)", [str(organisation)])
        cursor.execute(
            "SELECT handrail_say('import', coalesce((SELECT id::text FROM sharing_nominationimport"
            " WHERE organisation_id = %s AND state = 'staging'), 'none'))",
            [organisation],
        )
