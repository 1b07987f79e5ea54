"""The reference page says what the schemas say."""

from pathlib import Path

from handrail.matching.keys import load
from handrail.matching.keys.parts import PARTS
from handrail.matching.keys.reference import page
from handrail.matching.keys.schema import shipped

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "match-keys.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m handrail.matching.keys.reference"


def test_every_key_and_every_part_is_on_the_page() -> None:
    written = page()
    assert [key.name for name in shipped() for key in load(name).keys if f"| `{key.name}` |" not in written] == []
    assert [name for name in PARTS if f"| `{name}` |" not in written] == []


def test_a_key_of_one_kind_says_up_to_which_size_it_is_used() -> None:
    assert "| `names` | `names` | `names` | up to 20,000 records |" in page()
