"""Dates, times and counts as GOV.UK says them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handrail.gate import FAR_FUTURE, clock
from handrail.web import wording

NOW = datetime(2025, 6, 2, 10, 0, tzinfo=clock.LONDON)


def test_a_date() -> None:
    assert wording.spoken_date(date(2018, 6, 4)) == "4 June 2018"


def test_a_moment_is_dated_by_the_day_in_london() -> None:
    assert wording.spoken_date(datetime(2025, 6, 1, 23, 30, tzinfo=UTC)) == "2 June 2025"


def test_the_far_future_is_no_date() -> None:
    assert wording.spoken_date(FAR_FUTURE) == "no end date"


def test_a_reference_that_is_read_out() -> None:
    assert wording.in_fours("d0ae3f5610c852f0") == "d0ae-3f56-10c8-52f0"


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(15, 15, "3:15pm"), (9, 0, "9am"), (0, 5, "12:05am"), (12, 0, "midday"), (0, 0, "midnight"), (12, 30, "12:30pm")],
)
def test_a_time(hour: int, minute: int, said: str) -> None:
    assert wording.spoken_time(datetime(2025, 6, 2, hour, minute, tzinfo=clock.LONDON)) == said


def test_a_time_is_london_s() -> None:
    assert wording.spoken_moment(datetime(2025, 6, 2, 14, 15, tzinfo=UTC)) == "2 June 2025 at 3:15pm"


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (timedelta(hours=2), "in 2 hours"),
        (timedelta(minutes=1), "in 1 minute"),
        (timedelta(days=1), "tomorrow"),
        (timedelta(days=5), "in 5 days"),
        (timedelta(minutes=-30), "30 minutes late"),
        (timedelta(days=-2), "2 days late"),
        (timedelta(hours=-11), "1 day late"),
    ],
)
def test_how_far_off_something_is(away: timedelta, said: str) -> None:
    with clock.at(NOW):
        assert wording.spoken_due(NOW + away) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 seconds"), (1, "1 second"), (59, "59 seconds"), (60, "1 minute"), (3599, "59 minutes"), (3600, "1 hour"),
        (86_399, "23 hours"), (86_400, "1 day"), (259_200, "3 days"),
    ],
)  # fmt: skip
def test_how_long_something_has_waited_is_said_in_the_unit_that_a_person_would_use(seconds: int, said: str) -> None:
    assert wording.spoken_age(seconds) == said


def test_counts_take_their_noun() -> None:
    assert wording.counted(1, "organisation") == "1 organisation"
    assert wording.counted(1200, "person", "people") == "1,200 people"


def test_what_somebody_wrote_keeps_its_lines_and_loses_its_markup() -> None:
    said = wording.paragraphs("One\r\n<b>two</b>\n\nThree")
    assert said == ('<p class="govuk-body">One<br>&lt;b&gt;two&lt;/b&gt;</p><p class="govuk-body">Three</p>')
