"""What members choose for themselves: when they want e-mail, and whether their calendar shows what is due."""

from dataclasses import dataclass, field
from uuid import UUID

from handrail.directory.calendars import end_calendar, working_calendar
from handrail.directory.models import CalendarAddress, CalendarForm, MailChoice
from handrail.directory.resources import MEMBER
from handrail.directory.rules import CALENDAR, MAIL_HOURS, NoCalendar, NotOffered
from handrail.directory.secret_links import SecretLink
from handrail.gate import Actor, action, current


@dataclass(frozen=True, slots=True)
class CalendarMade:
    """A new address: the only time that it can be had."""

    token: str = field(repr=False)


@action("member.choose_mail", resource=MEMBER)
def choose_mail(*, by: Actor, purpose: str, member: UUID, mail: str, mail_hour: int) -> None:
    """Choose when to be sent e-mail, and at which hour (London) the day’s message comes.

    No choice keeps back what is urgent. Raises NotOffered for a choice or an hour that isn’t there.
    """
    act = current()
    record = act.resource(MEMBER)
    if mail not in MailChoice.values:
        raise NotOffered("mail", "Select when you want e-mail.")
    if mail_hour not in MAIL_HOURS:
        raise NotOffered("mail_hour", "Select an hour of the working day.")
    record.mail, record.mail_hour = mail, mail_hour
    record.save(update_fields=["mail", "mail_hour"])
    act.note(mail=mail, mail_hour=mail_hour)


@action("member.make_calendar", resource=MEMBER)
def make_calendar(*, by: Actor, purpose: str, member: UUID, form: str) -> CalendarMade:
    """Make the member’s calendar address. One that worked before stops working."""
    act = current()
    record = act.resource(MEMBER)
    _check_form(form)
    replaced = end_calendar(act, record, "member.make_calendar")
    link = SecretLink.new(act.organisation, record.id)
    CalendarAddress.objects.create(
        organisation_id=act.organisation, member=record, form=form, digest=link.digest, made_at=act.now
    )
    act.note(form=form, replaced=replaced)
    return CalendarMade(link.token)


@action("member.change_calendar", resource=MEMBER)
def change_calendar(*, by: Actor, purpose: str, member: UUID, form: str) -> None:
    """Choose how much the calendar says; its address stays. Raises :class:`NoCalendar` where there is none."""
    act = current()
    _check_form(form)
    calendar = working_calendar(act.resource(MEMBER))
    if calendar is None:
        raise NoCalendar
    calendar.state, calendar.form = CALENDAR.next(calendar.state, "member.change_calendar"), form
    calendar.save(update_fields=["state", "form"])
    act.note(form=form)


@action("member.end_calendar", resource=MEMBER)
def stop_calendar(*, by: Actor, purpose: str, member: UUID) -> None:
    """End the calendar’s address. Raises :class:`NoCalendar` where there is none."""
    act = current()
    if not end_calendar(act, act.resource(MEMBER), "member.end_calendar"):
        raise NoCalendar


def _check_form(form: str) -> None:
    if form not in CalendarForm.values:
        raise NotOffered("form", "Select what your calendar says.")
