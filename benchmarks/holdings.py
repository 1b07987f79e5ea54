"""A million copies of items in two hundred organisations: lists against the least SQL, and pages against themselves.

A small pilot is copied until there are so many organisations, and then everything about people in those copies until
there are so many items. The pilot itself stays as it was: what its members see is the same before and after.
"""

from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks import lists
from benchmarks.browser import Browser
from benchmarks.demo import THREADS, WEB_PROCESSES, Served, served_demo
from benchmarks.multiply import crowd, multiply
from benchmarks.tables import Table, middle, milliseconds
from benchmarks.visits import Page, first, growing, links, say_why, seconds, warm
from handrail.demo.journey import COORDINATOR, OFFICER

#: People in the pilot; copies of it that have organisations of their own; copies of items for each person of the
#: population that is asked for: a million for 20,000.
PILOT, COPIES, ITEMS = 100, 5, 50
REQUESTS = 50

#: The pilot holds no item for colleagues by name, or for one role only. In the copies one in twenty is for two
#: members, and one in ten of what was received for those in one role.
_MEANT_FOR_SOME = """
UPDATE sharing_holding AS h
SET team = CASE WHEN drawn %% 20 = 0 THEN ARRAY(
        SELECT id FROM directory_member AS m WHERE m.organisation_id = h.organisation_id ORDER BY id LIMIT 2
    ) ELSE '{}' END,
    audience = CASE WHEN drawn %% 10 = 1 AND h.organisation_id <> h.originator_id
        THEN ARRAY[(ARRAY['single_point_of_contact', 'case_coordinator', 'practitioner'])[1 + drawn %% 3]]
        ELSE '{}' END
FROM (SELECT id, ('x' || left(md5(id::text), 6))::bit(24)::int AS drawn FROM sharing_holding) AS draw
WHERE draw.id = h.id AND h.organisation_id <> ALL (%(pilot)s)
"""


def measure(folder: Path, *, people: int, runs: int, say: Callable[[str], None]) -> list[Table]:
    """Pages among some ten thousand items, growth, the same pages, and lists."""
    within = folder / "holdings"
    within.mkdir(mode=0o711)
    with served_demo(within, people=PILOT) as served:
        # A worker would look after all the copies, too, whose keys nobody has.
        served.worker.terminate()
        served.worker.wait()
        _copy(served)
        before = _how_many(served, "sharing_holding")
        visited = _visited(served)
        seen = [links(browser, page) for browser, page in visited]
        _visit(visited, runs, small=True)
        say(f"  {before:,} items in {_how_many(served, 'directory_organisation')} organisations, growing")
        crowd(served.superuser, organisations=COPIES, times=round(people * ITEMS / before))
        if [links(browser, page) for browser, page in visited] != seen:
            raise AssertionError("The readers see something else than before.")
        _visit(visited, runs, small=False)
        after, organisations = _how_many(served, "sharing_holding"), _how_many(served, "directory_organisation")
        for _, page in visited:
            say(
                f"  {page.title}: {milliseconds(middle(page.small.tails))}, {milliseconds(middle(page.large.tails))} "
                f"among {after:,} items"
            )
        listed = lists.measure(served, rounds=runs, say=say)
    return [listed, _table([page for _, page in visited], before, after, organisations, runs)]


def _copy(served: Served) -> None:
    """Bring organisations of their own, and items in them that are meant for some only."""
    with psycopg.connect(served.superuser) as past:
        pilot = [id_ for (id_,) in past.execute("SELECT id FROM directory_organisation")]
    multiply(served.superuser, copies=COPIES)
    with psycopg.connect(served.superuser) as past:
        past.execute("SET session_replication_role = replica")
        past.execute(_MEANT_FOR_SOME, {"pilot": pilot})
    with psycopg.connect(served.superuser, autocommit=True) as past:
        past.execute("VACUUM ANALYZE sharing_holding")


def _visited(served: Served) -> list[tuple[Browser, Page]]:
    """The pages to be measured, each with whose browser asks for it."""
    officer, coordinator = served.browser(OFFICER), served.browser(COORDINATOR)
    person = first(coordinator, r"/work/[^\"]+/records/[0-9a-f-]{36}/", "/work/people/")
    case = first(coordinator, r"/work/[^\"]+/cases/[0-9a-f-]{36}/", "/work/cases/")
    for about_somebody in (person, case):
        say_why(coordinator, about_somebody, "helping")
    return [
        (officer, Page("People", "/work/people/")),
        (officer, Page("Nominations", "/nominations/")),
        (coordinator, Page("A person", person)),
        (coordinator, Page("The information in a case", f"{case}information/")),
        (coordinator, Page("Cases", "/work/cases/")),
    ]


def _visit(visited: list[tuple[Browser, Page]], rounds: int, *, small: bool) -> None:
    for browser, page in visited:
        warm(browser, [page])
    for _ in range(rounds):
        for browser, page in visited:
            (page.small if small else page.large).add(seconds(browser, page, REQUESTS))


def _how_many(served: Served, table: str) -> int:
    with psycopg.connect(served.superuser) as connection:
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    return int(row[0]) if row else 0


def _table(pages: list[Page], before: int, after: int, organisations: int, rounds: int) -> Table:
    worst = max(middle(page.large.tails) / middle(page.small.tails) for page in pages)
    return Table(
        "Pages among ten thousand items and among a million",
        f"What the readers see is the same; what there is grows from {before:,} copies of items to {after:,}, in "
        f"{organisations} organisations. 95 in 100 requests of a page take at most {worst:.2f} times as long.",
        ("Page", f"{before:,} items", f"{after:,} items", "Times"),
        growing(pages),
        f"Over HTTP through gunicorn ({WEB_PROCESSES} processes, {THREADS} threads each), one request at a time; "
        f"{rounds} rounds of {REQUESTS} requests a page, of which the median counts. Those who came to it are copies "
        f"of a pilot of {PILOT} people under ids of their own: first with their organisations and members, then more "
        "people in those. In the copies one item in twenty is for two colleagues by name, and one in ten of those "
        "received for one role. Their people, decisions, disclosures, notices, cases and duties grow as much; the "
        "ledger does not.",
    )
