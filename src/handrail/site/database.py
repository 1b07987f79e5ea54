"""The database's roles and what each may do.

`handrail_owner` owns the tables and migrates; `handrail_app` is what the product runs as. Neither is a superuser,
neither bypasses row-level security, and the app role owns nothing.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from handrail.site.addresses import APP_ROLE, OWNER_ROLE

EXTENSIONS = ("btree_gist", "pg_trgm")
ALL_PRIVILEGES = ("SELECT", "INSERT", "UPDATE", "DELETE")
_APP = sql.Identifier(APP_ROLE)


def provision(superuser: str, *, passwords: dict[str, str], name: str) -> None:
    """Make the two roles and the database `name`, or bring them to what they should be.

    `superuser` is the libpq address of a superuser. Can be repeated: existing roles get the passwords given.
    """
    with psycopg.connect(superuser, autocommit=True, dbname="postgres") as connection:
        for role in (OWNER_ROLE, APP_ROLE):
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
            connection.execute(
                sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}").format(
                    sql.SQL("ALTER" if known else "CREATE"), sql.Identifier(role), sql.Literal(passwords[role])
                )
            )
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
                    sql.Identifier(name), sql.Identifier(OWNER_ROLE)
                )
            )
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(name), sql.Identifier(APP_ROLE))
        )
    with psycopg.connect(superuser, autocommit=True, dbname=name) as connection:
        connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        connection.execute(sql.SQL("GRANT ALL ON SCHEMA public TO {}").format(sql.Identifier(OWNER_ROLE)))


def migrate(*, verbosity: int = 0) -> None:
    """Bring the tables up to date as the owner, then grant the app role what it may do with them."""
    with connections["owner"].cursor() as cursor:
        for extension in EXTENSIONS:
            cursor.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
    with _nothing_collected():
        call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
    call_command("createcachetable", database="owner", verbosity=verbosity)
    grant()


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Each migration renders every model anew, and the collector would look through all of them: a third more time.

    Afterwards it leaves out what is there by then, which stays for as long as the process does.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()


def grant() -> None:
    """Give the app role its privileges on every table, from the models; from nothing, in one transaction.

    A model may narrow them: `app_privileges = ("SELECT", "INSERT")`, and `app_update_columns = ("status",)` for an
    UPDATE of these columns only.
    """
    statements = [
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(_APP),
        sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(_APP),
        sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(_APP),
        _grant(("SELECT",), MigrationRecorder.Migration._meta.db_table),
        *(_grant(ALL_PRIVILEGES, str(cache["LOCATION"])) for cache in settings.CACHES.values()),
        *(statement for model in apps.get_models(include_auto_created=True) for statement in _grants_for(model)),
    ]
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _grants_for(model: type[models.Model]) -> Iterable[sql.Composed]:
    table = model._meta.db_table
    privileges: tuple[str, ...] = getattr(model, "app_privileges", ALL_PRIVILEGES)
    columns: tuple[str, ...] = getattr(model, "app_update_columns", ())
    if unknown := set(privileges) - set(ALL_PRIVILEGES):
        raise ValueError(f"{model.__name__}.app_privileges: {sorted(unknown)} can't be granted.")
    if columns:
        yield _grant(("UPDATE",), table, tuple(_column(model, name) for name in columns))
        privileges = tuple(privilege for privilege in privileges if privilege != "UPDATE")
    if privileges:
        yield _grant(privileges, table)


def _column(model: type[models.Model], field: str) -> str:
    column = model._meta.get_field(field)
    if not isinstance(column, models.Field):
        raise TypeError(f"{model.__name__}.app_update_columns: {field} is no column.")
    return column.db_column or column.attname


def _grant(privileges: tuple[str, ...], table: str, columns: tuple[str, ...] = ()) -> sql.Composed:
    of_columns = sql.SQL(" ({})").format(sql.SQL(", ").join(map(sql.Identifier, columns))) if columns else sql.SQL("")
    return sql.SQL("GRANT {}{} ON {} TO {}").format(
        sql.SQL(", ").join(map(sql.SQL, privileges)), of_columns, sql.Identifier(table), _APP
    )
