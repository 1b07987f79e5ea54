"""A page that is asked for again and again: where it is, where it leads, and how long it took."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from benchmarks.browser import Browser
from benchmarks.tables import middle, milliseconds, percentile, ratio

WARMING = 20


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
    """A page, how long it took where there is little and where there is much, and its SQL there by itself."""

    title: str
    path: str
    small: Timed = field(default_factory=Timed)
    large: Timed = field(default_factory=Timed)
    floor: Timed = field(default_factory=Timed)


def links(browser: Browser, page: Page) -> list[str]:
    """Where the page leads: the same for the same content."""
    answer = browser.get(page.path)
    if answer.status != HTTPStatus.OK:
        raise AssertionError(f"{page.title} answered {answer.status}.")
    return re.findall(r'href="(/(?:work|nominations)/[^"]+)"', answer.body)


def first(browser: Browser, address: str, *pages: str) -> str:
    """Where the first link of this kind leads that one of the pages has."""
    for page in pages:
        if found := re.search(f'href="({address})"', browser.get(page).body):
            return found[1]
    raise AssertionError(f"There is no link like {address} on {' or '.join(pages)}.")


def say_why(browser: Browser, page: str, reason: str) -> None:
    """Say why the records behind ``page`` are opened, if that is asked."""
    asked = browser.get(page)
    if asked.status == HTTPStatus.SEE_OTHER:
        browser.get(asked.location)
        browser.post(asked.location, {"reason": reason})


def warm(browser: Browser, pages: Sequence[Page]) -> None:
    """Have every process of the web server made the pages once."""
    for page in pages:
        for _ in range(WARMING):
            browser.get(page.path)


def seconds(browser: Browser, page: Page, requests: int) -> list[float]:
    """How long each request took, one at a time."""
    return [browser.get(page.path).seconds for _ in range(requests)]


def growing(pages: Sequence[Page]) -> tuple[tuple[str, ...], ...]:
    """For each page its median and its tail: where there is little, where there is much, and how many times that is."""
    rows = []
    for page in pages:
        both = (("median", page.small.medians, page.large.medians), ("95 in 100", page.small.tails, page.large.tails))
        for what, before, after in both:
            took = (middle(before), middle(after))
            rows.append((f"{page.title}, {what}", *map(milliseconds, took), ratio(took[1], took[0])))
    return tuple(rows)
