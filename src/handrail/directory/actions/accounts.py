"""How somebody becomes a member: the first ones by whoever installs Handrail, everybody else by invitation."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from handrail.directory.details import OFFICIAL, faults_of
from handrail.directory.leaving import end_roles
from handrail.directory.models import (
    Account,
    GrantState,
    Invitation,
    InvitationState,
    Member,
    MemberStatus,
    Organisation,
    RoleGrant,
)
from handrail.directory.resources import INVITATION
from handrail.directory.role_rules import check_may_hold
from handrail.directory.rules import INVITATION as INVITATIONS
from handrail.directory.rules import INVITATION_LASTS
from handrail.directory.rules import MEMBER as MEMBERS
from handrail.directory.secret_links import SecretLink
from handrail.gate import Act, Actor, Faults, NotFound, RuleBroken, action, current

#: Roles without which an organisation can't give anybody a role: one to ask for it, one to agree.
FIRST_ROLES = ("administrator", "role_approver")


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as just made: the only time that its link can be had."""

    member: UUID
    invitation: UUID
    address: str = field(repr=False)
    token: str = field(repr=False)
    expires_at: datetime


@action("member.add_first")
def create_first_administrator(
    *, by: Actor, purpose: str, name: str, email: str, role: str = "administrator", phone: str = ""
) -> Invited:
    """Invite an organisation's first administrator (or first role approver), with that role from the start.

    It is the one role that nobody asks for and a second person agrees to, so it works only until somebody who was
    invited like this has accepted: RuleBroken afterwards. Doing it again before that replaces the invitation, which
    may have gone to a mistyped address. ``by`` is the installer, acting for that organisation.
    """
    act = current()
    if role not in FIRST_ROLES:
        raise RuleBroken("not-a-first-role", "Only the first administrator and role approver are made like this.")
    for grant in RoleGrant.objects.filter(organisation_id=act.organisation, role=role, state=GrantState.GRANTED):
        if grant.member.status != MemberStatus.INVITED:
            sentence = "This organisation has one already. They can invite everybody else."
            raise RuleBroken("not-the-first", sentence)
        for invitation in grant.member.invitations.filter(state=InvitationState.SENT):
            _cancel(act, invitation)
    organisation = Organisation.objects.get(pk=act.organisation)
    check_may_hold(role, kind=organisation.kind, clearance=OFFICIAL, others=())
    invited = _invite(act, name=name, email=email, phone=phone, clearance=OFFICIAL, centre=None)
    RoleGrant.objects.create(
        organisation=organisation,
        member_id=invited.member,
        role=role,
        state=GrantState.GRANTED,
        requested_by=act.by.id,
        requested_at=act.now,
        decided_by=act.by.id,
        decided_at=act.now,
    )
    act.note(member=invited.member, role=role)
    return invited


@action("member.invite")
def invite(
    *, by: Actor, purpose: str, name: str, email: str, phone: str = "", clearance: int = 1, centre: UUID | None = None
) -> Invited:
    """Invite somebody to be a member, without any role yet. Whoever left and comes back is invited in the same way.

    Raises :class:`Faults` with everything that is wrong with what was typed.
    """
    act = current()
    invited = _invite(act, name=name, email=email, phone=phone, clearance=clearance, centre=centre)
    act.note(member=invited.member, invitation=invited.invitation)
    return invited


@action("invitation.send_again", resource=INVITATION)
def send_again(*, by: Actor, purpose: str, invitation: UUID) -> Invited:
    """Make a new link that works for its whole time again. The one that was sent before stops working."""
    act = current()
    record = act.resource(INVITATION)
    record.state = INVITATIONS.next(record.state, "invitation.send_again")
    link = SecretLink.new(act.organisation, record.id)
    record.digest, record.expires_at = link.digest, act.now + INVITATION_LASTS
    record.save(update_fields=["state", "digest", "expires_at"])
    return Invited(record.member_id, record.id, record.member.account.email, link.token, record.expires_at)


