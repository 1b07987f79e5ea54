"""The PostgreSQL server of one test process.

One server for each xdist worker: an open transaction in any database of a cluster holds back the ledger's sequencer
in all of them, so workers that shared a cluster would disturb each other.
"""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from handrail.site.addresses import APP_ROLE, OWNER_ROLE, SUPERUSER
from handrail.site.embedded.account import database_account
from handrail.site.embedded.binaries import programs_for
from handrail.site.embedded.cluster import PRODUCTION, Cluster

ROOMY_BYTES = 4 * 2**30
SERVER_VARIABLE = "HANDRAIL_TEST_DATABASE_URL"

# Everything that only matters when the machine loses power is off: these databases live for one test.
THROWAWAY = {
    **PRODUCTION,
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "1h",
    "logging_collector": "off",
}


class Server:
    """A server on which this process may make and drop databases."""

    def __init__(self, superuser: str) -> None:
        self.superuser = superuser
        self.passwords = {role: secrets.token_urlsafe(16) for role in (OWNER_ROLE, APP_ROLE)}
        self._prefix = f"t{os.getpid()}_"
        self._made: list[str] = []
        self._spent: list[str] = []
        self._connection: psycopg.Connection[tuple[object, ...]] | None = None

    def new_name(self) -> str:
        """A name that no database has yet."""
        self._made.append(f"{self._prefix}{len(self._made)}")
        return self._made[-1]

    def clone(self, template: str) -> str:
        """Make a database like `template` and return its name. Copying files takes 12 to 20 ms, the log twice that."""
        self._drop_spent()
        name = self.new_name()
        self._run(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(OWNER_ROLE), sql.Identifier(template)
            )
        )
        return name

    def discard(self, name: str) -> None:
        """Drop the database when the next one is made: by then its connections have gone and it takes no waiting."""
        self._spent.append(name)

    def snapshot(self) -> str:
        """Changes with every transaction that has written, in whichever database."""
        (snapshot,) = self._run(sql.SQL("SELECT pg_current_snapshot()::text")).fetchone() or ("",)
        return str(snapshot)

    def conninfo(self, role: str, name: str) -> str:
        """The address of database `name` for `role`."""
        if role == SUPERUSER:
            return make_conninfo(self.superuser, dbname=name)
        return make_conninfo(self.superuser, dbname=name, user=role, password=self.passwords[role])

    def close(self) -> None:
        """Drop what was made, templates too. Only a server that is not ours to throw away needs it."""
        self._spent = self._made
        self._drop_spent()
        self.disconnect()

    def disconnect(self) -> None:
        """Close the connection that made the databases."""
        if self._connection is not None:
            self._connection.close()

    def _drop_spent(self) -> None:
        while self._spent:
            self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self._spent.pop())))

    def _run(self, statement: sql.SQL | sql.Composed) -> psycopg.Cursor[tuple[object, ...]]:
        if self._connection is not None and not self._connection.closed:
            try:
                return self._connection.execute(statement)
            except psycopg.OperationalError:
                if not self._connection.broken:
                    raise  # Otherwise a test has killed the server since, and it runs again.
        self._connection = psycopg.connect(self.superuser, autocommit=True, dbname="postgres")
        return self._connection.execute(statement)


@contextmanager
def running_server() -> Iterator[Server]:
    """The server named by HANDRAIL_TEST_DATABASE_URL (a superuser's address), or an embedded one of our own."""
    if given := os.environ.get(SERVER_VARIABLE):
        server = Server(given)
        yield server
        server.close()
        return
    with embedded_server(THROWAWAY) as (server, _):
        yield server


@contextmanager
def embedded_server(settings: Mapping[str, str]) -> Iterator[tuple[Server, Cluster]]:
    """A cluster of our own with these settings, and the server that it is; both end with the block."""
    account = database_account()
    with tempfile.TemporaryDirectory(prefix="handrail-test-", dir=_in_memory(), ignore_cleanup_errors=True) as folder:
        if not account.is_ours:
            Path(folder).chmod(0o711)  # a folder of our own, so that the database's account can enter it
        cluster = Cluster(Path(folder, "cluster"), Path(folder, "s"), programs_for(account), account, settings)
        password = secrets.token_urlsafe(16)
        cluster.create(SUPERUSER, password)
        with _stopped_at_our_end(cluster):
            cluster.start()
            server = Server(make_conninfo(host=str(cluster.socket), user=SUPERUSER, password=password))
            yield server, cluster
            server.disconnect()


def _in_memory() -> str | None:
    """Memory, where there is plenty of it: cloning is copying files, two to three times as fast there."""
    shared = Path("/dev/shm")
    roomy = shared.is_dir() and os.access(shared, os.W_OK) and shutil.disk_usage(shared).free > ROOMY_BYTES
    return str(shared) if roomy else None


@contextmanager
def _stopped_at_our_end(cluster: Cluster) -> Iterator[None]:
    """Stop the cluster when the block ends, or when this process does in whatever way: the pipe then closes."""
    stop = f"{cluster.programs}/pg_ctl --pgdata={cluster.data} --silent --mode=immediate stop"
    as_account = {} if cluster.account.is_ours else {"user": cluster.account.uid, "group": cluster.account.gid}
    with subprocess.Popen(
        ["/bin/sh", "-c", f"read -r _; {stop}; rm -rf {cluster.data}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
        **as_account,  # type: ignore[call-overload]
    ) as watcher:
        yield
        watcher.stdin.close()
