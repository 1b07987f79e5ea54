"""What a member chose about e-mail and their calendar."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from handrail.directory.models import CalendarState
from handrail.directory.resources import MEMBER
from handrail.gate import Actor, current, query


@dataclass(frozen=True, slots=True)
class MailAndCalendar:
    """What a member chose. ``calendar`` is how much their calendar says, empty where they have no address.

    ``fetched_at`` is when a calendar program last fetched it: none of theirs did if it is None.
    """

    mail: str
    mail_hour: int
    calendar: str
    made_at: datetime | None
    fetched_at: datetime | None


@query("member.open_mail", resource=MEMBER)
def open_mail(*, by: Actor, purpose: str, member: UUID) -> MailAndCalendar:
    """What the member chose, and when their calendar was last fetched."""
    record = current().resource(MEMBER)
    calendar = record.calendars.filter(state=CalendarState.WORKING).first()
    return MailAndCalendar(
        mail=record.mail,
        mail_hour=record.mail_hour,
        calendar=calendar.form if calendar else "",
        made_at=calendar.made_at if calendar else None,
        fetched_at=calendar.fetched_at if calendar else None,
    )
