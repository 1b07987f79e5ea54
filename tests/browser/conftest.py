"""Chromium against the product as it is served, with the small pilot behind it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.accessible import faults
from tests.browser.served import served
from tests.browsing import session_of
from tests.waiting import PATIENCE_SECONDS
from tests.worlds import World

SCREENSHOTS = Path(__file__).parents[2] / "var" / "screenshots"
#: Chromium without a window is the same engine, and loads a page with a third of the work.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")

#: Pictures are for whoever looks at them. `make test`, where nobody does, sets this to "no" and takes none.
PICTURES_VARIABLE = "HANDRAIL_TEST_PICTURES"

#: On a machine that has much else to do a page comes late, and is no worse for it.
PATIENCE_MS = PATIENCE_SECONDS * 1000
expect.set_options(timeout=PATIENCE_MS)

#: The narrowest screen that WCAG 2.2 asks for (1.4.10 Reflow), and an old laptop's.
PHONE, LAPTOP = {"width": 320, "height": 720}, {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip where there is no Chromium, except where tests decide what is taken in."""
    if CHROMIUM is None and not os.environ.get("CI"):
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium; as root it runs only without its own sandbox."""
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": args}


@pytest.fixture(autouse=True)
def _a_click_ends_when_the_next_page_has_arrived(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright's own ends when the page begins to arrive: what is read of it at once may not be there yet."""
    click = Locator.click

    def click_and_wait(target: Locator, **options: Any) -> None:
        click(target, **options)
        target.page.wait_for_load_state()

    monkeypatch.setattr(Locator, "click", click_and_wait)


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """pytest-playwright's, with more patience."""
    context.set_default_timeout(PATIENCE_MS)
    return context


@pytest.fixture
def address(pilot: World) -> Iterator[str]:
    """The product, served over the small pilot."""
    with served() as address:
        yield address


@pytest.fixture
def sign_in(context: BrowserContext, address: str, pilot: World) -> Callable[[str], None]:
    """Sign the browser in as the member in a post (the pages of signing in have tests of their own)."""
    return signing_in(context, address, pilot)


@pytest.fixture
def look(page: Page) -> Callable[[str], None]:
    """Look at the page that is open, under a name for its pictures."""
    return looking_at(page)


def signing_in(context: BrowserContext, address: str, pilot: World) -> Callable[[str], None]:
    """What signs a browser in as the member in a post."""

    def as_member(who: str) -> None:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(pilot, who), "url": address}])

    return as_member


def _pictures_are_wanted() -> bool:
    return os.environ.get(PICTURES_VARIABLE) != "no"


def picture(page: Page, name: str) -> None:
    """Keep a picture of the whole page."""
    if not _pictures_are_wanted():
        return
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


def looking_at(page: Page, *, scripts: bool = True) -> Callable[[str], None]:
    """What looks at a page: accessible, nothing beside the screen at 320 pixels, and a picture of each size.

    axe reads the page on the phone, where tabs are all open; on the laptop it would read the same elements again. It
    is a script itself: without ``scripts`` the page is only measured and pictured.
    """

    def at(name: str) -> None:
        before = page.viewport_size or LAPTOP
        for size, viewport in (("desktop", LAPTOP), ("phone", PHONE)):
            if viewport is PHONE or _pictures_are_wanted():
                page.set_viewport_size({"width": viewport["width"], "height": viewport["height"]})
                picture(page, f"{name}-{size}")
        ours = "Something went wrong" in page.title() and "/specimen/" not in page.url
        assert not ours, f"{name} is the page of a fault of ours"
        assert not scripts or not faults(page)
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, f"{name} is {beyond} pixels too wide for a phone"
        page.set_viewport_size({"width": before["width"], "height": before["height"]})

    return at
