"""The embedded PostgreSQL, used when no DATABASE_URL is set."""

import fcntl
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from handrail.site.addresses import APP_ROLE, OWNER_ROLE, SUPERUSER
from handrail.site.embedded.account import CommandFailed
from handrail.site.embedded.cluster import Cluster
from handrail.site.embedded.places import cluster_of
from handrail.site.home import Home, write_private

__all__ = ["CommandFailed", "is_running", "location", "start", "stop"]


def start(home: Home) -> None:
    """Start the home's database, making it the first time; returns when it answers.

    The passwords of its roles are made at random, once, and kept in the home. Where the data lies is kept beside
    them, so that a change of the surroundings (a folder opened or closed) never leads to a second, empty database:
    data that has gone raises CommandFailed.
    """
    with _one_at_a_time(home):
        if not is_running(home):
            _start(home)


@contextmanager
def _one_at_a_time(home: Home) -> Iterator[None]:
    """Let one process start the database; the others wait, and find it running. A killed process lets go by dying."""
    home.create_folder()
    with home.database_lock.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start(home: Home) -> None:
    access = _access(home)
    cluster = cluster_of(home)
    if not access:
        access = {
            "passwords": {role: secrets.token_urlsafe(32) for role in (SUPERUSER, OWNER_ROLE, APP_ROLE)},
            "folder": str(cluster.folder),
            "made": False,
        }
    access["socket"] = str(cluster.socket)
    write_private(home.database_access, json.dumps(access, indent=2))
    cluster = replace(cluster, folder=Path(access["folder"]))
    if not cluster.exists():
        if access["made"]:
            raise CommandFailed(
                f"The database that lay in {cluster.folder} is not there. Is its disk mounted? "
                "If it is lost, restore a backup into another home."
            )
        cluster.create(SUPERUSER, access["passwords"][SUPERUSER])
    cluster.start()
    if not access["made"]:
        write_private(home.database_access, json.dumps(access | {"made": True}, indent=2))


def stop(home: Home) -> None:
    """Stop the home's database, ending open connections. One that isn't running is no error."""
    if _access(home):
        _recorded(home).stop()


def is_running(home: Home) -> bool:
    """Whether the home's database answers."""
    return bool(_access(home)) and _recorded(home).is_running()


def location(home: Home) -> Path:
    """The folder that holds the home's data: below the home, or elsewhere when the home's folders are closed."""
    return _recorded(home).folder if _access(home) else cluster_of(home).folder


def _recorded(home: Home) -> Cluster:
    access = _access(home)
    return replace(cluster_of(home), folder=Path(access["folder"]), socket=Path(access["socket"]))


def _access(home: Home) -> dict[str, Any]:
    if not home.database_access.exists():
        return {}
    access: dict[str, Any] = json.loads(home.database_access.read_text(encoding="utf-8"))
    return access
