"""Events in the form of RFC 5545, as Outlook, Apple’s and Google’s calendars read it.

Times are in UTC, so that no program’s own idea of summer time matters; what lasts a day is a date. An event that hasn’t
changed is written the same each time, byte for byte.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import icalendar
from django.conf import settings

#: How often a program is asked to come back.
REFRESH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Event:
    """One event. ``sequence`` counts its changes, ``changed`` is the moment of the last; ``digest`` tells them apart.

    One that starts on a date lasts that day. Without an end, one that starts at a moment is over in it: a time by which
    something is due.
    """

    uid: str
    digest: str = field(repr=False)
    words: str
    starts: datetime | date
    ends: datetime | None
    cancelled: bool
    sequence: int
    changed: datetime


def written(events: Iterable[Event]) -> bytes:
    """The whole calendar. Each event leads to where one signs in to see more."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Handrail//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", "Handrail")
    calendar.add("x-wr-calname", "Handrail")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for event in events:
        calendar.add_component(_written(event))
    text: bytes = calendar.to_ical()
    return text


def _written(event: Event) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", event.uid)
    component.add("dtstamp", event.changed)
    component.add("last-modified", event.changed)
    component.add("sequence", event.sequence)
    component.add("summary", event.words)
    component.add("dtstart", _moment(event.starts))
    if event.ends is not None:
        component.add("dtend", _moment(event.ends))
    elif not isinstance(event.starts, datetime):
        component.add("dtend", event.starts + timedelta(days=1))
    component.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    # A time by which something is due takes nobody's time; a meeting does.
    component.add("transp", "OPAQUE" if event.ends else "TRANSPARENT")
    component.add("class", "PRIVATE")
    component.add("url", settings.HANDRAIL_ADDRESS)
    return component


def _moment(when: datetime | date) -> datetime | date:
    return when.astimezone(UTC) if isinstance(when, datetime) else when
