"""The sweep over a million duties against its floor, and the ledger's lag while it runs.

The floor is one UPDATE of the same rows (as a superuser, whom row security doesn't stop). What the sweep does besides
is asking policy, in short transactions, and an entry of its own in the ledger for each duty.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from benchmarks import lag
from benchmarks.tables import Table, middle, ratio, seconds
from handrail.duties import NOBODY
from handrail.gate import FAR_FUTURE_MOMENT, clock
from handrail.policy import engine
from handrail.site.addresses import SUPERUSER
from handrail.site.embedded.cluster import PRODUCTION
from handrail.site.working import Sequencing
from handrail.upkeep.sweep import sweep
from tests.harness.databases import Database, Databases
from tests.harness.server import embedded_server
from tests.worlds import NOW, ORGANISATIONS, World, build_small_pilot

#: Duties for each person of the large population: a million for 20,000.
A_PERSON = 50

#: Of a hundred duties, how many were done, and how many of the others are late. One in fifty of those lapses, one in a
#: hundred is urgent (and an e-mail is put in the queue about it).
DONE, LATE, LAPSING, URGENT = 50, 5, 50, 100

_FILL = """
INSERT INTO duties_duty (
    id, organisation_id, programme, kind, subject_kind, subject_id, person_id, person_reference, role, owner_id,
    raised_by, raised_from, raised_at, fell_at, due_at, urgent, climbed, reminded_at, state, ended_at, ended_by
)
SELECT gen_random_uuid(), organisation, 'mac', CASE WHEN lapses THEN 'approve_role' ELSE 'acknowledge_disclosure' END,
       CASE WHEN lapses THEN 'RoleGrant' ELSE 'Disclosure' END, gen_random_uuid(), gen_random_uuid(), 'LDN-7F3K-2',
       CASE WHEN lapses THEN 'role_approver' ELSE 'single_point_of_contact' END, %(nobody)s, organisation, organisation,
       due - interval '20 days', due - interval '20 days', due, late AND number / 100 %% %(urgent)s = 1, 0, %(never)s,
       CASE WHEN done THEN 'done' ELSE 'open' END, CASE WHEN done THEN due ELSE %(never)s END, %(nobody)s
FROM (
    SELECT number, done, late, late AND number / 100 %% %(lapsing)s = 0 AS lapses,
           (%(organisations)s::uuid[])[1 + number %% cardinality(%(organisations)s::uuid[])] AS organisation,
           %(now)s + (CASE WHEN done OR late THEN -1 ELSE 1 END) * (number %% 97 + 1) * interval '8 hours' AS due
    FROM (
        SELECT number, number %% 100 < %(done)s AS done,
               number %% 100 BETWEEN %(done)s AND %(done)s + %(late)s - 1 AS late
        FROM generate_series(1, %(duties)s) AS number
    ) AS counted
) AS given
"""

_UPDATE = "UPDATE duties_duty SET reminded_at = %(now)s WHERE state = 'open' AND due_at <= %(now)s"


@dataclass
class Run:
    """One sweep: how many duties it looked after, in how many seconds, and how long the next round took."""

    late: int
    whole: float
    idle: float
    floor: float = 0.0
    looks: list[lag.Sample] = field(default_factory=list)


def measure(folder: Path, *, people: int, runs: int, say: Callable[[str], None]) -> list[Table]:
    """Sweep and floor in turn, each in a fresh copy of the same database."""
    with embedded_server(PRODUCTION) as (server, _):
        return _measured(Databases(server, folder), people * A_PERSON, runs, say)


def _measured(databases: Databases, duties: int, runs: int, say: Callable[[str], None]) -> list[Table]:
    def fill() -> World:
        pilot = build_small_pilot()
        _fill(databases.current, pilot, duties)
        return pilot

    done = []
    for _ in range(runs):
        with databases.fresh("many duties", fill) as (database, _):
            run = _sweep(database)
        with databases.fresh("many duties", fill) as (database, _):
            run.floor = _floor(database, run.late)
        say(f"  sweep of {run.late:,}: {run.whole:.2f} s, floor {run.floor:.2f} s: {run.whole / run.floor:.1f}")
        done.append(run)
    return [_against_the_floor(done, duties), _lag(done, duties)]


def _fill(database: Database, pilot: World, duties: int) -> None:
    with psycopg.connect(database.conninfo(SUPERUSER), autocommit=True) as past:
        past.execute(
            _FILL,
            {
                "organisations": list(pilot.organisations.values()), "duties": duties, "now": NOW, "done": DONE,
                "late": LATE, "lapsing": LAPSING, "urgent": URGENT, "nobody": NOBODY, "never": FAR_FUTURE_MOMENT,
            },
        )  # fmt: skip
        past.execute("VACUUM ANALYZE duties_duty")


def _sweep(database: Database) -> Run:
    """Two rounds, as the worker does them: with the sequencer in a thread of the same process."""
    looks: list[lag.Sample] = []
    sequencing = Sequencing()
    engine()  # a worker has read the rules long before
    with clock.at(NOW), lag.sampled(database.conninfo(SUPERUSER), looks):
        sequencing.start()
        try:
            began = time.perf_counter()
            late = sweep()
            ended = time.perf_counter()
            again = sweep()
            idle = time.perf_counter() - ended
        finally:
            sequencing.stop()
    if again:
        raise AssertionError(f"The second round found {again} things to do.")
    return Run(late, ended - began, idle, looks=looks)


def _floor(database: Database, late: int) -> float:
    with psycopg.connect(database.conninfo(SUPERUSER)) as connection:
        since = time.perf_counter()
        updated = connection.execute(_UPDATE, {"now": NOW}).rowcount
        connection.commit()
        took = time.perf_counter() - since
    if updated != late:
        raise AssertionError(f"The sweep looked after {late} duties, and {updated} are late.")
    return took


def _against_the_floor(runs: list[Run], duties: int) -> Table:
    late, whole, floor = runs[0].late, middle([run.whole for run in runs]), middle([run.floor for run in runs])
    ratios, idle = middle([run.whole / run.floor for run in runs]), middle([run.idle for run in runs])
    return Table(
        "The sweep",
        f"Looking after {late:,} duties that are late, of {duties:,}, takes {ratios:.0f} times as long as one UPDATE "
        f"of the same rows: {whole / late * 1000:.2f} ms for each.",
        ("Step", "Median", "Times the floor"),
        (
            ("Floor: one UPDATE of the same rows", seconds(floor), "1.00"),
            ("**A round**", f"**{seconds(whole)}**", f"**{ratios:.2f}**"),
            ("The next round, with nothing to do", seconds(idle), ratio(idle, floor)),
        ),
        f"{len(runs)} runs, sweep and floor in turn, each in a fresh database of {len(ORGANISATIONS)} organisations. "
        f"Half of the duties were done; of the others one in ten is late, and a few of those lapse or are urgent. What "
        "the sweep does besides the UPDATE is asking policy, e-mail for what is urgent and, for each duty, an entry in "
        "the ledger; the worker’s sequencer runs beside it in the same process.",
    )


def _lag(runs: list[Run], duties: int) -> Table:
    return lag.table(
        "The ledger while the sweep runs",
        "Entries wait for their place in the tree no longer than the sweep’s short transactions and the sequencer’s "
        "step.",
        [run.looks for run in runs],
        f"Looked at ten times a second during the {len(runs)} sweeps over {duties:,} duties above.",
    )
