"""A pilot many times over, in one database: other organisations, with other people, of whom its members see nothing.

Each table's rows are copied with ids of their own, the same for the same id everywhere, so that the copies hang
together as the originals do. Their texts stay sealed under keys that nobody has: they are there to be passed over.

Copies bring organisations of their own (``multiply``), or more people to the organisations of earlier copies
(``crowd``).
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import partial

import psycopg
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Field, Model, UUIDField
from psycopg import sql

from handrail.duties.models import Duty

#: What a copy has in a column.
Value = Callable[["Field[object, object]", sql.Composable], sql.Composable]

#: The tables that grow with the number of people. What is kept of the ledger's tree, its counts and its witnesses
#: doesn't.
GROWING = (
    "directory", "duties", "vault", "sharing", "provenance", "casework", "questions", "assessments", "meetings",
    "costs", "ledger",
)  # fmt: skip
FIXED = (
    "ledger_checkpoint", "ledger_cosignature", "ledger_count", "ledger_epoch", "ledger_subtree", "ledger_tally",
    "ledger_witness_refusal",
)  # fmt: skip
#: Those whose rows are about one person, nearly all of them: what an organisation has once, it has already.
ABOUT_PEOPLE = ("duties", "vault", "sharing", "provenance", "casework")

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

#: What the directory has of the pilot itself: each of its ids has a copy.
PILOTS_OWN = """
CREATE TEMPORARY TABLE pilots_own AS
SELECT id FROM pg_temp.staying WHERE pg_temp.copy_of(id, 1) IN (SELECT id FROM pg_temp.staying)
"""
#: The id of a further copy in an organisation of an earlier one.
CROWDED = """
CASE WHEN {0} IN (SELECT id FROM pg_temp.pilots_own) THEN pg_temp.copy_of({0}, 1 + mod(copy, {1}))
     WHEN {0} IN (SELECT id FROM pg_temp.staying) THEN {0}
     ELSE pg_temp.copy_of({0}, copy) END
"""

#: Duties that were done some time ago, in the organisations that there are, until there are so many.
DUTIES_DONE = """
INSERT INTO duties_duty ({columns}) SELECT {values} FROM duties_duty CROSS JOIN generate_series(
    1, (SELECT %(duties)s / count(*) FROM duties_duty)
) AS copy ORDER BY copy, id LIMIT greatest(0, %(duties)s - (SELECT count(*) FROM duties_duty))
"""
_DONE = {"state": "'done'", "ended_at": "due_at"}


def multiply(superuser: str, *, copies: int, duties: int = 0) -> None:
    """Add ``copies`` copies of everything in the database, past triggers and row security, and fill up the duties."""
    with _past(superuser) as past:
        for model in _growing(GROWING):
            past.execute(_statement(model, _copied, copies=range(1, copies + 1)))
        past.execute(_duties_done(), {"duties": duties})


def crowd(superuser: str, *, organisations: int, times: int) -> None:
    """Let all that is about people grow ``times``-fold in the organisations of the first ``organisations`` copies.

    The pilot itself stays as it is: what is made of its rows goes to the organisations of a copy. Whoever wrote, owns
    or may read something is somebody of those organisations.
    """
    directory = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT id FROM {}").format(sql.Identifier(model._meta.db_table))
        for model in _growing(("directory",))
        if model._meta.pk.column == "id"
    )
    value = partial(_crowded, organisations=organisations)
    copies = range(organisations + 1, organisations + times)
    with _past(superuser) as past:
        past.execute(sql.SQL("CREATE TEMPORARY TABLE staying AS {}").format(directory))
        past.execute(PILOTS_OWN)
        for model in _growing(ABOUT_PEOPLE):
            past.execute(_statement(model, value, copies=copies))


@contextmanager
def _past(superuser: str) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """A connection that triggers and row security don't stop; what was added is made ready to be searched."""
    with psycopg.connect(superuser) as past:
        past.execute("SET session_replication_role = replica")
        past.execute(COPY_OF)
        past.execute(COPIES_OF)
        yield past
        past.commit()
        past.autocommit = True
        past.execute("VACUUM ANALYZE")


def _growing(labels: Collection[str]) -> Iterator[type[Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in labels and model._meta.db_table not in FIXED:
            yield model


def _statement(model: type[Model], value: Value, *, copies: range) -> sql.Composed:
    fields = [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]
    columns = [sql.Identifier(str(field.column)) for field in fields]
    values = [value(field, column) for field, column in zip(fields, columns, strict=True)]
    table = sql.Identifier(model._meta.db_table)
    return sql.SQL(
        "INSERT INTO {} ({}) SELECT {} FROM {} CROSS JOIN generate_series({}, {}) AS copy ON CONFLICT DO NOTHING"
    ).format(
        table,
        sql.SQL(", ").join(columns),
        sql.SQL(", ").join(values),
        table,
        sql.Literal(copies.start),
        sql.Literal(copies.stop - 1),
    )


def _duties_done() -> sql.Composed:
    columns = [str(field.column) for field in Duty._meta.concrete_fields]
    own = {"id": sql.SQL("pg_temp.copy_of(id, -copy)"), "subject_id": sql.SQL("pg_temp.copy_of(subject_id, -copy)")}
    values = [own.get(column) or sql.SQL(_DONE.get(column, column)) for column in columns]
    named = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL(DUTIES_DONE).format(columns=named, values=sql.SQL(", ").join(values))


def _copied(field: "Field[object, object]", column: sql.Composable) -> sql.Composable:
    if _is_id(field):
        return sql.SQL("pg_temp.copy_of({}, copy)").format(column)
    if isinstance(field, ArrayField) and isinstance(field.base_field, UUIDField):
        return sql.SQL("pg_temp.copies_of({}, copy)").format(column)
    if field.column == "leaf_index":
        return sql.SQL("{} + copy * 10000000").format(column)
    if field.unique:
        return sql.SQL("copy || '-' || {}").format(column)
    return column


def _crowded(field: "Field[object, object]", column: sql.Composable, *, organisations: int) -> sql.Composable:
    if _is_id(field):
        return sql.SQL(CROWDED).format(column, sql.Literal(organisations))
    if isinstance(field, ArrayField) and isinstance(field.base_field, UUIDField):
        return sql.SQL("ARRAY(SELECT {} FROM unnest({}) AS given)").format(
            sql.SQL(CROWDED).format(sql.SQL("given"), sql.Literal(organisations)), column
        )
    if field.column == "reference":
        return sql.SQL("upper(left(md5({} || '/' || copy), 12))").format(column)
    return column


def _is_id(field: "Field[object, object]") -> bool:
    return field.db_type(connection) == "uuid"
