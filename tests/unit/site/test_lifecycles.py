"""Every lifecycle of the product is whole, and its page says what the code does."""

from pathlib import Path

import pytest

from handrail.gate import StateTable
from handrail.site.lifecycles import lifecycles, page

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "lifecycles.md"


@pytest.mark.parametrize("table", lifecycles(), ids=lambda table: table.name)
def test_a_lifecycle_is_complete_and_every_state_is_reachable(table: StateTable) -> None:
    assert table.reachable() == table.states
    assert set(table.titles) == table.states
    for row in table.transitions.values():
        for step in row.values():
            assert step.to in table.states
            assert step.who


def test_every_package_with_a_lifecycle_is_looked_into() -> None:
    assert {"duty", "agreement", "sharing decision", "item", "case", "escalation"} <= {
        each.name for each in lifecycles()
    }


def test_the_page_of_lifecycles_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
