"""When something is due, at every boundary that a calendar has."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.duties.working_time import Unit, WorkingTime, is_working_day, months_after, next_working_day

LONDON = ZoneInfo("Europe/London")
WORK = WorkingTime()

#: As published on gov.uk/bank-holidays for England and Wales.
BANK_HOLIDAYS = {
    2018: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}


def at(text: str) -> datetime:
    """A moment in London, as people there would write it."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def said(moment: datetime) -> str:
    """A moment as people in London would write it."""
    return moment.astimezone(LONDON).strftime("%a %Y-%m-%d %H:%M")


@pytest.mark.parametrize("year", BANK_HOLIDAYS)
def test_the_weekdays_off_are_exactly_the_published_bank_holidays(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    off = [day.strftime("%m-%d") for day in days if day.weekday() < 5 and not is_working_day(day)]
    assert off == BANK_HOLIDAYS[year].split()


@pytest.mark.parametrize("day", ["2026-11-30", "2026-03-17", "2028-02-29"], ids=["Scotland", "Ireland", "leap day"])
def test_a_holiday_elsewhere_is_a_working_day_in_england(day: str) -> None:
    assert is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2018-06-04 15:00", 2, "Wed 2018-06-06 17:00"),
        ("2018-06-04 09:00", 1, "Tue 2018-06-05 17:00"),
        ("2018-06-04 16:59", 1, "Tue 2018-06-05 17:00"),
        # At closing time and after it, it arrives the next morning.
        ("2018-06-04 17:00", 1, "Wed 2018-06-06 17:00"),
        ("2018-06-05 08:59", 1, "Wed 2018-06-06 17:00"),
        ("2018-06-08 11:00", 1, "Mon 2018-06-11 17:00"),
        ("2018-06-09 11:00", 1, "Tue 2018-06-12 17:00"),
        # Over Easter: Friday 30 March and Monday 2 April are bank holidays.
        ("2018-03-29 11:00", 1, "Tue 2018-04-03 17:00"),
        # Christmas on a Friday: the 28th is the substitute for Boxing Day.
        ("2020-12-24 11:00", 1, "Tue 2020-12-29 17:00"),
        # The clocks go forward on Sunday 25 March 2018 and back on Sunday 28 October.
        ("2018-03-23 11:00", 1, "Mon 2018-03-26 17:00"),
        ("2018-10-26 11:00", 1, "Mon 2018-10-29 17:00"),
        ("2028-02-28 11:00", 1, "Tue 2028-02-29 17:00"),
        ("2028-02-28 11:00", 2, "Wed 2028-03-01 17:00"),
    ],
)
def test_working_days_end_at_closing_time(start: str, days: int, due: str) -> None:
    assert said(WORK.due(at(start), days, Unit.WORKING_DAYS)) == due


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2018-06-04 10:30", 2, "Mon 2018-06-04 12:30"),
        ("2018-06-04 15:00", 2, "Mon 2018-06-04 17:00"),
        ("2018-06-04 15:01", 2, "Tue 2018-06-05 09:01"),
        ("2018-06-04 09:00", 8, "Mon 2018-06-04 17:00"),
        ("2018-06-04 09:00", 9, "Tue 2018-06-05 10:00"),
        ("2018-06-08 16:00", 2, "Mon 2018-06-11 10:00"),
        ("2018-06-09 03:00", 2, "Mon 2018-06-11 11:00"),
        ("2018-03-29 16:00", 24, "Thu 2018-04-05 16:00"),
        ("2018-03-23 16:00", 2, "Mon 2018-03-26 10:00"),
    ],
)
def test_working_hours_stop_overnight(start: str, hours: int, due: str) -> None:
    assert said(WORK.due(at(start), hours, Unit.WORKING_HOURS)) == due


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        ("2018-12-25 23:50", 15, Unit.CLOCK_MINUTES, "Wed 2018-12-26 00:05"),
        ("2018-06-09 23:30", 1, Unit.CLOCK_HOURS, "Sun 2018-06-10 00:30"),
        # Between 01:00 and 02:00 on 25 March 2018 there is no time at all.
        ("2018-03-25 00:30", 1, Unit.CLOCK_HOURS, "Sun 2018-03-25 02:30"),
        ("2018-10-28 00:30", 2, Unit.CLOCK_HOURS, "Sun 2018-10-28 01:30"),
    ],
)
def test_urgent_time_runs_through_the_night_and_the_change_of_clocks(
    start: str, amount: int, unit: Unit, due: str
) -> None:
    moment = WORK.due(at(start).astimezone(UTC), amount, unit)
    assert said(moment) == due
    assert unit.urgent


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        ("2018-06-04 15:00", 28, Unit.DAYS, "Mon 2018-07-02 17:00"),
        # A limit that ends on a weekend or a bank holiday has to be met before it.
        ("2018-06-02 15:00", 28, Unit.DAYS, "Fri 2018-06-29 17:00"),
        ("2018-03-03 15:00", 28, Unit.DAYS, "Thu 2018-03-29 17:00"),
        ("2018-01-31 15:00", 1, Unit.MONTHS, "Wed 2018-02-28 17:00"),
        ("2028-01-31 15:00", 1, Unit.MONTHS, "Tue 2028-02-29 17:00"),
        ("2024-02-29 15:00", 12, Unit.MONTHS, "Fri 2025-02-28 17:00"),
        ("2018-11-30 15:00", 3, Unit.MONTHS, "Thu 2019-02-28 17:00"),
        # Nobody works between Friday evening and Sunday: then the day itself.
        ("2018-06-08 18:00", 1, Unit.DAYS, "Sat 2018-06-09 17:00"),
        # Half past midnight in London on 1 June is still 31 May in UTC.
        ("2018-06-01 00:30", 1, Unit.MONTHS, "Fri 2018-06-29 17:00"),
    ],
)
def test_calendar_limits_are_met_before_they_end(start: str, amount: int, unit: Unit, due: str) -> None:
    assert said(WORK.due(at(start), amount, unit)) == due


