"""A fresh database for each test, cloned from a template that is built once in a session.

Templates: "empty" is migrated and holds nothing. Richer ones ("worlds") are built from it by a function that acts
as the product does, through actions with real commits:

    pilot = world("pilot", build_pilot)

makes a fixture `pilot`: a database holding that world, and as its value what `build_pilot()` returned.

Steps that many tests begin with are done once as well, and cloned from then on:

    @remembered
    def released(pilot, *recipients): ...

Nothing changes for the tests. Where anything has happened to the database before, the step is simply taken.
"""

import gc
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
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
from handrail.site.addresses import APP_ROLE, OWNER_ROLE
from tests.harness.server import Server

EMPTY = "empty"
#: How many steps are remembered at a time; a database takes some 15 MB, often of memory.
MOST_STEPS = 40
NOWHERE = "no test database: ask for the fixture `database`"
Parameters = ParamSpec("Parameters")
Value = TypeVar("Value")


@dataclass(frozen=True)
class Template:
    """A database and key files to be copied, and what its builder returned."""

    name: str
    keys: Path
    value: Any


@dataclass
class Database:
    """The database of one test, with the key files that belong to it.

    ``copies`` is the template that it still equals if the server has written nothing since ``snapshot``; None once
    something beside Django may use it.
    """

    name: str
    server: Server
    keys: Path
    copies: Template | None = None
    snapshot: str = ""

    def conninfo(self, role: str = APP_ROLE) -> str:
        """A libpq address, for a test that needs a connection (or a process) beside Django's."""
        self.copies = None
        return self.server.conninfo(role, self.name)

    def equals(self, template: Template) -> None:
        """Say that it holds what ``template`` holds, and nothing else."""
        self.copies, self.snapshot = template, self.server.snapshot()


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
        template = self._templates.get(world) or self._build(world, build, on)
        with self._connected(self._server.clone(template.name), template.keys) as database:
            database.equals(template)
            yield database, template.value
        self._server.discard(database.name)

    def remember(self, step: Hashable, take: Callable[[], Value]) -> Value:
        """Take a step, or clone what it came to: from its second time on, where nothing happened before it."""
        database = self._connected_to
        if database is None or database.copies is None or not self._alone():
            return take()
        if database.snapshot != self._server.snapshot():
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
        self._server.discard(database.name)
        database.name = self._server.clone(template.name)
        self._point_at(database.name)
        shutil.copytree(template.keys, database.keys, dirs_exist_ok=True)
        database.equals(template)

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
        with self._connected(name, keys) as database:
            with _nothing_collected():
                site_database.migrate()
            template = Template(name, Path(shutil.copytree(database.keys, keys, dirs_exist_ok=True)), None)
        self._templates[EMPTY] = template
        return template

    @contextmanager
    def _connected(self, name: str, keys: Path) -> Iterator[Database]:
        own_keys = Path(shutil.copytree(keys, Path(tempfile.mkdtemp(dir=self._folder)), dirs_exist_ok=True))
        before, outer = settings.HANDRAIL_KEY_DIR, self._connected_to
        settings.HANDRAIL_KEY_DIR = own_keys
        self._point_at(name)
        self._connected_to = Database(name, self._server, own_keys)
        try:
            yield self._connected_to
        finally:
            close_connections()
            self._connected_to = outer
            if outer is not None:
                self._point_at(outer.name)
            else:
                for alias in ("default", "owner"):
                    connections[alias].settings_dict["NAME"] = NOWHERE
            settings.HANDRAIL_KEY_DIR = before
            shutil.rmtree(own_keys)

    def _point_at(self, name: str) -> None:
        for alias, role in (("default", APP_ROLE), ("owner", OWNER_ROLE)):
            point(alias, self._server.conninfo(role, name))


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
