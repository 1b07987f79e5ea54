"""A fresh database for each test, cloned from a template that is built once in a session, when it is connected to.

Templates: "empty" is migrated and holds nothing. Richer ones ("worlds") are built from it by a function that acts
as the product does, through actions with real commits:

    pilot = world("pilot", build_pilot)

makes a fixture `pilot`: a database holding that world, and as its value what `build_pilot()` returned.

Steps that many tests begin with are done once as well, and cloned from then on:

    @remembered
    def released(pilot, *recipients): ...

Nothing changes for the tests. Where anything has happened to the database before, the step is simply taken.
"""

import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import wraps
from pathlib import Path
from typing import Any, ClassVar, ParamSpec, TypeVar

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from psycopg.conninfo import conninfo_to_dict

from handrail.gate import clock
from handrail.ledger import create_signing_key
from handrail.site import database as site_database
from tests.harness.clones import ALIASES, NOT_YET, Database, Template
from tests.harness.server import Server

__all__ = ["Database", "Databases", "close_connections", "point", "remembered", "world"]

EMPTY = "empty"
#: How many steps are remembered at a time; a database takes some 15 MB, often of memory.
MOST_STEPS = 40
NOWHERE = "no test database: ask for the fixture `database`"
Parameters = ParamSpec("Parameters")
Value = TypeVar("Value")


class Databases:
    """The templates of one session, and the one database that Django is connected to."""

    of_session: "ClassVar[Databases | None]" = None

    def __init__(self, server: Server, folder: Path) -> None:
        self._server = server
        self._folder = folder
        self._process = os.getpid()
        self._templates: dict[str, Template] = {}
        self._steps: dict[Hashable, Template] = {}
        self._taken_once: set[Hashable] = set()
        self._connected_to: Database | None = None

    @property
    def current(self) -> Database:
        """The database that Django is connected to, for a test that starts a process beside itself."""
        if self._connected_to is None:
            raise LookupError("Ask for the fixture `database`, or for a world, first.")
        self._connected_to.copies = None
        return self._connected_to

    @contextmanager
    def fresh(
        self, world: str = EMPTY, build: Callable[[], object] = lambda: None, *, on: str = EMPTY
    ) -> Iterator[tuple[Database, Any]]:
        """A clone of the template `world`, building that first if nobody has; Django is connected to the clone.

        ``on`` is the template that it is built on. That has to be there: ask for it first.
        """
        template = self._template(world, build, on)
        with self._connected(template) as database:
            database.copies = template
            yield database, template.value
        database.discard()

    def built(self, world: str, build: Callable[[], object], *, on: str = EMPTY) -> Any:
        """What the builder of the template `world` returned, without a clone of it; see :meth:`fresh`."""
        return self._template(world, build, on).value

    def remember(self, step: Hashable, take: Callable[[], Value]) -> Value:
        """Take a step, or clone what it came to: from its second time on, where nothing happened before it."""
        database = self._connected_to
        if database is None or database.copies is None or not self._alone() or not database.untouched:
            return take()
        place = (database.copies.name, clock.now(), step)
        if place not in self._taken_once:
            self._taken_once.add(place)
            return take()
        template = self._steps.pop(place, None)
        if template is None:
            value = take()
            self._steps[place] = self._keep(database, deepcopy(value))
            if len(self._steps) > MOST_STEPS:
                self._server.discard(self._steps.pop(next(iter(self._steps))).name)
            return value
        self._steps[place] = template  # the last to be let go of
        self._put_in_place(database, template)
        given: Value = deepcopy(template.value)
        return given

    def _alone(self) -> bool:
        """Whether a test runs here, not something beside it: that has to find the database where it was."""
        return threading.current_thread() is threading.main_thread() and os.getpid() == self._process

    def _keep(self, database: Database, value: object) -> Template:
        keys = Path(shutil.copytree(database.keys, Path(tempfile.mkdtemp(dir=self._folder)), dirs_exist_ok=True))
        close_connections()
        template = Template(self._server.clone(database.name), keys, value)
        database.equals(template)
        return template

    def _put_in_place(self, database: Database, template: Template) -> None:
        """Let the database of the test be another clone, under a name of its own: dropping the first takes waiting."""
        close_connections()
        database.become(template)
        self._point_at(database)

    def _template(self, world: str, build: Callable[[], object], on: str) -> Template:
        return self._templates.get(world) or self._build(world, build, on)

    def _build(self, world: str, build: Callable[[], object], on: str) -> Template:
        if world == EMPTY:
            return self._migrated()
        if on != EMPTY and on not in self._templates:
            raise LookupError(f"There is no template {on} to build {world} on.")
        with self.fresh(on) as (draft, _):
            template = self._keep(draft, build())
        self._templates[world] = template
        return template

    def _migrated(self) -> Template:
        name = self._server.new_name()
        site_database.provision(self._server.superuser, passwords=self._server.passwords, name=name)
        keys = Path(tempfile.mkdtemp(dir=self._folder))
        create_signing_key(keys, origin="handrail.test/ledger")
        template = Template(name, keys, None)
        with self._connected(template, made=name) as database:
            site_database.migrate()
            shutil.copytree(database.keys, keys, dirs_exist_ok=True)
        self._templates[EMPTY] = template
        return template

    @contextmanager
    def _connected(self, template: Template, *, made: str = "") -> Iterator[Database]:
        keys = Path(shutil.copytree(template.keys, Path(tempfile.mkdtemp(dir=self._folder)), dirs_exist_ok=True))
        before, outer, elsewhere = settings.HANDRAIL_KEY_DIR, self._connected_to, Database.connected
        settings.HANDRAIL_KEY_DIR = keys
        Database.connected = self._connected_to = Database(self._server, keys, template, made)
        self._point_at(self._connected_to)
        try:
            yield self._connected_to
        finally:
            close_connections()
            self._connected_to, Database.connected = outer, elsewhere
            if outer is not None:
                self._point_at(outer)
            else:
                for alias in ALIASES:
                    connections[alias].settings_dict["NAME"] = NOWHERE
            settings.HANDRAIL_KEY_DIR = before
            shutil.rmtree(keys)

    def _point_at(self, database: Database) -> None:
        for alias, role in ALIASES.items():
            point(alias, self._server.conninfo(role, database.made or NOT_YET))


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


def remembered(step: Callable[Parameters, Value]) -> Callable[Parameters, Value]:
    """Have a step taken once in a session for each place that it is taken from, time and arguments; then cloned.

    The arguments and what it returns must be values: ids, words, and what is made of them.
    """

    @wraps(step)
    def take(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Value:
        if Databases.of_session is None:
            return step(*args, **kwargs)
        called = (step.__module__, step.__qualname__, repr(args), repr(sorted(kwargs.items())))
        return Databases.of_session.remember(called, lambda: step(*args, **kwargs))

    return take


def world(name: str, build: Callable[[], Value]) -> Callable[..., Iterator[Value]]:
    """A fixture: a database holding the world that `build` makes, and the value that it returned.

    The value is shared by all tests of the session, so it must be frozen (ids and the like).
    """

    @pytest.fixture(name=name)
    def fixture(databases: Databases) -> Iterator[Value]:
        with databases.fresh(name, build) as (_, value):
            yield value

    return fixture