def test_a_rulebook_may_keep_other_hours() -> None:
    early = WorkingTime(time(8), time(12))
    assert said(early.due(at("2018-06-04 11:00"), 2, Unit.WORKING_HOURS)) == "Tue 2018-06-05 09:00"
    assert said(early.due(at("2018-06-04 11:00"), 1, Unit.WORKING_DAYS)) == "Tue 2018-06-05 12:00"


#: Weighted to where mistakes live: closing and opening time, weekends, holidays, changes of clocks, leap days.
_edges = st.sampled_from(
    ["2018-03-24", "2018-10-27", "2019-12-24", "2020-02-28", "2020-12-24", "2022-06-01", "2028-02-28"]
)
_minutes = st.one_of(st.sampled_from([0, 539, 540, 541, 1019, 1020, 1021, 1439]), st.integers(0, 1439))
moments = st.builds(
    lambda day, shift, minutes: datetime.combine(
        date.fromisoformat(day) + timedelta(days=shift), time(minutes // 60, minutes % 60), LONDON
    ).astimezone(UTC),
    _edges,
    st.integers(0, 5),
    _minutes,
)
units = st.sampled_from(Unit)
amounts = st.integers(1, 30)


@given(moments, amounts)
def test_working_hours_are_exactly_so_many_minutes_at_work(start: datetime, hours: int) -> None:
    due = WORK.due(start, hours, Unit.WORKING_HOURS)
    at_work, minute = 0, start
    while minute < due:
        local = minute.astimezone(LONDON)
        at_work += is_working_day(local.date()) and time(9) <= local.time() < time(17)
        minute += timedelta(minutes=1)
    assert at_work == hours * 60


@given(moments, amounts)
def test_working_days_leave_so_many_whole_days(start: datetime, days: int) -> None:
    due = WORK.due(start, days, Unit.WORKING_DAYS).astimezone(LONDON)
    day, whole = WORK.reached(start).astimezone(LONDON).date(), 0
    while day < due.date():
        day += timedelta(days=1)
        whole += is_working_day(day)
    assert whole == days
    assert due.time() == time(17)


@given(moments, amounts, units)
def test_nothing_is_due_before_it_starts_and_only_the_clock_ends_out_of_hours(
    start: datetime, amount: int, unit: Unit
) -> None:
    due = WORK.due(start, amount, unit)
    assert due > start
    if unit in {Unit.WORKING_DAYS, Unit.WORKING_HOURS}:
        assert is_working_day(due.astimezone(LONDON).date())


@given(moments, st.timedeltas(timedelta(0), timedelta(days=4)), amounts, units)
def test_what_starts_later_is_never_due_earlier(start: datetime, later: timedelta, amount: int, unit: Unit) -> None:
    assert WORK.due(start, amount, unit) <= WORK.due(start + later, amount, unit)


@given(st.dates(date(2018, 1, 1), date(2030, 12, 31)), st.integers(1, 24))
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(st.dates(date(2018, 1, 1), date(2030, 12, 31)))
def test_the_next_working_day_is_the_first_one(day: date) -> None:
    following = next_working_day(day)
    assert is_working_day(following)
    assert not any(is_working_day(day + timedelta(days=n)) for n in range(1, (following - day).days))
