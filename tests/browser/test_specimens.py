"""Every part of a page in a real browser: seen, accessible, by keyboard, without JavaScript."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.unit.web.conftest import specimens as specimens

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("specimens")]
Look = Callable[[str], None]
SignIn = Callable[[str], None]


@pytest.mark.parametrize("name", ["form", "lists", "answer/refused", "answer/tombstone", "answer/hidden", "answer/conflict", "answer/rule", "answer/broken"])
def test_page(page: Page, address: str, sign_in: SignIn, look: Look, name: str) -> None:
    sign_in("case_coordinator@council")
    page.goto(f"{address}/specimen/{name}")
    look(f"specimen-{name.replace('/', '-')}")
