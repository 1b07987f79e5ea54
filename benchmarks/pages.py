"""Four pages over HTTP, in a small pilot and in a large one, and against the SQL that they need.

What the reader sees is the same in both; what there is grows.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

import psycopg

from benchmarks.bare import Bare, bare, times
from benchmarks.browser import Browser
from benchmarks.demo import PEOPLE, THREADS, WEB_PROCESSES, Served
from benchmarks.tables import Table, middle, milliseconds, percentile, ratio
from handrail.demo.journey import COORDINATOR

REQUESTS, WARMING = 100, 20

_COUNTS = """
SELECT (SELECT count(DISTINCT person_id) FROM sharing_personrecord), (SELECT count(*) FROM sharing_holding),
       (SELECT count(*) FROM duties_duty)
"""


@dataclass
class Timed:
    """The median and the 95th percentile of each round."""

    medians: list[float] = field(default_factory=list)
    tails: list[float] = field(default_factory=list)

    def add(self, seconds: list[float]) -> None:
        """A further round."""
        self.medians.append(middle(seconds))
        self.tails.append(percentile(seconds, 95))


@dataclass
class Page:
    """A page, how long it took among few people and among many, and how long its SQL took there by itself."""

    title: str
    path: str
    small: Timed = field(default_factory=Timed)
    large: Timed = field(default_factory=Timed)
    floor: Timed = field(default_factory=Timed)


def measure(served: Served, *, rounds: int, say: Callable[[str], None], grow: Callable[[], None]) -> list[Table]:
    """All pages, before the pilot has grown and after; and then their SQL, round by round beside them."""
    browser = served.browser(COORDINATOR)
    pages = _pages(browser)
    seen = [_links(browser, page) for page in pages]
    for _ in _rounds(browser, pages, rounds):
        for page in pages:
            page.small.add(_seconds(browser, page))
    grow()
    if [_links(browser, page) for page in pages] != seen:
        raise AssertionError("The reader sees something else than before.")
    needed = bare(served, browser, [page.path for page in pages])
    for _ in _rounds(browser, pages, rounds):
        for page, sql in zip(pages, needed, strict=True):
            page.large.add(_seconds(browser, page))
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
    case = _first(browser, r"/work/[^\"]+/cases/[0-9a-f-]{36}/", "/work/cases/")
    meeting = _first(browser, r"/work/meetings/[0-9a-f-]{36}/", "/work/meetings/", "/work/meetings/?past=1")
    agenda = _first(browser, r"/work/[^\"]+/agenda/[0-9a-f-]{36}/", meeting)
    for about_somebody in (case, agenda):
        asked = browser.get(about_somebody)
        if asked.status == HTTPStatus.SEE_OTHER:
            browser.get(asked.location)
            browser.post(asked.location, {"reason": "helping"})
    return [
        Page("Waiting for you", "/work/"),
        Page("A case", case),
        Page("A meeting", meeting),
        Page("A case at a meeting", agenda),
    ]


def _first(browser: Browser, address: str, *pages: str) -> str:
    """Where the first link of this kind leads that one of the pages has."""
    for page in pages:
        if found := re.search(f'href="({address})"', browser.get(page).body):
            return found[1]
    raise AssertionError(f"There is no link like {address} on {' or '.join(pages)}.")


def _links(browser: Browser, page: Page) -> list[str]:
    """Where the page leads: the same for the same content."""
    answer = browser.get(page.path)
    if answer.status != HTTPStatus.OK:
        raise AssertionError(f"{page.title} answered {answer.status}.")
    return re.findall(r'href="(/work/[^"]+)"', answer.body)


def _rounds(browser: Browser, pages: list[Page], rounds: int) -> range:
    """The rounds, once every process has made the pages."""
    for page in pages:
        for _ in range(WARMING):
            browser.get(page.path)
    return range(rounds)


def _seconds(browser: Browser, page: Page) -> list[float]:
    """How long each request took, one at a time."""
    return [browser.get(page.path).seconds for _ in range(REQUESTS)]


def _counted(served: Served) -> tuple[int, int, int]:
    """How many people there are records of, how many items are held, and how many duties there are or were."""
    with psycopg.connect(served.superuser) as connection:
        row = connection.execute(_COUNTS).fetchone()
    return row or (0, 0, 0)


def _growing(pages: list[Page], seen: list[list[str]], there: tuple[int, int, int]) -> Table:
    people, items, duties = there
    rows = []
    for page in pages:
        both = (("median", page.small.medians, page.large.medians), ("95 in 100", page.small.tails, page.large.tails))
        for what, before, after in both:
            took = (middle(before), middle(after))
            rows.append((f"{page.title}, {what}", *map(milliseconds, took), ratio(took[1], took[0])))
    links = ", ".join(str(len(each)) for each in seen)
    return Table(
        "Pages in a small pilot and in a large one",
        f"What the reader sees is the same; what there is grows from {PEOPLE} people to {people:,}, with {items:,} "
        f"copies of items and {duties:,} duties.",
        ("Page", f"{PEOPLE} people", f"{people:,} people", "Times"),
        tuple(rows),
        f"Over HTTP through gunicorn ({WEB_PROCESSES} processes, {THREADS} threads each), one request at a time by a "
        f"case coordinator; {len(pages[0].small.medians)} rounds of {REQUESTS} requests a page, of which the median "
        f"counts. Each page leads to the same places both times ({links} links). Those who came to it are copies of "
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
