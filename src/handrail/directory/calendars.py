"""The address of a member’s calendar: one works at a time, and it ends with what it stood for."""

from handrail.directory.models import CalendarAddress, CalendarState, Member
from handrail.directory.principals import live_roles
from handrail.directory.rules import CALENDAR
from handrail.gate import Act


def working_calendar(member: Member) -> CalendarAddress | None:
    """The member’s working address, locked until the transaction ends; None if there is none."""
    return (
        CalendarAddress.objects.select_for_update(no_key=True)
        .filter(member=member, state=CalendarState.WORKING)
        .first()
    )


def end_calendar(act: Act, member: Member, how: str) -> bool:
    """End the member’s address, if one works; says whether one did. From now on it answers like any wrong one."""
    calendar = working_calendar(member)
    if calendar is None:
        return False
    calendar.state, calendar.ended_at = CALENDAR.next(calendar.state, how), act.now
    calendar.shown = {}
    calendar.save(update_fields=["state", "ended_at", "shown"])
    return True


def end_calendar_without_roles(act: Act, member: Member) -> None:
    """End the address of a member who has no role left: nothing is due to them any more."""
    if not live_roles(member):
        end_calendar(act, member, "role.end")
