"""Making a home ready: folders, database, roles, tables, the ledger's key. Everything but people."""

import json
import os
from collections.abc import Callable
from urllib.parse import urlsplit

import django
import psycopg
from django.conf import settings
from psycopg.conninfo import conninfo_to_dict

from handrail.folders import HOME_VARIABLE
from handrail.ledger import create_signing_key
from handrail.site import database, embedded
from handrail.site.addresses import (
    APP_ROLE,
    APP_VARIABLE,
    DATABASE_NAME,
    OWNER_ROLE,
    OWNER_VARIABLE,
    SUPERUSER,
    conninfo,
    is_external,
)
from handrail.site.home import Home

HOW_TO_PREPARE_A_SERVER = f"""Ask whoever looks after the PostgreSQL server (15 or later) to run this once,
with passwords of their own:

  CREATE ROLE {OWNER_ROLE} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '…';
  CREATE ROLE {APP_ROLE} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '…';
  CREATE DATABASE {DATABASE_NAME} OWNER {OWNER_ROLE} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
  REVOKE ALL ON DATABASE {DATABASE_NAME} FROM PUBLIC;
  GRANT CONNECT ON DATABASE {DATABASE_NAME} TO {APP_ROLE};

then set {APP_VARIABLE}=postgresql://{APP_ROLE}:…@server/{DATABASE_NAME}
and {OWNER_VARIABLE}=postgresql://{OWNER_ROLE}:…@server/{DATABASE_NAME}"""


class ServerNotPrepared(Exception):
    """Somebody else's server lacks a role or the database; the text says what to run there."""


class RestoreUnfinished(Exception):
    """A backup is being restored into this home, or its restore was cut off. The text says what to do."""


def refuse_unfinished(home: Home) -> None:
    """Raise RestoreUnfinished while there is only part of an installation in `home`."""
    if home.unfinished_restore.exists():
        raise RestoreUnfinished(
            f"A restore into {home.path} is not finished. If it was cut off, run `handrail --home {home.path} restore` "
            "again with the same backup: it goes on from there."
        )


def activate(home: Home) -> None:
    """Make this process, and those it starts, work on `home`, and Django with it. Before settings are read."""
    os.environ[HOME_VARIABLE] = str(home.path)
    os.environ["DJANGO_SETTINGS_MODULE"] = "handrail.site.settings"
    django.setup()


def prepare(home: Home, *, say: Callable[[str], None]) -> None:
    """Make whatever is missing of the home, its database, tables and ledger key. Can be repeated: an upgrade is this.

    `say` is told each step in a few words. Raises ServerNotPrepared where the server is somebody else's and not ready,
    and RestoreUnfinished in a home that a restore has not finished.
    """
    refuse_unfinished(home)
    home.create()
    if is_external():
        say("Looking at the database server")
        _check_server(home)
    else:
        say("Starting the database")
        embedded.start(home)
        provision_embedded(home)
    activate(home)
    say("Bringing the tables up to date")
    database.migrate()
    _make_ledger_key()


def provision_embedded(home: Home) -> None:
    """Make the roles and the database in the home's own cluster."""
    passwords = json.loads(home.database_access.read_text(encoding="utf-8"))["passwords"]
    database.provision(conninfo(SUPERUSER, home), passwords=passwords, name=DATABASE_NAME)


def _make_ledger_key() -> None:
    """Make the ledger's signing key, once. Its name is the public address at that moment, and stays."""
    create_signing_key(settings.HANDRAIL_KEY_DIR, origin=f"{urlsplit(settings.HANDRAIL_ADDRESS).netloc}/ledger")


def _check_server(home: Home) -> None:
    for role in (OWNER_ROLE, APP_ROLE):
        address = conninfo(role, home)
        try:
            with psycopg.connect(address, connect_timeout=10) as connection:
                row = connection.execute(
                    "SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
                ).fetchone()
        except psycopg.OperationalError as error:
            raise ServerNotPrepared(f"{role} can't connect: {error}\n\n{HOW_TO_PREPARE_A_SERVER}") from error
        if row != (role, False):
            given = conninfo_to_dict(address).get("user", "nobody")
            raise ServerNotPrepared(
                f"The address given for {role} connects as {given}: it must be {role}, neither superuser nor "
                f"BYPASSRLS.\n\n{HOW_TO_PREPARE_A_SERVER}"
            )
