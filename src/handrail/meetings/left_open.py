"""What meetings still have to do with a case when it closes, or when an organisation leaves its team."""

from collections.abc import Iterable
from uuid import UUID

from handrail import provenance
from handrail.casework import history
from handrail.casework.models import Case
from handrail.gate import Act, RuleBroken
from handrail.meetings import invitations
from handrail.meetings.actions.calling import call_off
from handrail.meetings.models import AgendaCase, Invited, Meeting, MeetingAction
from handrail.meetings.rules import LeftToDo, UnderWay

#: Why a meeting is called off whose only case is closed (the rulebook's ``meeting_changes``).
NOTHING_DUE = "nothing_due"


def in_the_way(case: Case) -> Iterable[RuleBroken]:
    """A case is not closed while a meeting talks about it, or over what meetings left somebody to do."""
    if AgendaCase.objects.filter(case=case, state="under_way").exists():
        yield UnderWay()
    if MeetingAction.objects.filter(case_id=case.id, state="open").exists():
        yield LeftToDo()


def case_closed(act: Act, case: Case) -> None:
    """It comes off the agenda of each meeting to come; one that was called about nothing else is called off.

    Raises :class:`UnderWay` for one that began at this very moment.
    """
    for item in AgendaCase.objects.filter(case=case, state="scheduled").select_related("meeting").order_by("id"):
        meeting = Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=item.meeting_id)
        if meeting.state == "under_way":
            raise UnderWay
        if meeting.state != "scheduled":
            continue
        if meeting.cases.exclude(pk=item.pk).exists():
            _take_off(act, item)
            history.record(act, case, "taken_off_agenda")
        else:
            call_off(act, meeting, NOTHING_DUE)


def answers_for(case: Case, organisation: UUID) -> bool:
    """Whether a meeting left ``organisation`` something to do that isn't done."""
    return MeetingAction.objects.filter(case_id=case.id, owner_id=organisation, state="open").exists()


def left_team(act: Act, case: Case, organisation: UUID) -> None:
    """Its members are asked to no meeting about the case any more, and open nothing of those that were held."""
    for item in AgendaCase.objects.filter(case=case).select_related("meeting"):
        if item.state in ("scheduled", "under_way"):
            for invited in Invited.objects.filter(agenda_case=item, organisation_id=organisation):
                invitations.leave_out(act, invited)
        invitations.refresh(item)


def _take_off(act: Act, item: AgendaCase) -> None:
    for invited in item.invitations.all():
        invitations.leave_out(act, invited)
    provenance.forget("meeting_point", item.points.values_list("id", flat=True))
    item.delete()
