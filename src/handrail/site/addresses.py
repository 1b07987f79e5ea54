"""Where the database is: DATABASE_URL and its siblings, or the embedded database of a home."""

import json
import os
from collections.abc import Mapping
from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from handrail.site.home import Home

APP_ROLE = "handrail_app"
OWNER_ROLE = "handrail_owner"
SUPERUSER = "postgres"
DATABASE_NAME = "handrail"
EMBEDDED_PORT = 5432

APP_VARIABLE = "DATABASE_URL"
OWNER_VARIABLE = "HANDRAIL_OWNER_DATABASE_URL"
BACKUP_VARIABLE = "HANDRAIL_BACKUP_DATABASE_URL"
_VARIABLES = {APP_ROLE: APP_VARIABLE, OWNER_ROLE: OWNER_VARIABLE, SUPERUSER: BACKUP_VARIABLE}


class NoDatabaseYet(Exception):
    """The home has no embedded database and no address of another was given."""


def is_external(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether somebody else's server is used, named by DATABASE_URL."""
    return bool(environment.get(APP_VARIABLE))


def conninfo(role: str, home: Home, environment: Mapping[str, str] = os.environ) -> str:
    """The libpq connection string with which `role` reaches the database.

    With DATABASE_URL set, the owner and the backup role come from their own variables; a missing one raises
    NoDatabaseYet, naming it.
    """
    if is_external(environment):
        variable = _VARIABLES[role]
        if not environment.get(variable):
            raise NoDatabaseYet(f"{APP_VARIABLE} is set, so {variable} must be set as well: the address for {role}.")
        return make_conninfo(environment[variable])
    if not home.database_access.exists():
        raise NoDatabaseYet(f"There is no database in {home.path}. Run `handrail init` first, or set {APP_VARIABLE}.")
    access = json.loads(home.database_access.read_text(encoding="utf-8"))
    return make_conninfo(
        host=access["socket"],
        port=EMBEDDED_PORT,
        dbname=DATABASE_NAME,
        user=role,
        password=access["passwords"][role],
    )


def django_database(role: str, home: Home, environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The entry of settings.DATABASES for `role`.

    Settings are also read where there is no database yet (`handrail init`, type checking): the entry then names
    the database with no address, and connecting fails.
    """
    try:
        parts: dict[str, Any] = dict(conninfo_to_dict(conninfo(role, home, environment)))
    except NoDatabaseYet:
        parts = {"dbname": DATABASE_NAME, "user": role, "host": str(home.database)}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", DATABASE_NAME),
        "USER": parts.pop("user", role),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": f"handrail {role}", "connect_timeout": 10, **parts},
    }
