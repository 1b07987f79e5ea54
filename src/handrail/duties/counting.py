"""How much is waiting for a member, and nothing of what: for e-mail, which is made by a service and not by them."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from handrail.duties.models import NOBODY, Duty, DutyState
from handrail.duties.queries import ends_of_day_and_week
from handrail.duties.resources import DUTY
from handrail.duties.working_time import next_working_day
from handrail.gate import Act
from handrail.gate.clock import LONDON
from handrail.programme import installed

#: Whoever was not looked at for longer is reminded as if it had been this long ago.
_LONGEST = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many duties are late, are due today, in the rest of this week, and later. These are all that is waiting.

    Of them, ``new`` fell to the member since they were told last (what is urgent left out: that was said at once), and
    ``soon`` have come as close as the rulebook says that people are reminded.
    """

    late: int
    today: int
    this_week: int
    later: int
    new: int
    soon: int


def anything_waits(act: Act) -> bool:
    """Whether there is an open duty in the organisation at all: where there is none, nobody has to be counted for."""
    return _waiting(act).exists()


def counts_for(
    act: Act,
    member: UUID,
    *,
    roles: Collection[str],
    covers: Iterable[UUID],
    told_until: datetime,
    until: datetime,
    looked_on: date,
) -> Counts:
    """What is waiting for ``member``, who holds these roles and stands in for ``covers``: what their own list shows.

    New is what fell to them after ``told_until`` and not after ``until``; soon, what has come close since the day
    ``looked_on``.
    """
    theirs = Q(owner_id=member) | Q(role__in=tuple(roles), owner_id__in={NOBODY, *covers})
    tonight, sunday = ends_of_day_and_week(act)
    found = (
        _waiting(act)
        .filter(theirs)
        .exclude(not_for__contains=[member])
        .aggregate(
            late=Count("pk", filter=Q(due_at__lte=act.now)),
            today=Count("pk", filter=Q(due_at__gt=act.now, due_at__lt=tonight)),
            this_week=Count("pk", filter=Q(due_at__gt=act.now, due_at__gte=tonight, due_at__lt=sunday)),
            later=Count("pk", filter=Q(due_at__gte=sunday)),
            new=Count("pk", filter=Q(fell_at__gt=told_until, fell_at__lte=until, urgent=False)),
            soon=Count("pk", filter=_came_close(act, since=looked_on)),
        )
    )
    return Counts(**found)


def _waiting(act: Act) -> QuerySet[Duty]:
    return act.visible(DUTY).filter(state=DutyState.OPEN)


def _came_close(act: Act, *, since: date) -> Q:
    """What is due within the rulebook’s days of reminding from today, and was not on the day ``since``."""
    close = Q(pk__in=())
    for days, timescales in _reminders():
        close |= timescales & Q(
            due_at__gt=max(act.now, _night_of(since, days, earliest=act.today - _LONGEST)),
            due_at__lte=_night_of(act.today, days, earliest=act.today),
        )
    return close


def _reminders() -> Iterator[tuple[int, Q]]:
    """Of each number of working days before: the timescales of which people are reminded then."""
    for rulebook in installed():
        by_days: dict[int, list[str]] = {}
        for timescale in rulebook.timescales:
            by_days.setdefault(timescale.remind_before, []).append(timescale.code)
        by_days.pop(0, None)
        for days, codes in by_days.items():
            yield days, Q(programme=rulebook.slug, kind__in=codes)


def _night_of(day: date, days: int, *, earliest: date) -> datetime:
    """The midnight that ends the day which is ``days`` working days after ``day``."""
    day = max(day, earliest)
    for _ in range(days):
        day = next_working_day(day)
    return datetime.combine(day + timedelta(days=1), time(), LONDON)
