"""How long an entry waits for its place in the tree while two thousand are written a second.

Writers keep to a timetable, however long the last transaction took. An entry has its place when somebody else, on a
connection of their own, sees a signed checkpoint that covers it.
"""

import time
from bisect import bisect_right
from collections.abc import Callable
from multiprocessing.connection import Connection
from uuid import UUID

import psycopg
from django.db import connections, transaction

from benchmarks.clients import FORK
from benchmarks.tables import Table, middle, percentile, seconds
from benchmarks.watching import watched
from benchmarks.worker import at_work, settle
from handrail import ledger
from handrail.gate import clock
from handrail.gate.row_security import set_acting_organisation
from handrail.site.addresses import SUPERUSER
from handrail.site.home import Home
from handrail.site.working import SEQUENCE_EVERY_SECONDS
from tests.harness.databases import Databases
from tests.worlds import NOW, World, build_small_pilot

ENTRIES_A_SECOND = 2_000
#: A release to several organisations writes about as many.
A_TRANSACTION = 10
WRITERS = 2
WARMING, MEASURED = 3, 20
LOOK_EVERY = 0.005

#: When it was looked, and the size of the newest checkpoint.
Look = tuple[float, int]
#: When a transaction was committed, and its last entry in the order of the tree.
Commit = tuple[float, UUID]


def measure(databases: Databases, home: Home, *, say: Callable[[str], None]) -> Table:
    """Write for a while, and find out when each transaction's last entry was covered."""
    with databases.fresh("pilot", build_small_pilot) as (database, pilot), clock.at(NOW), at_work(database, home):
        superuser = database.conninfo(SUPERUSER)
        looks: list[Look] = []
        commits = _write(pilot, superuser, looks)
        delays = _delays(superuser, commits, looks)
    # What was written in the first seconds found everything cold.
    counted = delays[len(delays) * WARMING // (WARMING + MEASURED) :]
    began, ended = commits[0][0], commits[-1][0]
    rate = len(commits) * A_TRANSACTION / (ended - began)
    say(f"  {rate:,.0f} entries a second; 99 in 100 placed within {percentile(counted, 99):.2f} s")
    return _table(counted, rate)


def _write(pilot: World, superuser: str, looks: list[Look]) -> list[Commit]:
    """Let the writers write, and look on until everything has its place."""
    connections.close_all()
    pipes = [FORK.Pipe(duplex=False) for _ in range(WRITERS)]
    begin = time.perf_counter() + 1
    children = [
        FORK.Process(target=_writer, args=(pilot, begin, number, sending)) for number, (_, sending) in enumerate(pipes)
    ]
    for child in children:
        child.start()
    for _, sending in pipes:
        sending.close()  # so that a writer that ended too soon is an error here
    newest = "SELECT coalesce(max(size), 0) FROM ledger_checkpoint"
    looking = watched(superuser, newest, lambda now, row: looks.append((now, *row)), every=LOOK_EVERY)
    with looking:  # after the writers are there: a copy of a process with threads is no safe one
        commits = sorted(commit for receiving, _ in pipes for commit in receiving.recv())
        settle(superuser)
        time.sleep(10 * LOOK_EVERY)
    for child in children:
        child.join()
    return commits


def _writer(pilot: World, begin: float, number: int, told: Connection) -> None:
    """Every so often, ten entries in one transaction: one of ``WRITERS``, each after the other."""
    organisation = pilot.organisation("council")
    apart = A_TRANSACTION / ENTRIES_A_SECOND
    entry = ledger.Entry(kind="holding.open", organisation=organisation, payload={"outcome": "done"}, at=NOW)
    commits: list[Commit] = []
    for turn in range(number, round((WARMING + MEASURED) / apart), WRITERS):
        time.sleep(max(0.0, begin + turn * apart - time.perf_counter()))
        with transaction.atomic():
            set_acting_organisation(organisation)
            written = ledger.append_many([entry] * A_TRANSACTION)
        commits.append((time.perf_counter(), max(written)))
    told.send(commits)
    connections.close_all()


def _delays(superuser: str, commits: list[Commit], looks: list[Look]) -> list[float]:
    """Of each transaction, seconds from its commit to the first look at which its last entry was covered."""
    with psycopg.connect(superuser) as connection:
        found = connection.execute("SELECT id, leaf_index FROM ledger_entry WHERE leaf_index IS NOT NULL").fetchall()
    places: dict[UUID, int] = dict(found)
    sizes = [size for _, size in looks]
    return [max(0.0, looks[bisect_right(sizes, places[entry])][0] - committed) for committed, entry in commits]


def _table(delays: list[float], rate: float) -> Table:
    worst = percentile(delays, 99)
    return Table(
        "How soon an entry has its place",
        f"While {rate:,.0f} entries are written a second, 99 in 100 have their place in the tree {seconds(worst)} "
        "after they were committed, under a signed checkpoint.",
        ("Entries a second", "Median", "95 in 100", "99 in 100", "Longest"),
        (
            (
                f"{rate:,.0f}",
                *(seconds(each) for each in (middle(delays), percentile(delays, 95), worst, max(delays))),
            ),
        ),
        f"{MEASURED} seconds after {WARMING} of warming up. {WRITERS} writers commit {A_TRANSACTION} entries in a "
        f"transaction, {ENTRIES_A_SECOND // A_TRANSACTION} times a second, by a timetable. A worker sequences every "
        f"{SEQUENCE_EVERY_SECONDS} seconds, as in every installation. Counted is from the commit until another "
        f"connection, which looks every {LOOK_EVERY * 1000:.0f} ms, sees a checkpoint "
        "over the transaction’s last entry.",
    )
