"""Saying why the record of a person is opened, on the way to a page: asked once for each person and sitting."""

from playwright.sync_api import Page


def say_why(page: Page) -> None:
    """Give the first reason, if one is asked for."""
    if "/purpose/" in page.url:
        page.get_by_role("radio").first.check()
        page.get_by_role("button", name="Continue").click()


def opened(page: Page, address: str, path: str) -> None:
    """Open a page, and say why if asked."""
    page.goto(address + path)
    say_why(page)
