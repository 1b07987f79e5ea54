"""A fresh database for each test, cloned from a template that is built once in a session.

Templates: "empty" is migrated and holds nothing. Richer ones ("worlds") are built from it by a function that acts
as the product does, through actions with real commits:

    pilot = world("pilot", build_pilot)

makes a fixture `pilot`: a database holding that world, and as its value what `build_pilot()` returned.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from psycopg.conninfo import conninfo_to_dict

from handrail.ledger import create_signing_key
from handrail.site import database as site_database
from handrail.site.addresses import APP_ROLE, OWNER_ROLE
from tests.harness.server import Server

EMPTY = "empty"
NOWHERE = "no test database: ask for the fixture `database`"
Value = TypeVar("Value")


@dataclass(frozen=True)
class Database:
    """The database of one test, with the key files that belong to it."""

    name: str
    server: Server
    keys: Path

    def conninfo(self, role: str = APP_ROLE) -> str:
        """A libpq address, for a test that needs a connection (or a process) beside Django's."""
        return self.server.conninfo(role, self.name)


@dataclass(frozen=True)
class Template:
    """A database and key files to be copied, and what its builder returned."""

    name: str
    keys: Path
    value: Any


class Databases:
    """The templates of one session, and the one database that Django is connected to."""

    def __init__(self, server: Server, folder: Path) -> None:
        self._server = server
        self._folder = folder
        self._templates: dict[str, Template] = {}
        self._connected_to: Database | None = None

    @property
    def current(self) -> Database:
        """The database that Django is connected to, for a test that starts a process beside itself."""
        if self._connected_to is None:
            raise LookupError("Ask for the fixture `database`, or for a world, first.")
        return self._connected_to

    @contextmanager
    def fresh(self, world: str = EMPTY, build: Callable[[], object] = lambda: None) -> Iterator[tuple[Database, Any]]:
        """A clone of the template `world`, building that first if nobody has; Django is connected to the clone."""
        template = self._templates.get(world) or self._build(world, build)
        with self._connected(self._server.clone(template.name), template.keys) as database:
            yield database, template.value
        self._server.discard(database.name)

    def _build(self, world: str, build: Callable[[], object]) -> Template:
        if world == EMPTY:
            return self._migrated()
        with self.fresh() as (draft, _):
            value = build()
            keys = Path(shutil.copytree(draft.keys, self._folder / f"keys-of-{world}"))
            close_connections()
            template = Template(self._server.clone(draft.name), keys, value)
        self._templates[world] = template
        return template

    def _migrated(self) -> Template:
        name = self._server.new_name()
        site_database.provision(self._server.superuser, passwords=self._server.passwords, name=name)
        keys = Path(tempfile.mkdtemp(dir=self._folder))
        create_signing_key(keys, origin="handrail.test/ledger")
        with self._connected(name, keys) as database:
            site_database.migrate()
            template = Template(name, Path(shutil.copytree(database.keys, keys, dirs_exist_ok=True)), None)
        self._templates[EMPTY] = template
        return template

    @contextmanager
    def _connected(self, name: str, keys: Path) -> Iterator[Database]:
        own_keys = Path(shutil.copytree(keys, Path(tempfile.mkdtemp(dir=self._folder)), dirs_exist_ok=True))
        before = settings.HANDRAIL_KEY_DIR
        settings.HANDRAIL_KEY_DIR = own_keys
        for alias, role in (("default", APP_ROLE), ("owner", OWNER_ROLE)):
            point(alias, self._server.conninfo(role, name))
        self._connected_to = Database(name, self._server, own_keys)
        try:
            yield self._connected_to
        finally:
            self._connected_to = None
            close_connections()
            for alias in ("default", "owner"):
                connections[alias].settings_dict["NAME"] = NOWHERE
            settings.HANDRAIL_KEY_DIR = before
            shutil.rmtree(own_keys)


def point(alias: str, conninfo: str) -> None:
    """Point Django's connection `alias` somewhere, for every thread: they share the dictionary that is changed."""
    parts = conninfo_to_dict(conninfo)
    connections[alias].close()
    connections[alias].settings_dict.update(
        NAME=parts["dbname"],
        USER=parts["user"],
        PASSWORD=parts.get("password", ""),
        HOST=parts.get("host", ""),
        PORT=str(parts.get("port", "")),
        CONN_MAX_AGE=0,
    )


def close_connections() -> None:
    """Close this thread's connections, and forget what was cached in the process."""
    for alias in connections:
        connections[alias].close()
    for cache in caches.all(initialized_only=True):
        cache.close()


def world(name: str, build: Callable[[], Value]) -> Callable[..., Iterator[Value]]:
    """A fixture: a database holding the world that `build` makes, and the value that it returned.

    The value is shared by all tests of the session, so it must be frozen (ids and the like).
    """

    @pytest.fixture(name=name)
    def fixture(databases: Databases) -> Iterator[Value]:
        with databases.fresh(name, build) as (_, value):
            yield value

    return fixture
