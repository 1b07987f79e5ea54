"""That axe is asked about contrast whenever a page shows text in a way that no page before it did."""

from playwright.sync_api import Page

from tests.browser.accessible import faults
from tests.browser.served import AXE

PAGE = """
<!doctype html><html lang="en"><head><title>Contrast</title></head>
<body style="background-color: {ground}"><main><h1>Contrast</h1>
<p hidden style="color: {hidden}">Not shown.</p>
<div style="{layer}"><p style="color: {text}; font-size: 16.5px">Who helps?</p></div>
</main></body></html>
"""

DARK, PALE, WHITE = "rgb(1, 2, 3)", "rgb(200, 201, 202)", "rgb(254, 255, 255)"


def _looks(page: Page, *, text: str, hidden: str = DARK, ground: str = WHITE, layer: str = "") -> list[str]:
    page.set_content(PAGE.format(text=text, hidden=hidden, ground=ground, layer=layer))
    return [fault.partition(":")[0] for fault in faults(page)]


def test_text_that_is_too_pale_is_found_on_every_page_that_shows_it(page: Page, address: str) -> None:
    page.goto(address + AXE)
    assert _looks(page, text=DARK, hidden=PALE) == []
    assert _looks(page, text=PALE) == ["color-contrast"]
    assert _looks(page, text=PALE) == ["color-contrast"]
    assert _looks(page, text=DARK) == []


def test_the_same_text_on_another_ground_is_looked_at_again(page: Page, address: str) -> None:
    page.goto(address + AXE)
    assert _looks(page, text=DARK) == []
    assert "color-contrast" in _looks(page, text=DARK, ground="rgb(20, 21, 22)")
    assert _looks(page, text=DARK, layer="background-color: rgb(20, 21, 22)") == ["color-contrast"]
    assert _looks(page, text=DARK, layer="opacity: 0.3") == ["color-contrast"]
