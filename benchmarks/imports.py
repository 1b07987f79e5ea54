"""An import against its floor, and the ledger's lag while it runs.

The floor is the same rows by COPY into the same tables (as a superuser, whom row security doesn't stop), with the same
number of encryptions of the same lengths. What an import does besides is reading, checking, policy and the ledger's
hashing.
"""

import gc
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from psycopg import sql

from benchmarks import lag
from benchmarks.nominations import ASKED, Unit, file_of
from benchmarks.tables import Table, middle, ratio, seconds
from benchmarks.worker import at_work
from handrail.exchange.importing import bring_in
from handrail.gate import clock
from handrail.site.addresses import SUPERUSER
from handrail.site.embedded.cluster import PRODUCTION
from handrail.site.home import Home
from tests.harness.databases import Database, Databases
from tests.harness.server import embedded_server
from tests.worlds import NOW, World, build_small_pilot

OFFICER = "originating_officer@ctu"
PURPOSE = "originating"

PILOT = Unit(
    slug="ctu",
    approver="authoriser@ctu.example",
    partners={kind: kind for kind in ASKED},
    today=NOW.date(),
)

_STAGED = "action = 'decision.staged'"
#: What an import writes: table, the columns that it gives (all of them if none are named), and which rows are its own.
#: The small pilot has no other people than those that were imported.
WRITTEN: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("vault_datakey", (), "TRUE"),
    ("sharing_personrecord", (), "TRUE"),
    ("sharing_sharingdecision", (), "TRUE"),
    ("sharing_nomination", (), "TRUE"),
    ("sharing_holding", (), "TRUE"),
    ("sharing_proposedrecipient", (), "TRUE"),
    (
        "ledger_entry",
        ("id", "kind", "hour", "commitment"),
        f"id IN (SELECT entry_id FROM ledger_payload WHERE {_STAGED})",  # noqa: S608
    ),
    ("ledger_payload", (), _STAGED),
)
#: The sealed columns of those tables. Format, version, nonce and tag are 33 bytes of each.
SEALED = {
    "sharing_sharingdecision": ("necessity_sealed", "proportionality_sealed", "alternatives_sealed"),
    "sharing_holding": ("text_sealed", "conditions_sealed", "parts_sealed", "original_sealed"),
}
AROUND = 33
PLACE = b"\0" * 130


@dataclass
class Run:
    """One import: how long its parts took, and the looks at the ledger."""

    parts: dict[str, float] = field(default_factory=dict)
    looks: list[lag.Sample] = field(default_factory=list)

    @property
    def whole(self) -> float:
        return sum(self.parts.values())


def measure(folder: Path, *, people: int, runs: int, say: Callable[[str], None]) -> list[Table]:
    """Import and floor in turn, each into a fresh copy of the same database."""
    home = Home(folder / "home")
    home.create()
    with embedded_server(PRODUCTION) as (server, _):
        return _measured(Databases(server, folder), home, people, runs, say)


def _measured(databases: Databases, home: Home, people: int, runs: int, say: Callable[[str], None]) -> list[Table]:
    imports, floors = [], []
    for seed in range(runs):
        data = file_of(people, PILOT, seed=seed)
        with databases.fresh("pilot", build_small_pilot) as (database, pilot), clock.at(NOW):
            with at_work(database, home):
                run = _import(data, database, pilot)
            copied, lengths = _copied_out(database), _lengths(database)
        with databases.fresh("pilot", build_small_pilot) as (database, _):
            floor = _floor(database, copied, lengths, people)
        say(f"  import {run.whole:.1f} s, floor {floor:.1f} s: {run.whole / floor:.2f}")
        imports.append(run)
        floors.append(floor)
    return [_against_the_floor(imports, floors, people), _lag(imports, people)]


def _import(data: bytes, database: Database, pilot: World) -> Run:
    run = Run()
    part, since = "Reading", time.perf_counter()

    def progress(done: int, total: int, what: str) -> None:
        nonlocal part, since
        if what != part:
            now = time.perf_counter()
            run.parts[part] = now - since
            part, since = what, now

    with lag.sampled(database.conninfo(SUPERUSER), run.looks), _as_a_command():
        bring_in(data, by=pilot.actor(OFFICER), purpose=PURPOSE, progress=progress)
        run.parts[part] = time.perf_counter() - since
    return run


