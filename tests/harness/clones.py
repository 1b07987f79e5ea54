"""A clone of a template, made when somebody first connects to it.

Many a test's database is replaced by another clone before anybody looks into it: a step that is remembered begins
where another ended. Those are never made.
"""

import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, ClassVar

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.base import DatabaseWrapper

from handrail.site.addresses import APP_ROLE, OWNER_ROLE
from tests.harness.server import Server

#: Django's connections, and as whom each is made.
ALIASES = {"default": APP_ROLE, "owner": OWNER_ROLE}
NOT_YET = "a clone that nobody has connected to yet"


@dataclass(frozen=True)
class Template:
    """A database and key files to be copied, and what its builder returned."""

    name: str
    keys: Path
    value: Any


@dataclass
class Database:
    """The database of one test, with the key files that belong to it. It is made when somebody first connects to it.

    ``copies`` is the template that it still equals if the server has written nothing since ``snapshot``; None once
    something beside Django may use it.
    """

    server: Server
    keys: Path
    template: Template
    made: str = ""
    copies: Template | None = None
    snapshot: str = ""
    #: What Django's next connection is to, whichever server it is on.
    connected: "ClassVar[Database | None]" = None
    _making: threading.Lock = field(default_factory=threading.Lock)

    @property
    def name(self) -> str:
        """Its name; it is cloned now, if it hasn't been."""
        with self._making:
            if not self.made:
                self.made = self.server.clone(self.template.name)
                self.snapshot = self.server.snapshot()
        return self.made

    @property
    def untouched(self) -> bool:
        """Whether nothing has happened to it, and no key was made, since it was said what it equals."""
        written = self.made and self.snapshot != self.server.snapshot()
        return self.copies is not None and not written and _files(self.keys) == _files(self.copies.keys)

    def conninfo(self, role: str = APP_ROLE) -> str:
        """A libpq address, for a test that needs a connection (or a process) beside Django's."""
        self.copies = None
        return self.server.conninfo(role, self.name)

    def equals(self, template: Template) -> None:
        """Say that it holds what ``template`` holds, and nothing else."""
        self.copies, self.snapshot = template, self.server.snapshot()

    def become(self, template: Template) -> None:
        """Be another clone from now on, made when it is needed."""
        self.discard()
        self.template = self.copies = template
        shutil.copytree(template.keys, self.keys, dirs_exist_ok=True)

    def discard(self) -> None:
        """Drop it, if it was made, when the next one is."""
        if self.made:
            self.server.discard(self.made)
        self.made = ""


def _files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*")}


def _made_first(
    parameters: Callable[[BaseDatabaseWrapper], dict[str, Any]],
) -> Callable[[BaseDatabaseWrapper], dict[str, Any]]:
    @wraps(parameters)
    def ready(connection: BaseDatabaseWrapper) -> dict[str, Any]:
        if connection.settings_dict["NAME"] == NOT_YET and Database.connected is not None:
            name = Database.connected.name
            for alias in ALIASES:
                connections[alias].settings_dict["NAME"] = name
        return parameters(connection)

    return ready


#: Where each of Django's connections begins.
DatabaseWrapper.get_connection_params = _made_first(  # type: ignore[method-assign, assignment]
    DatabaseWrapper.get_connection_params
)
