"""Colleagues: who they are, what they may do, and which roles wait for a second person."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from handrail.directory.models import (
    GrantState,
    Invitation,
    InvitationState,
    Member,
    MemberStatus,
    RoleGrant,
    Training,
)
from handrail.directory.names import member_names
from handrail.directory.principals import live_roles, trained_until
from handrail.directory.resources import MEMBER, ROLE_GRANT
from handrail.directory.rulebooks import courses, courses_for, role_title
from handrail.gate import Act, Actor, current, listing, query

_MEMBER_ACTIONS = (
    "member.edit",
    "member.record_training",
    "member.set_cover",
    "member.return",
    "member.leave",
    "member.reset_sign_in",
    "role.request",
)
_GRANT_ACTIONS = ("role.approve", "role.refuse", "role.end")


@dataclass(frozen=True, slots=True)
class Colleague:
    """One line of the list of members; ``trained_until`` is the last day that all training for their roles counts."""

    id: UUID
    name: str
    status: str
    status_words: str
    roles: tuple[str, ...]
    waiting: int
    trained_until: date
    lapsed: bool


@dataclass(frozen=True, slots=True)
class Grant:
    """A role as it was asked for, given or refused. ``may`` names what the reader could do with it now."""

    id: UUID
    member: UUID
    member_name: str
    role: str
    title: str
    state: str
    requested_by: str
    requested_at: datetime
    decided_by: str
    decided_at: datetime | None
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class CourseRecord:
    """How a member stands with one course; ``needed`` if one of their roles asks for it."""

    code: str
    title: str
    needed: bool
    passed_on: date | None
    valid_until: date | None
    lapsed: bool


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation that nobody has used yet."""

    id: UUID
    invited_at: datetime
    expires_at: datetime
    expired: bool


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A member as those who answer for them see them. ``may`` names what the reader could do now."""

    id: UUID
    name: str
    email: str = field(repr=False)
    phone: str
    clearance: int
    centre: UUID | None
    centre_name: str
    organisation: UUID
    organisation_kind: str
    status: str
    status_words: str
    cover: UUID | None
    cover_name: str
    covers: tuple[str, ...]
    joined_at: datetime
    roles: tuple[Grant, ...]
    training: tuple[CourseRecord, ...]
    invitation: OpenInvitation | None
    may: frozenset[str]


@listing("member.list")
def list_members(*, by: Actor, purpose: str, text: str = "", left: bool = False) -> tuple[Colleague, ...]:
    """The members of the actor's organisation whose name or role has ``text`` in it; those who left, if asked for."""
    act = current()
    members = act.visible(MEMBER).prefetch_related("grants", "trainings").order_by("name")
    found = members.filter(status=MemberStatus.LEFT) if left else members.exclude(status=MemberStatus.LEFT)
    shown = [each for member in found if _matches(each := _colleague(member, act.today), text)]
    act.listed([each.id for each in shown], text=text, left=str(left))
    return tuple(shown)


@listing("role.list")
def waiting_roles(*, by: Actor, purpose: str) -> tuple[Grant, ...]:
    """Roles that were asked for and wait for a second person, the oldest first."""
    act = current()
    grants = list(act.visible(ROLE_GRANT).filter(state=GrantState.REQUESTED).order_by("requested_at"))
    act.listed([grant.id for grant in grants])
    return _grants(act, grants)


@query("role.open", resource=ROLE_GRANT)
def open_role(*, by: Actor, purpose: str, grant: UUID) -> Grant:
    """One role that was asked for or given."""
    act = current()
    return _grants(act, [act.resource(ROLE_GRANT)])[0]


@query("member.open", resource=MEMBER)
def open_member(*, by: Actor, purpose: str, member: UUID) -> MemberCard:
    """A member with their roles, training, cover and open invitation."""
    act = current()
    record = act.resource(MEMBER)
    grants = list(ROLE_GRANT.rows().filter(member=record).order_by("requested_at"))
    return MemberCard(
        id=record.id,
        name=record.name,
        email=record.account.email,
        phone=record.phone,
        clearance=record.clearance,
        centre=record.centre_id,
        centre_name=record.centre.name if record.centre else "",
        organisation=record.organisation_id,
        organisation_kind=record.organisation.kind,
        status=record.status,
        status_words=MemberStatus(record.status).label,
        cover=record.cover_id,
        cover_name=record.cover.name if record.cover else "",
        covers=tuple(record.covers.filter(status=MemberStatus.AWAY).values_list("name", flat=True)),
        joined_at=record.joined_at,
        roles=_grants(act, [grant for grant in grants if act.allows("role.see", ROLE_GRANT, grant)]),
        training=_training(act, record),
        invitation=_invitation(act, record),
        may=frozenset(each for each in _MEMBER_ACTIONS if act.allows(each, MEMBER, record)),
    )


def _colleague(member: Member, today: date) -> Colleague:
    grants = member.grants.all()
    held = [grant.role for grant in grants if grant.state == GrantState.GRANTED]
    until = trained_until(member, held)
    return Colleague(
        id=member.id,
        name=member.name,
        status=member.status,
        status_words=MemberStatus(member.status).label,
        roles=tuple(sorted(role_title(code, kind=member.organisation.kind) for code in held)),
        waiting=sum(grant.state == GrantState.REQUESTED for grant in grants),
        trained_until=until,
        lapsed=until < today,
    )


def _matches(colleague: Colleague, text: str) -> bool:
    sought = text.strip().casefold()
    return any(sought in words.casefold() for words in (colleague.name, *colleague.roles))


def _grants(act: Act, grants: Iterable[RoleGrant]) -> tuple[Grant, ...]:
    found = list(grants)
    names = member_names(each for grant in found for each in (grant.requested_by, grant.decided_by))
    return tuple(
        Grant(
            id=grant.id,
            member=grant.member_id,
            member_name=grant.member.name,
            role=grant.role,
            title=role_title(grant.role, kind=grant.member.organisation.kind),
            state=grant.state,
            requested_by=names.get(grant.requested_by, "Handrail"),
            requested_at=grant.requested_at,
            decided_by=names.get(grant.decided_by, "Handrail") if grant.decided_by else "",
            decided_at=grant.decided_at,
            may=frozenset(each for each in _GRANT_ACTIONS if act.allows(each, ROLE_GRANT, grant)),
        )
        for grant in found
    )


def _training(act: Act, member: Member) -> tuple[CourseRecord, ...]:
    needed = courses_for(live_roles(member))
    latest = {record.course: record for record in Training.objects.filter(member=member).order_by("recorded_at")}
    return tuple(
        CourseRecord(
            code=course.code,
            title=course.title,
            needed=course.code in needed,
            passed_on=record.passed_on if record else None,
            valid_until=record.valid_until if record else None,
            lapsed=record is None or record.valid_until < act.today,
        )
        for course in courses().values()
        if (record := latest.get(course.code)) or course.code in needed
    )


def _invitation(act: Act, member: Member) -> OpenInvitation | None:
    sent = Invitation.objects.filter(member=member, state=InvitationState.SENT).first()
    if sent is None:
        return None
    return OpenInvitation(sent.id, sent.invited_at, sent.expires_at, expired=act.now > sent.expires_at)
