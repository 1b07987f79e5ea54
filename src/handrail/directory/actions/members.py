"""Looking after members: their details, training, absence with cover, and leaving."""

from datetime import date
from uuid import UUID

from allauth.mfa.models import Authenticator

from handrail import duties
from handrail.directory.calendars import end_calendar
from handrail.directory.details import faults_of
from handrail.directory.leaving import check_not_the_last, end_roles, tell_of_ended_roles
from handrail.directory.models import (
    GrantState,
    Invitation,
    InvitationState,
    Member,
    MemberStatus,
    Training,
)
from handrail.directory.principals import live_roles
from handrail.directory.resources import MEMBER
from handrail.directory.rulebooks import courses
from handrail.directory.rules import INVITATION as INVITATIONS
from handrail.directory.rules import MEMBER as MEMBERS
from handrail.directory.sittings import end_sittings
from handrail.duties.working_time import months_after
from handrail.gate import Act, Actor, Faults, RuleBroken, action, current


@action("member.edit", resource=MEMBER)
def edit_member(
    *, by: Actor, purpose: str, member: UUID, name: str, phone: str, clearance: int, centre: UUID | None
) -> None:
    """Change a member's name, telephone, clearance and centre. Raises Faults for what can't be so."""
    record = current().resource(MEMBER)
    ceiling = record.organisation.ceiling
    if faults := tuple(faults_of(name=name, clearance=clearance, ceiling=ceiling, centre=centre)):
        raise Faults(faults)
    record.name, record.phone, record.clearance, record.centre_id = name.strip(), phone, clearance, centre
    record.save(update_fields=["name", "phone", "clearance", "centre"])
    current().note(clearance=clearance)


@action("member.record_training", resource=MEMBER)
def record_training(*, by: Actor, purpose: str, member: UUID, course: str, passed_on: date) -> date:
    """Record a course that a member passed; gives the last day on which it counts, by the rulebook.

    The record made last counts, so a mistaken one is put right by another.
    """
    act = current()
    record = act.resource(MEMBER)
    passed = courses().get(course)
    faults = []
    if passed is None:
        faults.append(RuleBroken("unknown-course", "Select a course from the list.", field="course"))
    if passed_on > act.today:
        sentence = "The day on which they passed must be today or in the past."
        faults.append(RuleBroken("passed-in-future", sentence, field="passed_on"))
    if passed is None or faults:
        raise Faults(tuple(faults))
    valid_until = months_after(passed_on, passed.valid_months)
    Training.objects.create(
        organisation_id=act.organisation,
        member=record,
        course=course,
        passed_on=passed_on,
        valid_until=valid_until,
        recorded_by=act.by.id,
        recorded_at=act.now,
    )
    act.note(course=course, valid_until=valid_until)
    return valid_until


@action("member.set_cover", resource=MEMBER)
def set_away(*, by: Actor, purpose: str, member: UUID, cover: UUID) -> None:
    """Mark a member as away, with a colleague who sees and does what falls to them meanwhile.

    The colleague must be at work and hold one of the same roles (if the member has any): a duty is done by whoever
    holds its role, so anybody else would stand in in name only.
    """
    act = current()
    record = act.resource(MEMBER)
    colleague = Member.objects.filter(pk=cover, organisation_id=act.organisation, status=MemberStatus.ACTIVE).first()
    if colleague is None or colleague.id == record.id:
        raise RuleBroken("cover", "Select a colleague who is at work.", field="cover")
    roles = live_roles(record)
    if roles and not roles & live_roles(colleague):
        sentence = "Select a colleague who holds one of the same roles. Nobody else could do what falls to them."
        raise RuleBroken("cover-holds-no-such-role", sentence, field="cover")
    record.status = MEMBERS.next(record.status, "member.set_cover")
    record.cover = colleague
    record.save(update_fields=["status", "cover"])
    act.note(cover=colleague.id)


@action("member.return", resource=MEMBER)
def come_back(*, by: Actor, purpose: str, member: UUID) -> None:
    """Mark a member as back at work: what falls to them is theirs alone again."""
    record = current().resource(MEMBER)
    record.status = MEMBERS.next(record.status, "member.return")
    record.cover = None
    record.save(update_fields=["status", "cover"])


@action("member.reset_sign_in", resource=MEMBER)
def reset_second_step(*, by: Actor, purpose: str, member: UUID) -> None:
    """Forget a member's second steps (app, passkeys, recovery codes), when they have lost them.

    They sign in with their password and set up new ones. What was signed in to is ended: a stolen sitting must not be
    the one that sets them up. Nobody does it for themselves, for the same reason. The address of their calendar ends
    too: it may be on the telephone that they lost.
    """
    act = current()
    record = act.resource(MEMBER)
    forgotten, _ = Authenticator.objects.filter(user=record.account).delete()
    ended = end_calendar(act, record, "member.reset_sign_in")
    act.note(forgotten=forgotten, sittings=end_sittings(record.account), calendar=ended)


@action("member.leave", resource=MEMBER)
def leave(*, by: Actor, purpose: str, member: UUID, cover: UUID | None = None) -> None:
    """A member leaves: their roles end, they are signed out everywhere and for good, and what is due from them goes to
    ``cover``.

    Without a cover, or where the cover doesn't hold its role, it falls to everybody who does. What they owned by name
    passes on at once (:func:`~handrail.directory.leaving.on_roles_ended`). What they did stays on record under their
    name.
    """
    act = current()
    record = act.resource(MEMBER)
    colleague = _colleague(act, cover, leaving=record) if cover else None
    for grant in record.grants.filter(state=GrantState.GRANTED):
        check_not_the_last(grant)
    record.status = MEMBERS.next(record.status, "member.leave")
    record.cover, record.left_at = None, act.now
    record.save(update_fields=["status", "cover", "left_at"])
    record.account.is_active = False
    record.account.save(update_fields=["is_active"])
    end_roles(act, record)
    end_calendar(act, record, "member.leave")
    Invitation.objects.filter(member=record, state=InvitationState.SENT).update(
        state=INVITATIONS.next(InvitationState.SENT, "invitation.cancel")
    )
    Member.objects.filter(cover=record).update(cover=colleague)
    tell_of_ended_roles(act, record, colleague)
    handed = duties.hand_over(
        act,
        owner=record.id,
        to=colleague.id if colleague else None,
        roles=live_roles(colleague) if colleague else frozenset(),
    )
    act.note(cover=cover, duties=handed, sittings=end_sittings(record.account))


def _colleague(act: Act, cover: UUID, *, leaving: Member) -> Member:
    colleague = Member.objects.filter(pk=cover, organisation_id=act.organisation, status=MemberStatus.ACTIVE).first()
    if colleague is None or colleague.id == leaving.id:
        raise RuleBroken("cover", "Select a colleague who is at work.", field="cover")
    return colleague
