"""The reference page says what the rulebook says."""

from pathlib import Path

import pytest

from handrail import programme
from handrail.programme.reading import SECTIONS
from handrail.programme.reference import render

DOCS = Path(__file__).parents[3] / "docs" / "reference"


@pytest.mark.parametrize("slug", programme.slugs())
def test_the_page_is_current(slug: str) -> None:
    page = (DOCS / f"programme-{slug}.md").read_text(encoding="utf-8")
    assert page == render(programme.load(slug)), f"run: python -m handrail.programme.reference {slug}"


def test_every_entry_of_every_section_is_on_the_page() -> None:
    mac = programme.load("mac")
    page = render(mac)
    assert [
        (section, entry.code)
        for section in SECTIONS
        for entry in getattr(mac, section)
        if f"| `{entry.code}` | **{entry.title}**" not in page
    ] == []
