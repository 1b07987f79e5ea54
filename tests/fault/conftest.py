"""A database of production's settings that can be killed: what it has acknowledged must survive."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psutil
import psycopg
import pytest

from handrail.gate import clock
from handrail.site.addresses import SUPERUSER
from handrail.site.embedded.cluster import PRODUCTION, Cluster
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
