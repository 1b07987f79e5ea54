"""The home of a demo: synthetic people only, made again whenever it was left half made."""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import psycopg
from psycopg import sql

from handrail.site import demo_witness
from handrail.site.addresses import DATABASE_NAME, SUPERUSER, conninfo
from handrail.site.home import KEYS_VARIABLE, Home, write_private

DEFAULT_PEOPLE = 300
DEFAULT_SEED = 2018


class NotADemo(Exception):
    """The home holds, or may hold, a real installation: the demo keeps its hands off."""


class AlreadyRunning(Exception):
    """Another `handrail demo` works on this home."""


def claim(home: Home) -> None:
    """Make the home a demo's. Raises NotADemo for one in which anything was begun that is no demo.

    An installation on a database server of its own has nothing here but a secret and keys: a marker beside them would
    open its sign-in to everybody, and making the people afresh would throw its keys away.
    """
    if os.environ.get(KEYS_VARIABLE):
        raise NotADemo(f"The demo makes keys of its own, and throws them away. Unset {KEYS_VARIABLE} first.")
    if not home.demo_marker.exists():
        if home.in_use:
            raise NotADemo(f"{home.path} holds an installation that is not a demo. Choose another folder with --home.")
        home.create_folder()
        write_private(home.demo_marker, "{}")
    home.create()


@contextmanager
def alone(home: Home) -> Iterator[None]:
    """Hold the home's lock; raises AlreadyRunning when another demo does."""
    with (home.path / "demo.lock").open("w") as lock:
        os.set_inheritable(lock.fileno(), False)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"The demo in {home.path} is running already.") from None
        yield


def loaded_people(home: Home) -> int:
    """How many people the demo was loaded with; 0 when it was not, or not to its end."""
    people: int = json.loads(home.demo_marker.read_text(encoding="utf-8")).get("people", 0)
    return people


def forget_data(home: Home) -> None:
    """Drop the demo's database, keys, registers and witness. Its cluster must be running."""
    if not home.demo_marker.exists():
        raise NotADemo(f"{home.path} is not a demo: its data stays.")
    write_private(home.demo_marker, "{}")
    with psycopg.connect(conninfo(SUPERUSER, home), dbname="postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE_NAME)))
    shutil.rmtree(home.keys)
    for folder in (home.registers, home.demo_partners):
        shutil.rmtree(folder, ignore_errors=True)
    demo_witness.forget(home)
    home.create()


def load(home: Home, *, people: int, seed: int, today: date, progress: Callable[[int, int, str], None]) -> None:
    """Load the demo pilot through the real actions; `progress` is told (done, of, what). Remembers that it is whole."""
    from handrail import demo

    demo.load(people=people, seed=seed, today=today, progress=progress)
    write_private(home.demo_marker, json.dumps({"people": people, "seed": seed, "loaded_on": today.isoformat()}))
