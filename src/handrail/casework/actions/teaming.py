"""Who works on a case: organisations in its team, members assigned to it."""

from uuid import UUID

from handrail import gate
from handrail.casework import history, leaving, team
from handrail.casework.models import CaseMember
from handrail.casework.resources import CASE
from handrail.casework.rules import CASE as CASE_STATES
from handrail.casework.rules import NotInTeam, StaysInTeam
from handrail.directory.models import Member, Organisation
from handrail.gate import FAR_FUTURE_MOMENT, Actor, action


@action("case.add_partner", resource=CASE)
def add_partner(*, by: Actor, purpose: str, case: UUID, organisation: UUID, why: str) -> None:
    """Bring an organisation into the team, for a reason of the rulebook."""
    act = gate.current()
    found = act.resource(CASE)
    CASE_STATES.next(found.state, "work")
    partner = Organisation.objects.filter(pk=organisation).first()
    if partner is None:
        raise NotInTeam("organisation")
    team.join(act, found, partner, why, field="organisation")
    team.refresh(found)
    history.record(act, found, "partner_joined")
    act.note(partner=organisation, why=why)


@action("case.remove_partner", resource=CASE)
def remove_partner(*, by: Actor, purpose: str, case: UUID, organisation: UUID) -> None:
    """Record that an organisation leaves the team. From then on it knows nothing of the case, nor that it exists.

    What it wrote stays. Questions that only those who know of the case can answer are taken back, and its members are
    asked to no meeting about it. Raises :class:`~handrail.casework.rules.StillOwns` while it has support to give,
    something that a meeting left it to do, or a risk to answer for or review.
    """
    act = gate.current()
    found = act.resource(CASE)
    CASE_STATES.next(found.state, "work")
    if organisation in (found.organisation_id, found.police_id):
        raise StaysInTeam
    if organisation not in found.partners:
        raise NotInTeam("organisation")
    leaving.refuse_who_answers(act, found, organisation)
    team.leave(act, found, organisation)
    leaving.left(act, found, organisation)
    history.record(act, found, "partner_left")
    act.note(partner=organisation)


@action("case.add_member", resource=CASE)
def add_member(*, by: Actor, purpose: str, case: UUID, member: UUID, part: str) -> None:
    """Assign a member of an organisation in the team; ``part`` is the role that they work in here."""
    act = gate.current()
    found = act.resource(CASE)
    CASE_STATES.next(found.state, "work")
    chosen = Member.objects.filter(pk=member, organisation_id__in=found.partners).first()
    if chosen is None:
        raise NotInTeam("member")
    team.assign(act, found, team.member_of(chosen.organisation_id, member, role=part, field="member"), part)
    team.refresh(found)
    history.record(act, found, "member_assigned", part)
    act.note(member=member, part=part)


@action("case.remove_member", resource=CASE)
def remove_member(*, by: Actor, purpose: str, case: UUID, member: UUID) -> None:
    """End a member's assignment to the case."""
    act = gate.current()
    found = act.resource(CASE)
    ended = CaseMember.objects.filter(case=found, member_id=member, until=FAR_FUTURE_MOMENT).update(until=act.now)
    if not ended:
        raise NotInTeam("member")
    team.refresh(found)
    history.record(act, found, "member_removed")
    act.note(member=member)
