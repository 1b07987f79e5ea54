"""Rows made up for every table, whether or not a story has led to some: whose they are is all that matters of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql

#: What stands in a column of this type, where it says nothing about whose the row is.
ANYTHING = {
    "text": "''", "character varying": "''", "bytea": "''", "boolean": "true", "integer": "1", "smallint": "1",
    "bigint": "1", "date": "'2025-06-02'", "timestamp with time zone": "now()", "jsonb": "'{}'",
    "tstzrange": "tstzrange(now(), NULL)",
}  # fmt: skip

_COLUMNS = """
    SELECT attname, split_part(format_type(atttypid, NULL), '(', 1), attnotnull,
           (SELECT confrelid::regclass::text FROM pg_constraint
             WHERE conrelid = attrelid AND contype = 'f' AND conkey = ARRAY[attnum])
    FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""
_CHECKS = """
    SELECT conrelid::regclass::text, conname FROM pg_constraint
    WHERE contype = 'c' AND connamespace = 'public'::regnamespace
"""


@dataclass(frozen=True)
class _Column:
    name: str
    of_type: str
    needed: bool
    parent: str | None


def make_up(
    superuser: psycopg.Connection[Any], tables: Sequence[str], organisations: Sequence[str], then: Sequence[str]
) -> None:
    """Add rows to every table, of one organisation after the other; parents, partners and dates as they come.

    Triggers are off meanwhile and checks gone for good: a row may say anything. Keys refer to rows behind row security
    that are there: ``tables`` name parents first. ``then`` are statements that make some of the rows special.
    """
    turn = count()
    with superuser.transaction():
        superuser.execute("SET LOCAL session_replication_role = replica")
        for table, rule in superuser.execute(_CHECKS).fetchall():
            superuser.execute(
                sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(rule))
            )
        for table in tables:
            columns = [_Column(*column) for column in superuser.execute(_COLUMNS, [table]).fetchall()]
            for _ in range(4):
                given = {column.name: _value(superuser, column, next(turn), organisations) for column in columns}
                superuser.execute(
                    sql.SQL("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING").format(
                        sql.Identifier(table),
                        sql.SQL(", ").join(map(sql.Identifier, given)),
                        sql.SQL(", ").join(given.values()),
                    )
                )
        for statement in then:
            superuser.execute(statement.encode())


def _value(
    superuser: psycopg.Connection[Any], column: _Column, turn: int, organisations: Sequence[str]
) -> sql.Composable:
    if column.parent == "directory_organisation" or column.name == "organisation_id":
        return sql.Literal(organisations[turn % len(organisations)])
    if column.parent:
        keys = superuser.execute(sql.SQL("SELECT id::text FROM {}").format(sql.Identifier(column.parent))).fetchall()
        return sql.Literal(sorted(keys)[turn % len(keys)][0] if keys else str(uuid4()) if column.needed else None)
    if column.of_type == "uuid[]":
        return sql.Literal([organisations[(turn + step) % len(organisations)] for step in (1, 2)])
    if column.of_type.endswith("[]"):
        return sql.SQL("'{}'")
    if column.of_type == "uuid":
        return sql.Literal(str(uuid4()))
    if not column.needed and (turn % 2 or column.of_type != "timestamp with time zone"):
        return sql.SQL("NULL")
    return sql.SQL(ANYTHING[column.of_type])