@contextmanager
def _as_a_command() -> Iterator[None]:
    """As `handrail import` does it: without looking for rubbish in circles."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _copied_out(database: Database) -> list[tuple[sql.Composable, bytes]]:
    """The rows that the import wrote, table by table, as COPY gives them."""
    copied: list[tuple[sql.Composable, bytes]] = []
    with psycopg.connect(database.conninfo(SUPERUSER), autocommit=True) as connection:
        for name, columns, own in WRITTEN:
            named = sql.SQL(", ").join(map(sql.Identifier, columns)) if columns else sql.SQL("*")
            into = sql.SQL("({})").format(named) if columns else sql.SQL("")
            table = sql.Identifier(name)
            out = sql.SQL("COPY (SELECT {} FROM {} WHERE {}) TO STDOUT (FORMAT BINARY)")
            with connection.cursor().copy(out.format(named, table, sql.SQL(own))) as rows:
                copied.append((sql.SQL("{} {}").format(table, into), b"".join(bytes(each) for each in rows)))
    return copied


def _lengths(database: Database) -> list[int]:
    """How long each text was that the import sealed."""
    with psycopg.connect(database.conninfo(SUPERUSER), autocommit=True) as connection:
        found: list[int] = []
        for table, columns in SEALED.items():
            for column in columns:
                lengths = sql.SQL("SELECT length({column}) - %s FROM {table} WHERE length({column}) > 0")
                named = lengths.format(column=sql.Identifier(column), table=sql.Identifier(table))
                found += [length for (length,) in connection.execute(named, [AROUND])]
        return found


def _floor(database: Database, copied: list[tuple[sql.Composable, bytes]], lengths: list[int], people: int) -> float:
    """Encrypt as much, in as many pieces, under as many keys; copy the rows in; commit."""
    texts = [b"x" * length for length in lengths]
    with psycopg.connect(database.conninfo(SUPERUSER)) as connection:
        since = time.perf_counter()
        organisation_key = AESGCM(os.urandom(32))
        keys = []
        for _ in range(people):
            key = os.urandom(32)
            organisation_key.encrypt(os.urandom(12), key, PLACE)
            keys.append(AESGCM(key))
        for number, text in enumerate(texts):
            keys[number % people].encrypt(os.urandom(12), text, PLACE)
        for into, rows in copied:
            with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(into)) as copy:
                copy.write(rows)
        connection.commit()
        return time.perf_counter() - since


def _against_the_floor(imports: list[Run], floors: list[float], people: int) -> Table:
    parts = {name: middle([run.parts.get(name, 0.0) for run in imports]) for name in imports[0].parts}
    whole, floor = middle([run.whole for run in imports]), middle(floors)
    ratios = middle([run.whole / each for run, each in zip(imports, floors, strict=True)])
    rows = [("Floor: the same rows by COPY, the same encryptions", seconds(floor), "1.00")]
    rows += [(name, seconds(time_), ratio(time_, floor)) for name, time_ in parts.items()]
    rows.append((f"**Import of {people:,} nominations**", f"**{seconds(whole)}**", f"**{ratios:.2f}**"))
    return Table(
        "Import",
        f"Bringing in a file of {people:,} nominations takes {ratios:.1f} times as long as the database and the cipher "
        "need for the same rows and texts.",
        ("Step", "Median", "Times the floor"),
        tuple(rows),
        f"{len(imports)} runs, import and floor in turn, each into a fresh database, with a worker sequencing the "
        "ledger. The ratio is the median of the runs’ own ratios. *Publishing* is the step in which all of it appears.",
    )


def _lag(imports: list[Run], people: int) -> Table:
    return lag.table(
        "The ledger while a file is imported",
        "Entries wait for their place in the tree while a file is written, and no longer than its short transactions.",
        [run.looks for run in imports],
        f"Looked at ten times a second during the {len(imports)} imports of {people:,} nominations above.",
    )
