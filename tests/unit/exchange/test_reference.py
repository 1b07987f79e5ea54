"""The reference pages of the files say what their schemas say."""

import re
from pathlib import Path

import pytest

from handrail.exchange import reference, schema

DOCS = Path(__file__).parents[3] / "docs" / "reference"
FILES = {"nominations": "nomination-file.md", "holdings": "holdings-file.md"}


@pytest.mark.parametrize("which", FILES)
def test_the_page_is_current(which: str) -> None:
    page = (DOCS / FILES[which]).read_text(encoding="utf-8")
    assert page == reference.PAGES[which](), (
        f"python -m handrail.exchange.reference {which} > docs/reference/{FILES[which]}"
    )


@pytest.mark.parametrize("which", FILES)
def test_every_link_inside_the_page_leads_somewhere(which: str) -> None:
    page = reference.PAGES[which]()
    anchors = {title.lower().replace(" ", "-") for title in re.findall(r"^## (.+)$", page, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= anchors


def test_every_key_of_the_format_is_on_the_page() -> None:
    page = reference.nominations()
    assert [key for key in schema.known_keys() if f"| `{key}` |" not in page] == []
