"""Roles: asked for by an administrator, agreed to by a role approver, never by or for oneself."""

from uuid import UUID

from handrail import duties, programme
from handrail.directory.calendars import end_calendar_without_roles
from handrail.directory.leaving import check_not_the_last, tell_of_ended_roles
from handrail.directory.models import GrantState, Member, MemberStatus, RoleGrant
from handrail.directory.principals import live_roles
from handrail.directory.resources import MEMBER, ROLE_GRANT
from handrail.directory.role_rules import check_may_hold
from handrail.directory.rulebooks import rulebook_that_times
from handrail.directory.rules import ROLE_GRANT as LIFECYCLE
from handrail.gate import Act, Actor, RuleBroken, action, current

_APPROVE = "approve_role"


@action("role.request", resource=MEMBER)
def request_role(*, by: Actor, purpose: str, member: UUID, role: str) -> UUID:
    """Ask for a role for a member; it counts once a second person agrees.

    Raises RuleBroken for a role that the rulebook doesn't let them hold.
    """
    act = current()
    record = act.resource(MEMBER)
    if record.status == MemberStatus.LEFT:
        raise RuleBroken("has-left", "They have left your organisation.")
    asked = record.grants.filter(state=GrantState.REQUESTED).values_list("role", flat=True)
    held = live_roles(record)
    if role in held or role in asked:
        raise RuleBroken("role-held", "They hold this role already, or it has been asked for.", field="role")
    _check(record, role, others=held.union(asked))
    grant = RoleGrant.objects.create(
        organisation_id=act.organisation, member=record, role=role, requested_by=act.by.id, requested_at=act.now
    )
    duties.raise_duty(
        act,
        organisation=act.organisation,
        programme=rulebook_that_times(_APPROVE, preferred=_rulebook_of(record)).slug,
        kind=_APPROVE,
        role="role_approver",
        subject=("RoleGrant", grant.id),
        not_for=[act.by.id, record.id],
    )
    act.note(grant=grant.id, role=role)
    return grant.id


@action("role.approve", resource=ROLE_GRANT)
def approve_role(*, by: Actor, purpose: str, grant: UUID) -> None:
    """Agree to a role. The rulebook is asked again: much can have changed since somebody asked for it."""
    act = current()
    record = act.resource(ROLE_GRANT)
    if record.member.status == MemberStatus.LEFT:
        raise RuleBroken("has-left", "They have left your organisation.")
    _check(record.member, record.role, others=live_roles(record.member))
    _decide(act, record, "role.approve")


@action("role.refuse", resource=ROLE_GRANT)
def refuse_role(*, by: Actor, purpose: str, grant: UUID) -> None:
    """Say no to a role that was asked for."""
    act = current()
    _decide(act, act.resource(ROLE_GRANT), "role.refuse")


@action("role.end", resource=ROLE_GRANT)
def end_role(*, by: Actor, purpose: str, grant: UUID) -> None:
    """Take a role away at once. One person is enough to lessen access; it takes two to give it.

    What its holder owned by name passes on. Raises RuleBroken for the last one of those without whom nobody could be
    given a role again, and for the only one who could own something that they own.
    """
    act = current()
    record = act.resource(ROLE_GRANT)
    record.state = LIFECYCLE.next(record.state, "role.end")
    check_not_the_last(record)
    record.ended_by, record.ended_at = act.by.id, act.now
    record.save(update_fields=["state", "ended_by", "ended_at"])
    tell_of_ended_roles(act, record.member)
    end_calendar_without_roles(act, record.member)
    act.note(role=record.role, member=record.member_id)


def _decide(act: Act, record: RoleGrant, how: str) -> None:
    record.state = LIFECYCLE.next(record.state, how)
    record.decided_by, record.decided_at = act.by.id, act.now
    record.save(update_fields=["state", "decided_by", "decided_at"])
    duties.complete(act, subject=("RoleGrant", record.id), kind=_APPROVE)
    act.note(role=record.role, member=record.member_id)


def _check(member: Member, role: str, *, others: frozenset[str]) -> None:
    check_may_hold(role, kind=member.organisation.kind, clearance=member.clearance, others=sorted(others))


def _rulebook_of(member: Member) -> str:
    """The programme that a member works under: their centre's, or the first installed."""
    return member.centre.programme if member.centre else programme.slugs()[0]
