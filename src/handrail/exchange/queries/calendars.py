"""A member’s calendar: what is due to them and the meetings that they are asked to, for a calendar program to fetch.

Calendars are copied to telephones and to other people’s servers. So a calendar has no words about anybody, written by
anybody: how many things are due, or what the rulebook lets a calendar call them; of a meeting, that there is one. No
reference of a person, no place (somebody typed it), no reason. See docs/adr/0021-a-calendar-says-the-least.md.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid5

from handrail.directory.calendars import working_calendar
from handrail.directory.models import CalendarAddress, CalendarForm
from handrail.directory.resources import MEMBER
from handrail.directory.rules import CALENDAR
from handrail.directory.secret_links import SecretLink
from handrail.duties.queries import mine
from handrail.exchange.icalendar_form import Event, written
from handrail.gate import Act, Actor, NotFound, current, house, query
from handrail.gate.clock import LONDON
from handrail.meetings.resources import MEETING
from handrail.programme import load

#: How far back meetings are shown, and how far ahead everything is.
PAST, AHEAD = timedelta(days=30), timedelta(days=366)

#: How long a meeting is shown to take: nobody says, when they call one.
MEETING_TAKES: Final = timedelta(hours=1)

#: The most duties that are looked at; nobody plans their year by more.
MOST = 1_000

SOMETHING: Final = "Something is due"


@dataclass(frozen=True, slots=True)
class Happening:
    """One event as it should stand in the calendar. ``key`` is what it is, the same each time."""

    key: str
    words: str
    starts: datetime | date
    ends: datetime | None = None
    cancelled: bool = False

    @property
    def digest(self) -> str:
        """What says whether it has changed."""
        return sha256(repr((self.words, self.starts, self.ends, self.cancelled)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A calendar in the form of RFC 5545, and the digest by which a program tells whether it has changed."""

    text: bytes
    digest: str


@query("member.read_calendar", resource=MEMBER)
def read_calendar(*, by: Actor, purpose: str, member: UUID, token: str) -> Fetched:
    """The calendar of the member whose address ``token`` is; NotFound for any other and for one that has ended.

    The ledger says that it was given when it has changed, and once a day otherwise, with how often it was fetched
    since.
    """
    act = current()
    calendar = working_calendar(act.resource(MEMBER))
    link = SecretLink.read(token)
    if calendar is None or link is None or not link.opens(bytes(calendar.digest)):
        raise NotFound
    calendar.state = CALENDAR.next(calendar.state, "member.read_calendar")
    events = tuple(_changed(calendar, act.now, _happenings(act, calendar)))
    calendar.shown = _remembered(calendar.shown, events, act.now)
    text = written(events)
    fetched = Fetched(text, sha256(text).hexdigest())
    _record(act, calendar, fetched, len(events))
    return fetched


def _record(act: Act, calendar: CalendarAddress, fetched: Fetched, events: int) -> None:
    calendar.fetched_at = act.now
    calendar.fetches += 1
    if calendar.given == fetched.digest and calendar.recorded_on == act.today:
        act.gives_again()
    else:
        act.note(form=calendar.form, events=events, fetches=calendar.fetches)
        calendar.given, calendar.recorded_on, calendar.fetches = fetched.digest, act.today, 0
    calendar.save(update_fields=["state", "fetched_at", "fetches", "given", "recorded_on", "shown"])


def _happenings(act: Act, calendar: CalendarAddress) -> Iterator[Happening]:
    yield from _due(act, calendar.form)
    if act.decide("meeting.list", house(act.organisation)).allowed:
        yield from _meetings(act)


def _due(act: Act, form: str) -> Iterator[Happening]:
    """What is late stands on today as one number; the rest on its day, as numbers or each by itself."""
    found = list(mine(act).filter(due_at__lt=act.now + AHEAD).order_by("due_at", "id")[:MOST])
    if late := sum(duty.due_at <= act.now for duty in found):
        yield Happening("late", _things(late, "late"), act.today)
    ahead = [duty for duty in found if duty.due_at > act.now]
    if form == CalendarForm.TASKS:
        for duty in ahead:
            timescale = load(duty.programme).timescales.get(duty.kind)
            words = timescale.in_calendar if timescale else ""
            yield Happening(f"duty {duty.id}", words or SOMETHING, duty.due_at)
        return
    days = Counter(duty.due_at.astimezone(LONDON).date() for duty in ahead)
    for day, many in sorted(days.items()):
        yield Happening(f"due {day}", _things(many, "due"), day)


def _meetings(act: Act) -> Iterator[Happening]:
    asked = act.visible(MEETING).filter(
        invited__contains=[act.by.id], starts_at__gt=act.now - PAST, starts_at__lt=act.now + AHEAD
    )
    for meeting in asked.order_by("starts_at", "id"):
        yield Happening(
            f"meeting {meeting.id}",
            "Meeting",
            meeting.starts_at,
            meeting.starts_at + MEETING_TAKES,
            cancelled=meeting.state == "cancelled",
        )


def _things(many: int, how: str) -> str:
    return f"{many} {'thing' if many == 1 else 'things'} {how}"


def _changed(calendar: CalendarAddress, now: datetime, happenings: Iterable[Happening]) -> Iterator[Event]:
    """Each as an event that says how often it has changed since this address first showed it, and when it last did."""
    for happening in happenings:
        # Of the address, not of the record: two members’ calendars have nothing in common that would link them.
        uid = str(uuid5(calendar.id, happening.key))
        digest, sequence, changed = calendar.shown.get(uid, ("", -1, ""))
        if digest != happening.digest:
            sequence, changed = sequence + 1, now.astimezone(UTC).replace(microsecond=0).isoformat()
        yield Event(
            uid=uid,
            digest=happening.digest,
            words=happening.words,
            starts=happening.starts,
            ends=happening.ends,
            cancelled=happening.cancelled,
            sequence=sequence,
            changed=datetime.fromisoformat(changed),
        )


def _remembered(
    shown: Mapping[str, tuple[str, int, str]], events: Iterable[Event], now: datetime
) -> dict[str, tuple[str, int, str]]:
    """What this address showed, and has shown within a year: what comes back goes on counting its changes."""
    past = {uid: each for uid, each in shown.items() if datetime.fromisoformat(each[2]) > now - AHEAD}
    return past | {event.uid: (event.digest, event.sequence, event.changed.isoformat()) for event in events}
