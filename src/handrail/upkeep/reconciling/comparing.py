"""Comparing rows with entries, one organisation's house after the other: as in every act, row security shows its rows.

Each statement is planned once and run in each house. What it finds is all that leaves the database.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

from django.db import connection

from handrail.upkeep.reconciling import statements
from handrail.upkeep.reconciling.traces import Trace

_names = count()


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


def rows_untold(trace: Trace, organisations: Sequence[UUID]) -> Iterator[RowUntold]:
    """The rows that no entry tells of; each once, however many organisations see it."""
    table, seen = statements.table_of(trace.model), set()
    with _prepared(statements.rows_without_entry(trace)) as statement:
        for organisation in organisations:
            for (row,) in _run(statement, organisation):
                if row not in seen:
                    seen.add(row)
                    yield RowUntold(table, row, trace.when)


def rows_gone(trace: Trace, organisations: Sequence[UUID]) -> Iterator[EntryAlone]:
    """The entries that always leave a row, where there is none in anybody's house."""
    if trace.leaves:
        yield from _alone(statements.table_of(trace.model), statements.entries_without_row(trace), organisations)


def subjects_gone(kind: str, model: str, organisations: Sequence[UUID]) -> Iterator[EntryAlone]:
    """An entry for each record of this kind that is told of, is in nobody's house, and was never said to be removed."""
    yield from _alone(statements.table_of(model), statements.subjects_gone(kind), organisations)


def _alone(table: str, query: str, organisations: Sequence[UUID]) -> Iterator[EntryAlone]:
    """What the query finds in an organisation's record, looked for in its own house and then in everybody's.

    Who has left a team no longer sees what they did there; others do.
    """
    with _prepared(query) as statement:
        for organisation in organisations:
            found = dict(_run(statement, organisation))
            for other in organisations:
                if found and other != organisation:
                    found = dict(_run_for(query, organisation, tuple(found), other))
            for entry, action in found.items():
                yield EntryAlone(table, entry, action)


@contextmanager
def _prepared(query: str) -> Iterator[str]:
    """The statement that runs the query, planned once."""
    name = f"reconciling_{next(_names)}"
    with connection.cursor() as cursor:
        cursor.execute(f"PREPARE {name} AS {query}")
    yield f"EXECUTE {name}"
    with connection.cursor() as cursor:
        cursor.execute(f"DEALLOCATE {name}")


def _run(statement: str, organisation: UUID) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        _enter(cursor, organisation)
        cursor.execute(statement)
        return list(cursor.fetchall())


def _run_for(query: str, organisation: UUID, entries: Sequence[UUID], house: UUID) -> list[tuple[Any, ...]]:
    """The same about these entries of one organisation, with the rows of another's house."""
    these = "p.organisation_id = %s AND p.entry_id = ANY(%s)"
    with connection.cursor() as cursor:
        _enter(cursor, house)
        cursor.execute(query.replace(statements.OWN_ENTRIES, these, 1), [organisation, list(entries)])
        return list(cursor.fetchall())


def _enter(cursor: Any, organisation: UUID) -> None:
    cursor.execute("SELECT handrail_say('organisation', %s)", [str(organisation)])
