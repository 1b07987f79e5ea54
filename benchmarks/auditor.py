"""The auditor's page at a million entries: each way of looking, against the bare statement that gives its fifty rows.

What is measured is the whole of a page's answer as the view gets it: the gate's transaction, the rules, the entries and
how many there are, the choices, the ledger entry of having looked. The floor is what reads the fifty entries, as the
product's own role and under the same row security: one statement, and for a rule the one before it that finds them.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection

from benchmarks.tables import Table, middle, milliseconds, percentile
from handrail.gate import clock
from handrail.ledger.models import LedgerPayload
from handrail.oversight.queries.records import Filters, RecordPage, records
from handrail.site.addresses import APP_ROLE, SUPERUSER
from handrail.site.embedded.cluster import PRODUCTION
from tests.acting import act_as
from tests.harness.databases import Database, Databases
from tests.harness.server import embedded_server
from tests.worlds import NOW, World, build_small_pilot

#: Entries for each person of the population that is asked for: a million for 20,000.
A_PERSON = 50
WARMING, ASKED, SLOW_WAY = 2, 10, 2
OVERSIGHT = "oversight"

#: Entries over a year, evenly in time: half of them in the council's record, the others with the rest in turn; one in
#: fifty refused by one of two rules, one in ten thousand by a rare one; about each person as often as about any other.
_FILL = """
WITH made AS (
    SELECT number, gen_random_uuid() AS id, %(until)s - (interval '365 days' * number / %(entries)s) AS at,
           CASE WHEN number %% 2 = 0 THEN %(council)s
                ELSE (%(others)s::uuid[])[1 + number / 2 %% cardinality(%(others)s::uuid[])] END AS organisation,
           (%(actions)s::text[])[1 + number / 7 %% cardinality(%(actions)s::text[])] AS action,
           CASE WHEN number %% 10000 = 0 THEN 'name-ceiling' WHEN number %% 100 = 0 THEN 'training-lapsed'
                WHEN number %% 100 = 50 THEN 'no-permission' ELSE '' END AS rule
    FROM generate_series(1, %(entries)s) AS number
), entries AS (
    INSERT INTO ledger_entry (id, kind, hour, commitment, epoch, leaf_index, leaf_hash)
    SELECT id, split_part(action, '.', 1), date_trunc('hour', at), ''::bytea, 1, number, ''::bytea FROM made
)
INSERT INTO ledger_payload (
    entry_id, organisation_id, at, action, actor, outcome, rules, subject_type, subject_id, person, salt, payload
)
SELECT id, organisation, at, action, (%(actors)s::uuid[])[1 + number / 2 %% cardinality(%(actors)s::uuid[])],
       CASE WHEN rule = '' THEN 'done' ELSE 'refused' END, CASE WHEN rule = '' THEN '{}' ELSE ARRAY[rule] END,
       'Case', gen_random_uuid(), (%(people)s::uuid[])[1 + number %% cardinality(%(people)s::uuid[])],
       '\\x00'::bytea, convert_to(repeat('x', 420), 'utf8')
FROM made
"""
_ACTIONS = [
    "case.open", "case.list", "person.open", "person.list", "person.initials", "disclosure.open", "duty.list",
    "holding.open", "risk.list", "meeting.open", "agenda.open", "assessment.open", "support.open", "question.open",
    "case.plan", "disclosure.acknowledge", "decision.release", "case.add_need", "notice.acknowledge", "member.open",
]  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A way of looking: how many entries match, as far as they are counted, and seconds of the page and of its SQL."""

    title: str
    found: str
    page: list[float]
    bare: list[float]


def measure(folder: Path, *, people: int, runs: int, say: Callable[[str], None]) -> list[Table]:
    """An organisation's auditor and an oversight body's, by each filter, at the beginning and deep in the record."""
    entries = people * A_PERSON
    with embedded_server(PRODUCTION) as (server, _):
        databases = Databases(server, folder)
        with databases.fresh("auditor", build_small_pilot) as (database, pilot), clock.at(NOW):
            person = _fill(database, pilot, entries)
            rows = [_looked(database, pilot, way, runs) for way in _ways(pilot, person)]
            by_number = _by_number(database, pilot, entries, runs)
    for row in rows:
        say(f"  {row.title}: {milliseconds(middle(row.page))}, its SQL {milliseconds(middle(row.bare))}")
    return [_table(rows, by_number, entries, runs)]


def _fill(database: Database, pilot: World, entries: int) -> UUID:
    """Write so many entries past everything that would write them one by one; return a person whom some are about."""
    council = pilot.organisation("council")
    with psycopg.connect(database.conninfo(SUPERUSER), autocommit=True) as past:
        past.execute("SET session_replication_role = replica")
        people = [id_ for (id_,) in past.execute("SELECT gen_random_uuid() FROM generate_series(1, 20000)").fetchall()]
        given = {
            "until": NOW, "entries": entries, "council": council, "actions": _ACTIONS, "people": people,
            "others": [each for each in pilot.organisations.values() if each != council],
            "actors": [member for post, member in pilot.members.items() if post.endswith("@council")],
        }  # fmt: skip
        past.execute(_FILL, given)
        past.execute("VACUUM ANALYZE")
    return UUID(str(people[2]))


Way = tuple[str, str, Filters, int]


