"""When a member is sent e-mail, and whether there is anything to say. Pure: no database here.

On each working day in England, once, at the hour that a member chose, it is looked at what is waiting for them. Whoever
wants to be told at once of each thing is told when it falls to them, too.
"""

from datetime import date, datetime, timedelta

from handrail.directory.models import MailChoice
from handrail.duties.counting import Counts
from handrail.duties.working_time import is_working_day
from handrail.gate.clock import LONDON

#: The hour, in London, from which a day's message is not sent any more that was missed while nothing ran.
TOO_LATE = 20


def look_is_due(*, mail: str, hour: int, looked_on: date, now: datetime) -> bool:
    """Whether it is time for the day's look at what waits for somebody who was last looked at on ``looked_on``."""
    local = now.astimezone(LONDON)
    wanted = mail != MailChoice.URGENT and is_working_day(local.date())
    return wanted and hour <= local.hour < TOO_LATE and looked_on < local.date()


def something_to_say(counts: Counts, *, mail: str, looks: bool, looked_on: date, today: date) -> bool:
    """Whether a message goes to somebody for whom so much is waiting; ``looks`` if it is time for the day's look.

    The first look of a week is the one of those who want one message a week; on its other days they are only reminded
    of what comes close.
    """
    new_week = looked_on < today - timedelta(days=today.weekday())
    near = counts.late + counts.today + counts.this_week
    match mail:
        case MailChoice.EACH:
            return counts.new > 0 or (looks and counts.late + counts.soon > 0)
        case MailChoice.DAILY:
            return looks and near + counts.new + counts.soon > 0
        case MailChoice.WEEKLY if new_week:
            return looks and near + counts.new + counts.soon > 0
        case MailChoice.WEEKLY:
            return looks and counts.soon > 0
        case _:
            return False
