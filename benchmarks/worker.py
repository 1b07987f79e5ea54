"""A worker beside what is measured: it sequences the ledger, as in every installation."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from handrail.site.addresses import APP_ROLE, OWNER_ROLE, SUPERUSER
from handrail.site.home import Home
from tests.harness.databases import Database

_WAITING = "SELECT EXISTS (SELECT FROM ledger_entry WHERE leaf_index IS NULL)"


@contextmanager
def at_work(database: Database, home: Home) -> Iterator[None]:
    """A worker at work on ``database`` inside the block."""
    surroundings = {
        **os.environ,
        "HANDRAIL_HOME": str(home.path),
        "DATABASE_URL": database.conninfo(APP_ROLE),
        "HANDRAIL_OWNER_DATABASE_URL": database.conninfo(OWNER_ROLE),
        "HANDRAIL_KEY_DIR": str(database.keys),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "handrail.cli", "worker"], env=surroundings, stdin=subprocess.DEVNULL
    ) as process:
        with psycopg.connect(database.conninfo(SUPERUSER), autocommit=True) as watching:
            while watching.execute("SELECT count(*) FROM procrastinate_workers").fetchone() == (0,):
                time.sleep(0.1)
        try:
            yield
        finally:
            process.terminate()


def settle(superuser: str) -> None:
    """Wait until the sequencer has nothing left of what was recorded before."""
    with psycopg.connect(superuser, autocommit=True) as watching:
        while watching.execute(_WAITING).fetchone() == (True,):
            time.sleep(0.1)