def _ways(pilot: World, person: UUID) -> Iterator[Way]:
    """What is looked for, by whom, and how many days back the page begins (0: at the newest)."""
    council, day = pilot.organisation("council"), NOW.date() - timedelta(days=180)
    contact = pilot.member("single_point_of_contact@council")
    everything = Filters()
    for who, whose in (("auditor@council", "Own record"), ("auditor@oversight", "Every record")):
        yield f"{whose}: the newest", who, everything, 0
        yield f"{whose}: half a year back", who, everything, 182
        yield f"{whose}: the oldest", who, everything, 364
        yield f"{whose}: one member", who, Filters(actor=contact), 0
        yield f"{whose}: one thing that was done", who, Filters(action="decision.release"), 0
        yield f"{whose}: what was refused", who, Filters(outcome="refused"), 0
        yield f"{whose}: what a rare rule refused", who, Filters(rule="name-ceiling"), 0
        yield f"{whose}: about one person", who, Filters(person=person), 0
        yield f"{whose}: one day", who, Filters(since=day, until=day), 0
        yield f"{whose}: a kind of record that is in none", who, Filters(kind="Transfer"), 0
    yield "Every record: one organisation’s", "auditor@oversight", Filters(organisation=council), 0


def _looked(database: Database, pilot: World, way: Way, runs: int) -> Row:
    title, who, filters, days = way
    by = pilot.actor(who)
    before = _entry_before(pilot, who, days) if days else None

    def look() -> RecordPage:
        return records(by=by, purpose=OVERSIGHT, filters=filters, before=before)

    with _statements() as made:
        page = look()
    needed = [sql for sql in made if 'FROM "ledger_payload"' in sql and sql.endswith("LIMIT 51")]
    # Where an index tells which they are, a statement before it asks that.
    if len(needed) != (2 if filters.rule else 1):
        raise AssertionError(f"{len(needed)} statements give the entries of a page.")
    found = f"more than {page.counted:,}" if page.more else f"{page.counted:,}"
    return Row(title, found, _timed(look, runs * ASKED), _bare(database, pilot, who, needed, runs * ASKED))


def _entry_before(pilot: World, who: str, days: int) -> UUID:
    with act_as(pilot, who) as act:
        there = LedgerPayload.objects.filter(organisation_id=pilot.organisation("council"))
        if not act.principal.oversight:
            there = there.filter(organisation_id=act.organisation)
        with act.deliver_to(pilot.organisation("council")):
            return there.filter(at__lt=NOW - timedelta(days=days)).order_by("-at").values_list("pk", flat=True)[0]


@contextmanager
def _statements() -> Iterator[list[str]]:
    """The statements that are made in the block, with what was filled in."""
    made: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        made.append(context["cursor"].mogrify(sql, params) if params else sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield made


def _bare(database: Database, pilot: World, who: str, statements: list[str], times: int) -> list[float]:
    """The statements that read a page's entries, for the same organisation, on a connection that stays open."""
    oversight = "on" if who.endswith("@oversight") else "off"
    say = "SELECT handrail_say('organisation', %s), handrail_say('oversight', %s)"
    with psycopg.connect(database.conninfo(APP_ROLE)) as app:

        def ask() -> None:
            with app.transaction():
                app.execute(say, [str(pilot.actor(who).organisation), oversight])
                for sql in statements:
                    app.execute(sql.encode()).fetchall()

        return _timed(ask, times)


def _by_number(database: Database, pilot: World, entries: int, runs: int) -> list[float]:
    """The oldest page as a page with a number would be found: all counted, and all but fifty skipped."""
    council = pilot.organisation("council")
    sql = "FROM ledger_payload WHERE organisation_id = %s"
    with psycopg.connect(database.conninfo(APP_ROLE)) as app:

        def ask() -> None:
            with app.transaction():
                app.execute("SELECT handrail_say('organisation', %s)", [str(council)])
                app.execute(f"SELECT count(*) {sql}".encode(), [council]).fetchall()
                newest = f"SELECT * {sql} ORDER BY at DESC, entry_id DESC LIMIT 50 OFFSET %s"
                app.execute(newest.encode(), [council, entries // 2 - 50]).fetchall()

        return _timed(ask, runs * SLOW_WAY)


def _timed(ask: Callable[[], object], times: int) -> list[float]:
    for _ in range(WARMING):
        ask()
    found = []
    for _ in range(times):
        since = time.perf_counter()
        ask()
        found.append(time.perf_counter() - since)
    return found


def _table(rows: list[Row], by_number: list[float], entries: int, runs: int) -> Table:
    slowest = max(rows, key=lambda row: middle(row.page))
    oldest = next(row for row in rows if row.title == "Own record: the oldest")
    return Table(
        "The auditor’s page",
        f"Among {entries:,} entries no page takes longer than {milliseconds(middle(slowest.page))} (median). The "
        f"oldest takes {milliseconds(middle(oldest.page))}; counting all and skipping to it by number, the SQL alone "
        f"takes {milliseconds(middle(by_number))}.",
        ("Looked for", "Entries", "Page, median", "95th percentile", "Its rows by bare SQL", "Times"),
        tuple(
            (
                row.title, row.found, milliseconds(middle(row.page)), milliseconds(percentile(row.page, 95)),
                milliseconds(middle(row.bare)), f"{middle(row.page) / middle(row.bare):.1f}",
            )
            for row in rows
        ),
        f"{runs * ASKED} askings of each, in one process, on the embedded database. Half of the entries are in the "
        "council’s record, the others in those of the rest; each auditor’s look adds one. The page: the gate’s "
        "transaction, the rules, fifty entries, how many there are up to 10,000, whom to choose from, the ledger "
        "entry. Bare: the statement that reads the fifty, and for a rule the one that finds them, in a transaction of "
        "their own under row security.",
    )  # fmt: skip
