"""Asking further people to a case at a meeting, and what somebody does who is too close to it to decide."""

from collections.abc import Sequence
from uuid import UUID

from handrail import gate
from handrail.casework.models import Case
from handrail.casework.rules import NotInCatalogue
from handrail.casework.words import write
from handrail.gate import Actor, NotFound, action
from handrail.meetings import invitations
from handrail.meetings.actions.calling import chair_of
from handrail.meetings.models import Invited
from handrail.meetings.resources import AGENDA_CASE
from handrail.meetings.rules import MEETING as STATES
from handrail.meetings.rules import ChairConflicted, NotNeeded
from handrail.programme import load


@action("agenda.invite", resource=AGENDA_CASE)
def invite(*, by: Actor, purpose: str, agenda_case: UUID, members: Sequence[UUID], why: str) -> int:
    """Ask members of the case's team to hear it, and say why. Raises :class:`NotNeeded` for anybody else."""
    act = gate.current()
    item = act.resource(AGENDA_CASE)
    STATES.next(item.state, "prepare")
    if why not in load(item.programme).invitation_reasons:
        raise NotInCatalogue("why")
    found = list(invitations.may_come(Case.objects.get(pk=item.case_id)).filter(pk__in=members))
    if not found or len(found) != len(set(members)):
        raise NotNeeded
    asked = invitations.ask(act, item, found, dict.fromkeys((member.pk for member in found), why))
    act.note(asked=asked, why=why)
    return asked


@action("agenda.uninvite", resource=AGENDA_CASE)
def uninvite(*, by: Actor, purpose: str, agenda_case: UUID, member: UUID) -> None:
    """Take back an invitation to one case, before the meeting. The chair stays."""
    act = gate.current()
    item = act.resource(AGENDA_CASE)
    STATES.next(item.state, "prepare")
    invited = Invited.objects.filter(agenda_case=item, member_id=member).exclude(member_id=item.chair_id).first()
    if invited is None:
        raise NotNeeded
    invitations.leave_out(act, invited)
    act.note(member=member)


@action("agenda.declare_conflict", resource=AGENDA_CASE)
def declare_conflict(*, by: Actor, purpose: str, agenda_case: UUID, words: str) -> None:
    """Declare a conflict of interest: from now on the actor sees nothing of this case at the meeting (policy)."""
    act = gate.current()
    item = act.resource(AGENDA_CASE)
    invited = Invited.objects.filter(agenda_case=item, member_id=act.by.id).first()
    if invited is None:
        raise NotFound
    invited.conflict, invited.declared_at = True, act.now
    write(act, item.organisation_id, item.person_id, invited, conflict=words)
    invited.save(update_fields=("conflict", "conflict_sealed", "declared_at"))
    invitations.refresh(item)


@action("agenda.name_chair", resource=AGENDA_CASE)
def name_chair(*, by: Actor, purpose: str, agenda_case: UUID, chair: UUID) -> None:
    """Name another chair for this case, because the meeting's chair declared a conflict of interest or can't come."""
    act = gate.current()
    item = act.resource(AGENDA_CASE)
    STATES.next(item.state, "prepare")
    if chair in item.conflicted:
        raise ChairConflicted
    item.chair = chair_of(item.organisation_id, chair)
    item.save(update_fields=("chair",))
    invitations.ask(act, item, [item.chair], {chair: "chairs"})
    act.note(chair=chair)
