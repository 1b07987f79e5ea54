"""Dates of birth, as registers hold them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.matching.identity.dates import Born, born

DAYS = st.dates(date(1900, 1, 1), date(2026, 11, 22))


@given(DAYS)
def test_a_whole_date_is_read_whole(day: date) -> None:
    assert born(day.isoformat()) == Born(day.year, day.month, day.day)


@given(DAYS.filter(lambda day: day.day <= 12))
def test_day_and_month_make_no_difference_in_which_order_they_stand(day: date) -> None:
    swapped = date(day.year, day.day, day.month)
    assert born(day.isoformat()).in_year == born(swapped.isoformat()).in_year


@pytest.mark.parametrize(
    ("written", "read"), [("1984", Born(1984)), ("1984-05", Born(1984, 5)), (" 1984 ", Born(1984))]
)
def test_a_part_of_a_date_says_what_it_says(written: str, read: Born) -> None:
    assert born(written) == read


def test_a_day_in_the_place_of_the_month_is_put_right() -> None:
    assert born("1984-31-05") == Born(1984, 5, 31)


def test_the_first_of_january_says_only_the_year() -> None:
    assert born("1984-01-01").year == 1984
    assert born("1984-01-01").in_year is None
    assert born("1984-05").in_year is None


@pytest.mark.parametrize("written", ["", "unknown", "31/05/1984", "84-05-31", "0000-00-00"])
def test_what_is_no_date_says_nothing(written: str) -> None:
    assert born(written) == Born()


@pytest.mark.parametrize("written", ["1984-02-31", "1984-86-30", "1984-00-12"])
def test_a_date_that_is_not_in_the_calendar_says_its_year(written: str) -> None:
    assert born(written) == Born(1984)
