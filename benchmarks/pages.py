"""Four pages over HTTP, in a small pilot and in a large one, and against the SQL that they need.

What the reader sees is the same in both; what there is grows.
"""

from collections.abc import Callable

import psycopg

from benchmarks.bare import Bare, bare, times
from benchmarks.browser import Browser
from benchmarks.demo import PEOPLE, THREADS, WEB_PROCESSES, Served
from benchmarks.tables import Table, middle, milliseconds
from benchmarks.visits import WARMING, Page, first, growing, links, say_why, seconds, warm
from handrail.demo.journey import COORDINATOR

REQUESTS = 100

_COUNTS = """
SELECT (SELECT count(DISTINCT person_id) FROM sharing_personrecord), (SELECT count(*) FROM sharing_holding),
       (SELECT count(*) FROM duties_duty)
"""


def measure(served: Served, *, rounds: int, say: Callable[[str], None], grow: Callable[[], None]) -> list[Table]:
    """All pages, before the pilot has grown and after; and then their SQL, round by round beside them."""
    browser = served.browser(COORDINATOR)
    pages = _pages(browser)
    seen = [links(browser, page) for page in pages]
    warm(browser, pages)
    for _ in range(rounds):
        for page in pages:
            page.small.add(seconds(browser, page, REQUESTS))
    grow()
    if [links(browser, page) for page in pages] != seen:
        raise AssertionError("The reader sees something else than before.")
    needed = bare(served, browser, [page.path for page in pages])
    warm(browser, pages)
    for _ in range(rounds):
        for page, sql in zip(pages, needed, strict=True):
            page.large.add(seconds(browser, page, REQUESTS))
            page.floor.add(times(served, sql, requests=REQUESTS, warming=WARMING))
    for page, sql in zip(pages, needed, strict=True):
        say(
            f"  {page.title}: {milliseconds(middle(page.small.tails))}, {milliseconds(middle(page.large.tails))}, "
            f"bare {milliseconds(middle(page.floor.tails))} ({sql.made} statements, {sql.reads} needed)"
        )
    there = _counted(served)
    return [_growing(pages, seen, there), _against_the_floor(pages, needed, there)]


def _pages(browser: Browser) -> list[Page]:
    """The pages to be measured, of which the reader has said why they open the records."""
    case = first(browser, r"/work/[^\"]+/cases/[0-9a-f-]{36}/", "/work/cases/")
    meeting = first(browser, r"/work/meetings/[0-9a-f-]{36}/", "/work/meetings/", "/work/meetings/?past=1")
    agenda = first(browser, r"/work/[^\"]+/agenda/[0-9a-f-]{36}/", meeting)
    for about_somebody in (case, agenda):
        say_why(browser, about_somebody, "helping")
    return [
        Page("Waiting for you", "/work/"),
        Page("A case", case),
        Page("A meeting", meeting),
        Page("A case at a meeting", agenda),
    ]


def _counted(served: Served) -> tuple[int, int, int]:
    """How many people there are records of, how many items are held, and how many duties there are or were."""
    with psycopg.connect(served.superuser) as connection:
        row = connection.execute(_COUNTS).fetchone()
    return row or (0, 0, 0)


def _growing(pages: list[Page], seen: list[list[str]], there: tuple[int, int, int]) -> Table:
    people, items, duties = there
    led = ", ".join(str(len(each)) for each in seen)
    return Table(
        "Pages in a small pilot and in a large one",
        f"What the reader sees is the same; what there is grows from {PEOPLE} people to {people:,}, with {items:,} "
        f"copies of items and {duties:,} duties.",
        ("Page", f"{PEOPLE} people", f"{people:,} people", "Times"),
        growing(pages),
        f"Over HTTP through gunicorn ({WEB_PROCESSES} processes, {THREADS} threads each), one request at a time by a "
        f"case coordinator; {len(pages[0].small.medians)} rounds of {REQUESTS} requests a page, of which the median "
        f"counts. Each page leads to the same places both times ({led} links). Those who came to it are copies of "
        "the demonstration’s pilot under ids of their own: more organisations, members, disclosures, cases, meetings "
        "and ledger entries in the same tables. Where that leaves fewer than ten duties for each person, duties that "
        "were done are added in every organisation.",
    )


def _against_the_floor(pages: list[Page], needed: list[Bare], there: tuple[int, int, int]) -> Table:
    rows = []
    for page, sql in zip(pages, needed, strict=True):
        both = (("median", page.floor.medians, page.large.medians), ("95 in 100", page.floor.tails, page.large.tails))
        for what, floor, whole in both:
            ratios = middle([one / other for one, other in zip(whole, floor, strict=True)])
            made = (str(sql.made), str(sql.reads)) if what == "median" else ("", "")
            times_ = (f"{middle(floor) * 1000:.1f} ms", milliseconds(middle(whole)), f"{ratios:.1f}")
            rows.append((f"{page.title}, {what}", *made, *times_))
    people, _, duties = there
    return Table(
        "Pages against the SQL that they need",
        f"The same pages among {people:,} people and {duties:,} duties, beside the statements that read what they "
        "show.",
        ("Page", "Statements", "Needed", "Bare SQL", "Page", "Times"),
        tuple(rows),
        "The page’s own statements were written down while it was made once. *Needed* are those that read what it "
        "shows, each once; left out are the sitting, who is signed in and with which powers, and what is written: an "
        "entry in the ledger for each passage through the gate, before anything is shown. The bare SQL is made as the "
        "product’s own role under the same row security, in one transaction on an open connection, without HTTP, "
        "policy, decryption or HTML. The ratio is the median of the rounds’ own ratios.",
    )
