"""Two pages over HTTP, in a small pilot and in a large one: what a reader sees is the same, what there is grows."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

import psycopg

from benchmarks.browser import Browser
from benchmarks.demo import PEOPLE, THREADS, WEB_PROCESSES, Served
from benchmarks.tables import Table, middle, milliseconds, percentile, ratio
from handrail.demo.journey import COORDINATOR

REQUESTS, WARMING = 100, 20


@dataclass
class Page:
    """A page, and how long it took in each round: the median and the 95th percentile."""

    title: str
    path: str
    medians: list[float] = field(default_factory=list)
    tails: list[float] = field(default_factory=list)


def measure(served: Served, *, rounds: int, say: Callable[[str], None], grow: Callable[[], None]) -> Table:
    """Both pages, before the pilot has grown and after."""
    browser = served.browser(COORDINATOR)
    case = _case(browser)
    small = [Page("Waiting for you", "/work/"), Page("A case", case)]
    large = [Page(page.title, page.path) for page in small]
    seen = [_links(browser, page) for page in small]
    _measure(browser, small, rounds, say)
    grow()
    if [_links(browser, page) for page in large] != seen:
        raise AssertionError("The reader sees something else than before.")
    _measure(browser, large, rounds, say)
    return _table(small, large, seen, _counted(served))


def _case(browser: Browser) -> str:
    """The address of the first case in the reader's list, whose record they have said why they open."""
    case = next(iter(re.findall(r'href="(/work/[^"]+/cases/[0-9a-f-]{36}/)"', browser.get("/work/cases/").body)))
    asked = browser.get(case)
    if asked.status == HTTPStatus.SEE_OTHER:
        browser.get(asked.location)
        browser.post(asked.location, {"reason": "helping"})
    return str(case)


def _links(browser: Browser, page: Page) -> list[str]:
    """Where the page leads: the same for the same content."""
    answer = browser.get(page.path)
    if answer.status != HTTPStatus.OK:
        raise AssertionError(f"{page.title} answered {answer.status}.")
    return re.findall(r'href="(/work/[^"]+)"', answer.body)


def _measure(browser: Browser, pages: list[Page], rounds: int, say: Callable[[str], None]) -> None:
    """Ask for the pages in turn, one request at a time."""
    for page in pages:
        for _ in range(WARMING):
            browser.get(page.path)
    for _ in range(rounds):
        for page in pages:
            times = [browser.get(page.path).seconds for _ in range(REQUESTS)]
            page.medians.append(middle(times))
            page.tails.append(percentile(times, 95))
    for page in pages:
        say(f"  {page.title}: {milliseconds(middle(page.medians))}, {milliseconds(middle(page.tails))}")


def _counted(served: Served) -> tuple[int, int]:
    """How many people there are records of, and how many items are held."""
    with psycopg.connect(served.superuser) as connection:
        row = connection.execute(
            "SELECT (SELECT count(DISTINCT person_id) FROM sharing_personrecord),"
            " (SELECT count(*) FROM sharing_holding)"
        ).fetchone()
    return row or (0, 0)


def _table(small: list[Page], large: list[Page], seen: list[list[str]], there: tuple[int, int]) -> Table:
    people, items = there
    rows = []
    for one, other in zip(small, large, strict=True):
        for what, before, after in (("median", one.medians, other.medians), ("95 in 100", one.tails, other.tails)):
            times = (middle(before), middle(after))
            rows.append((f"{one.title}, {what}", *map(milliseconds, times), ratio(times[1], times[0])))
    links = " and ".join(str(len(each)) for each in seen)
    return Table(
        "Pages in a small pilot and in a large one",
        f"What the reader sees is the same; what there is grows from {PEOPLE} people to {people:,}, with {items:,} "
        "copies of items.",
        ("Page", f"{PEOPLE} people", f"{people:,} people", "Times"),
        tuple(rows),
        f"Over HTTP through gunicorn ({WEB_PROCESSES} processes, {THREADS} threads each), one request at a time by a "
        f"case coordinator; {len(small[0].medians)} rounds of {REQUESTS} requests a page, of which the median counts. "
        f"Each page leads to the same places both times ({links} links). Those who came to it are copies of the "
        "demonstration’s pilot under ids of their own: more organisations, members, disclosures, cases, duties and "
        "ledger entries in the same tables.",
    )
