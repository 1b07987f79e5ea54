"""A pilot many times over, in one database: other organisations, with other people, of whom its members see nothing.

Each table's rows are copied with ids of their own, the same for the same id everywhere, so that the copies hang
together as the originals do. Their texts stay sealed under keys that nobody has: they are there to be passed over.
"""

from collections.abc import Iterator

import psycopg
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Field, Model, UUIDField
from psycopg import sql

from handrail.duties.models import Duty

#: The tables that grow with the number of people. The tree of the ledger doesn't: its checkpoints are few.
GROWING = (
    "directory", "duties", "vault", "sharing", "provenance", "casework", "questions", "assessments", "meetings",
    "costs", "ledger",
)  # fmt: skip
FIXED = ("ledger_checkpoint", "ledger_epoch")

#: The id of a copy. The nil id stands for nobody, in every copy.
COPY_OF = """
CREATE FUNCTION pg_temp.copy_of(given uuid, copy bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN given = '00000000-0000-0000-0000-000000000000' THEN given
                ELSE md5(given::text || '/' || copy)::uuid END
$$
"""
COPIES_OF = """
CREATE FUNCTION pg_temp.copies_of(given uuid[], copy bigint) RETURNS uuid[] LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(array_agg(pg_temp.copy_of(each, copy) ORDER BY place), '{}')
    FROM unnest(given) WITH ORDINALITY AS given (each, place)
$$
"""

#: Duties that were done some time ago, in the organisations that there are, until there are so many.
DUTIES_DONE = """
INSERT INTO duties_duty ({columns}) SELECT {values} FROM duties_duty CROSS JOIN generate_series(
    1, (SELECT %(duties)s / count(*) FROM duties_duty)
) AS copy ORDER BY copy, id LIMIT greatest(0, %(duties)s - (SELECT count(*) FROM duties_duty))
"""
_DONE = {"state": "'done'", "ended_at": "due_at"}


def multiply(superuser: str, *, copies: int, duties: int) -> None:
    """Add ``copies`` copies of everything in the database, past triggers and row security, and fill up the duties."""
    with psycopg.connect(superuser) as past:
        past.execute("SET session_replication_role = replica")
        past.execute(COPY_OF)
        past.execute(COPIES_OF)
        for model in _growing():
            past.execute(_statement(model), {"copies": copies})
        past.execute(_duties_done(), {"duties": duties})
        past.commit()
        past.autocommit = True
        past.execute("VACUUM ANALYZE")


def _growing() -> Iterator[type[Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in GROWING and model._meta.db_table not in FIXED:
            yield model


def _statement(model: type[Model]) -> sql.Composed:
    fields = [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]
    columns = [sql.Identifier(str(field.column)) for field in fields]
    values = [_value(field, column) for field, column in zip(fields, columns, strict=True)]
    table = sql.Identifier(model._meta.db_table)
    return sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {} CROSS JOIN generate_series(1, %(copies)s) AS copy").format(
        table, sql.SQL(", ").join(columns), sql.SQL(", ").join(values), table
    )


def _duties_done() -> sql.Composed:
    columns = [str(field.column) for field in Duty._meta.concrete_fields]
    own = {"id": sql.SQL("pg_temp.copy_of(id, -copy)"), "subject_id": sql.SQL("pg_temp.copy_of(subject_id, -copy)")}
    values = [own.get(column) or sql.SQL(_DONE.get(column, column)) for column in columns]
    named = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL(DUTIES_DONE).format(columns=named, values=sql.SQL(", ").join(values))


def _value(field: "Field[object, object]", column: sql.Identifier) -> sql.Composed:
    if field.db_type(connection) == "uuid":
        return sql.SQL("pg_temp.copy_of({}, copy)").format(column)
    if isinstance(field, ArrayField) and isinstance(field.base_field, UUIDField):
        return sql.SQL("pg_temp.copies_of({}, copy)").format(column)
    if field.column == "leaf_index":
        return sql.SQL("{} + copy * 10000000").format(column)
    if field.unique:
        return sql.SQL("copy || '-' || {}").format(column)
    return sql.SQL("{}").format(column)
