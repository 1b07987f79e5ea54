"""The year in which an agreement, or a centre, counts names."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.sharing.rules.years import year_of


@pytest.mark.parametrize(
    ("in_force_on", "today", "start"),
    [
        (date(2025, 5, 1), date(2025, 5, 1), date(2025, 5, 1)),
        (date(2025, 5, 1), date(2026, 4, 30), date(2025, 5, 1)),
        (date(2025, 5, 1), date(2026, 5, 1), date(2026, 5, 1)),
        (date(2024, 2, 29), date(2025, 2, 28), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2025, 3, 1), date(2025, 3, 1)),
        (date(2024, 2, 29), date(2028, 2, 29), date(2028, 2, 29)),
    ],
)
def test_years_run_from_the_day_it_began(in_force_on: date, today: date, start: date) -> None:
    assert year_of(in_force_on, today) == start


@given(st.dates(date(2018, 1, 1), date(2030, 12, 31)), st.integers(0, 4000))
def test_today_is_in_its_year(in_force_on: date, days: int) -> None:
    today = in_force_on + timedelta(days=days)
    start = year_of(in_force_on, today)
    assert start <= today < start + timedelta(days=367)
    assert start >= in_force_on
