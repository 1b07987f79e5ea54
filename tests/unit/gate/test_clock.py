"""What time it is, and what day."""

from datetime import UTC, date, datetime

import pytest

from handrail.gate import clock


def test_inside_the_block_it_is_the_moment_that_was_set() -> None:
    moment = datetime(2025, 6, 2, 9, 30, tzinfo=UTC)
    with clock.at(moment):
        assert clock.now() == moment
    assert clock.now() != moment


def test_a_late_evening_in_summer_is_already_the_next_day_in_london() -> None:
    with clock.at(datetime(2025, 6, 2, 23, 0, tzinfo=UTC)):
        assert clock.today() == date(2025, 6, 3)
    with clock.at(datetime(2025, 6, 2, 22, 59, tzinfo=UTC)):
        assert clock.today() == date(2025, 6, 2)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2025, 6, 2)):  # noqa: DTZ001
        pass


def test_days_are_counted_from_the_first_of_january_1970() -> None:
    assert clock.day_number(date(1970, 1, 1)) == 0
    assert clock.day_number(date(1970, 1, 2)) == 1
