"""When members get e-mail: each working day once, at their hour in London, past clock changes and bank holidays."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.directory.models import MailChoice
from handrail.directory.rules import MAIL_HOURS
from handrail.duties.counting import Counts
from handrail.duties.working_time import is_working_day
from handrail.gate import NEVER
from handrail.gate.clock import LONDON
from handrail.upkeep.rounds import TOO_LATE, look_is_due, something_to_say

DAYS = st.dates(date(2024, 1, 1), date(2031, 12, 31))
HOURS = st.sampled_from(MAIL_HOURS)
NOTHING = Counts(0, 0, 0, 0, 0, 0)
#: The last Sundays of March and of October.
CLOCK_CHANGES = [date(2025, 3, 30), date(2025, 10, 26), date(2026, 3, 29), date(2026, 10, 25)]


def looks(days: Iterator[date], hour: int, mail: str = MailChoice.DAILY, every: int = 10) -> list[datetime]:
    """When somebody is looked at, if it is asked every few minutes of these days and looked whenever it is time."""
    looked_on, found = NEVER, []
    for day in days:
        for minute in range(0, 24 * 60, every):
            now = datetime.combine(day, time(), UTC) + timedelta(minutes=minute)
            if look_is_due(mail=mail, hour=hour, looked_on=looked_on, now=now):
                looked_on = now.astimezone(LONDON).date()
                found.append(now.astimezone(LONDON))
    return found


def stretch(first: date, days: int) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(days))


@given(first=DAYS, hour=HOURS)
def test_each_working_day_has_one_look_at_the_hour_that_was_chosen(first: date, hour: int) -> None:
    found = looks(stretch(first, 12), hour)
    assert [(at.date(), at.hour, at.minute) for at in found] == [
        (day, hour, 0) for day in stretch(first, 12) if is_working_day(day)
    ]


@pytest.mark.parametrize("change", CLOCK_CHANGES)
@pytest.mark.parametrize("hour", MAIL_HOURS)
def test_a_clock_change_moves_no_message(change: date, hour: int) -> None:
    found = looks(stretch(change - timedelta(days=3), 7), hour)
    assert {(at.hour, at.minute) for at in found} == {(hour, 0)}
    assert len({at.astimezone(UTC).hour for at in found}) == 2


@given(day=DAYS, hour=HOURS, minutes=st.integers(0, 24 * 60 - 1))
def test_what_was_missed_is_made_up_for_until_the_evening_and_not_at_night(day: date, hour: int, minutes: int) -> None:
    now = datetime.combine(day, time(), LONDON).astimezone(UTC) + timedelta(minutes=minutes)
    local = now.astimezone(LONDON)
    due = look_is_due(mail=MailChoice.DAILY, hour=hour, looked_on=NEVER, now=now)
    assert due == (is_working_day(local.date()) and hour <= local.hour < TOO_LATE)


@given(day=DAYS, hour=HOURS, ago=st.integers(0, 3))
def test_nobody_is_looked_at_twice_a_day(day: date, hour: int, ago: int) -> None:
    now = datetime.combine(day, time(hour), LONDON)
    due = look_is_due(mail=MailChoice.WEEKLY, hour=hour, looked_on=day - timedelta(days=ago), now=now)
    assert not (due and ago == 0)


@given(first=DAYS)
def test_a_week_has_one_message_on_its_first_working_day(first: date) -> None:
    monday = first - timedelta(days=first.weekday())
    counts = Counts(late=1, today=0, this_week=0, later=0, new=0, soon=0)
    looked_on, said = monday - timedelta(days=3), []
    for day in stretch(monday, 7):
        if is_working_day(day):
            if something_to_say(counts, mail=MailChoice.WEEKLY, looks=True, looked_on=looked_on, today=day):
                said.append(day)
            looked_on = day
    assert said == [day for day in stretch(monday, 7) if is_working_day(day)][:1]


@given(mail=st.sampled_from(MailChoice.values), day=DAYS, looked=st.booleans(), ago=st.integers(0, 10))
def test_nobody_is_ever_told_of_nothing(mail: str, day: date, looked: bool, ago: int) -> None:
    looked_on = day - timedelta(days=ago)
    assert not something_to_say(NOTHING, mail=mail, looks=looked, looked_on=looked_on, today=day)


@given(day=DAYS, many=st.integers(1, 9))
def test_only_what_is_urgent_reaches_whoever_wants_no_more(day: date, many: int) -> None:
    counts = Counts(late=many, today=many, this_week=many, later=many, new=many, soon=many)
    assert not something_to_say(counts, mail=MailChoice.URGENT, looks=True, looked_on=NEVER, today=day)
    now = datetime.combine(day, time(12), LONDON)
    assert not look_is_due(mail=MailChoice.URGENT, hour=8, looked_on=NEVER, now=now)
