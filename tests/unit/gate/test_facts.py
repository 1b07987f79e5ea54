"""What a ledger entry may say."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.gate.facts import as_fact, as_facts

SOMEBODY = UUID("00000000-0000-4000-8000-000000000001")


def test_codes_ids_counts_and_dates_may_be_said() -> None:
    assert as_facts(
        {
            "who": SOMEBODY,
            "how_many": 3,
            "late": False,
            "when": date(2025, 6, 4),
            "at": datetime(2025, 6, 4, 15, tzinfo=UTC),
            "reason": "inaccurate",
            "recipients": (SOMEBODY,),
            "nothing": None,
        }
    ) == {
        "who": str(SOMEBODY),
        "how_many": 3,
        "late": False,
        "when": "2025-06-04",
        "at": "2025-06-04T15:00:00+00:00",
        "reason": "inaccurate",
        "recipients": [str(SOMEBODY)],
        "nothing": None,
    }


@pytest.mark.parametrize("words", ["Amira Hassan", "seen at home", "", "é", "x" * 81, "two\nlines"])
def test_somebodys_words_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match="codes, identifiers, counts and dates"):
        as_fact(words)


@given(st.text().filter(lambda text: " " in text or not text.isascii()))
def test_no_text_with_a_space_or_a_letter_outside_ascii_gets_in(text: str) -> None:
    with pytest.raises(ValueError, match="codes"):
        as_fact(text)


def test_fractions_are_refused_because_the_ledger_has_no_floats() -> None:
    with pytest.raises(ValueError, match="codes"):
        as_fact(0.5)
