"""A database of production's settings that can be killed, and small disks that can be full.

What the database has acknowledged must survive.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from psycopg import sql

from handrail.gate import clock
from handrail.site import embedded
from handrail.site.addresses import SUPERUSER
from handrail.site.embedded.cluster import PRODUCTION, Cluster
from handrail.site.home import Home
from tests.harness.databases import Database, Databases, close_connections
from tests.harness.server import embedded_server
from tests.worlds import NOW, World, build_small_pilot


@dataclass(frozen=True)
class Site:
    """The small pilot on a server of this test's own."""

    pilot: World
    database: Database
    cluster: Cluster

    def read(self, query: str) -> list[tuple[Any, ...]]:
        """What the tables hold, past row security."""
        with psycopg.connect(self.database.conninfo(SUPERUSER), autocommit=True) as connection:
            return connection.execute(query).fetchall()

    def kill_database(self) -> None:
        """kill -9 of every process of the server, and a new start, which recovers from its log."""
        server = psutil.Process(int((self.cluster.data / "postmaster.pid").read_text().split()[0]))
        processes = [server, *server.children(recursive=True)]
        for process in processes:
            os.kill(process.pid, signal.SIGKILL)
        psutil.wait_procs(processes, timeout=30)
        close_connections()
        self.cluster.start()


@pytest.fixture(scope="session")
def durable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Databases, Cluster]]:
    """A server with the settings of production: what it has acknowledged is on disk."""
    with embedded_server(PRODUCTION) as (server, cluster):
        yield Databases(server, tmp_path_factory.mktemp("durable")), cluster


@pytest.fixture
def site(durable: tuple[Databases, Cluster]) -> Iterator[Site]:
    """The small pilot there, in a database of this test's own."""
    databases, cluster = durable
    with databases.fresh("pilot", build_small_pilot) as (database, pilot), clock.at(NOW):
        yield Site(pilot, database, cluster)


class SmallDisk:
    """A disk of a few megabytes, in memory, with a file on it that takes what room is left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self, *, but: int = 0) -> None:
        """Leave no room, or hardly more than so many bytes."""
        with self._filler.open("ab", buffering=0) as file:
            size = 1 << 20
            while size >= 4096:
                try:
                    file.write(b"\0" * size)
                except OSError:
                    size //= 2
            file.truncate(max(0, file.tell() - but))

    def make_room(self) -> None:
        self._filler.unlink()


@pytest.fixture
def disk(request: pytest.FixtureRequest) -> Iterator[SmallDisk]:
    """Needs leave to mount one: root has it, as in CI. Not below pytest's folder, which nobody else passes through."""
    size = getattr(request, "param", "96m")
    with tempfile.TemporaryDirectory(prefix="handrail-small-disk-") as folder:
        Path(folder).chmod(0o711)
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]
        if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
            pytest.skip("Only root can mount a small disk.")
        try:
            yield SmallDisk(Path(folder))
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def small(site: Site, disk: SmallDisk) -> Iterator[Site]:
    """The pilot, its database moved to the small disk."""
    place = disk.folder / "tablespace"
    place.mkdir(mode=0o700)
    shutil.chown(place, site.cluster.account.uid, site.cluster.account.gid)
    _move(site, "small", before=f"CREATE TABLESPACE small LOCATION '{place}'")
    yield site
    _move(site, "pg_default", after="DROP TABLESPACE small")


@pytest.fixture
def restored(tmp_path: Path) -> Iterator[Home]:
    """A home with a cluster of its own, in which there is nothing yet."""
    home = Home(tmp_path / "restored")
    yield home
    embedded.stop(home)
    shutil.rmtree(embedded.location(home), ignore_errors=True)


def _move(site: Site, tablespace: str, *, before: str = "", after: str = "") -> None:
    close_connections()
    with psycopg.connect(site.database.conninfo(SUPERUSER), dbname="postgres", autocommit=True) as connection:
        if before:
            connection.execute(before)
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [site.database.name]
        )
        connection.execute(
            sql.SQL("ALTER DATABASE {} SET TABLESPACE {}").format(
                sql.Identifier(site.database.name), sql.Identifier(tablespace)
            )
        )
        if after:
            connection.execute(after)