@action("invitation.cancel", resource=INVITATION)
def cancel_invitation(*, by: Actor, purpose: str, invitation: UUID) -> None:
    """Take an invitation back before anybody used it."""
    act = current()
    record = act.resource(INVITATION)
    _cancel(act, record)


@action("invitation.accept", resource=INVITATION)
def accept_invitation(*, by: Actor, purpose: str, invitation: UUID, token: str, password: str) -> UUID:
    """Set the first password; gives the account, which can sign in from now on. ``by`` is the reception.

    A wrong link is NotFound, as if it had never been sent. Raises RuleBroken for one that is used or too old, and at
    the field ``password`` for a password that is too weak.
    """
    act = current()
    record = act.resource(INVITATION)
    link = SecretLink.read(token)
    if link is None or link.leads_to != record.id or not link.opens(bytes(record.digest)):
        raise NotFound
    record.state = INVITATIONS.next(record.state, "invitation.accept")
    if act.now > record.expires_at:
        sentence = "This link is too old to be used. Ask the person who invited you to send it again."
        raise RuleBroken("invitation-expired", sentence)
    member, account = record.member, record.member.account
    _check_password(password, account)
    account.set_password(password)
    account.is_active = True
    account.save(update_fields=["password", "is_active"])
    record.save(update_fields=["state"])
    member.status = MEMBERS.next(member.status, "invitation.accept")
    member.joined_at = act.now
    member.save(update_fields=["status", "joined_at"])
    act.note(member=member.id)
    return account.id


def _cancel(act: Act, invitation: Invitation) -> None:
    invitation.state = INVITATIONS.next(invitation.state, "invitation.cancel")
    invitation.save(update_fields=["state"])
    member = invitation.member
    member.status = MEMBERS.next(member.status, "invitation.cancel")
    member.left_at = act.now
    member.save(update_fields=["status", "left_at"])
    end_roles(act, member)


def _invite(act: Act, *, name: str, email: str, phone: str, clearance: int, centre: UUID | None) -> Invited:
    organisation = Organisation.objects.get(pk=act.organisation)
    address = email.strip().lower()
    known = Account.objects.filter(email=address).first()
    returning = Member.objects.filter(
        account=known, organisation=organisation, status=MemberStatus.LEFT
    ).first()  # fmt: skip
    faults = [
        *_address_faults(address, taken=known is not None and returning is None),
        *faults_of(name=name, clearance=clearance, ceiling=organisation.ceiling, centre=centre),
    ]
    if faults:
        raise Faults(tuple(faults))
    member = returning or Member(organisation=organisation, account=_closed_account(address))
    member.status = MEMBERS.next(member.status, "member.invite") if returning else MemberStatus.INVITED
    member.name, member.phone, member.clearance, member.centre_id = name.strip(), phone, clearance, centre
    member.joined_at = act.now
    member.save()
    return _send(act, member, address)


def _closed_account(address: str) -> Account:
    """An account that nobody can sign in to, nor reset the password of, until the invitation is accepted."""
    account = Account.objects.create_user(address)
    account.is_active = False
    account.save(update_fields=["is_active"])
    return account


def _send(act: Act, member: Member, address: str) -> Invited:
    invitation = Invitation(
        organisation_id=act.organisation,
        member=member,
        state=InvitationState.SENT,
        invited_by=act.by.id,
        invited_at=act.now,
        expires_at=act.now + INVITATION_LASTS,
    )
    link = SecretLink.new(act.organisation, invitation.id)
    invitation.digest = link.digest
    invitation.save()
    return Invited(member.id, invitation.id, address, link.token, invitation.expires_at)


def _address_faults(address: str, *, taken: bool) -> list[RuleBroken]:
    try:
        EmailValidator()(address)
    except ValidationError:
        sentence = "Enter an email address in the correct format, like name@example.com."
        return [RuleBroken("address", sentence, field="email")]
    if taken:
        return [RuleBroken("address-taken", "Somebody signs in with this address already.", field="email")]
    return []


def _check_password(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        faults = tuple(RuleBroken("password", message, field="password") for message in error.messages)
        raise Faults(faults) from None
