"""Whom to send e-mail, and that it was sent: through the gate, by the service ``digest`` for one organisation.

A message is claimed before it is sent, for a while, and its member counts as told once it was sent. So two workers send
it once. Whoever was about to be sent theirs when everything stopped is sent it when the claim is over: rather twice, if
the server had it already, than never.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from handrail.directory.models import MailChoice, Member, MemberStatus
from handrail.directory.principals import live_roles, trained_until
from handrail.directory.resources import MEMBER
from handrail.duties.counting import Counts, anything_waits, counts_for
from handrail.gate import NEVER_MOMENT, Act, Actor, action, current, listing
from handrail.upkeep.rounds import look_is_due, something_to_say

#: An act takes shorter than this: what fell to somebody longer ago is in the database, and none of it is left out.
SETTLED = timedelta(minutes=1)


#: For how long a message is one worker's. A mail server is given up long before.
CLAIMED = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Message:
    """What one member is to be told, claimed for whoever asked for it; and what is true of them once it is sent."""

    member: UUID
    address: str = field(repr=False)
    counts: Counts
    looked_on: date
    told_until: datetime


@listing("member.list_to_tell")
def to_tell(*, by: Actor, purpose: str) -> tuple[UUID, ...]:
    """The members of the service's organisation for whom it is time, and something is waiting.

    Of the others for whom it is time it is kept that today's look was taken.
    """
    act = current()
    found = act.visible(MEMBER).filter(organisation_id=act.organisation, status=MemberStatus.ACTIVE)
    free = found.exclude(mail=MailChoice.URGENT).filter(mail_claimed_until__lte=act.now)
    asked = [member for member in free if _may_be_time(act, member)]
    told = tuple(each.id for each in asked if _to_say(act, each) is not None) if asked and anything_waits(act) else ()
    quiet = [member.id for member in asked if member.id not in told and _looks(act, member)]
    Member.objects.filter(pk__in=quiet).update(looked_on=act.today)
    act.listed(told)
    return told


@action("member.tell", resource=MEMBER)
def tell(*, by: Actor, purpose: str, member: UUID) -> Message | None:
    """Claim the message of one member; None if they were told meanwhile, or another worker is telling them."""
    act = current()
    record = act.resource(MEMBER)
    counts = _to_say(act, record) if record.mail_claimed_until <= act.now else None
    act.listed([record.id] if counts else [])
    if counts is None:
        return None
    record.mail_claimed_until = act.now + CLAIMED
    record.save(update_fields=["mail_claimed_until"])
    act.note(late=counts.late, today=counts.today, this_week=counts.this_week, later=counts.later)
    looked_on = act.today if _looks(act, record) else record.looked_on
    return Message(record.id, record.account.email, counts, looked_on, act.now - SETTLED)


@action("member.told", resource=MEMBER)
def told(*, by: Actor, purpose: str, member: UUID, looked_on: date, told_until: datetime) -> None:
    """Their message was sent, or the server will never take it: the member counts as told."""
    record = current().resource(MEMBER)
    record.looked_on, record.told_until = looked_on, told_until
    record.mail_claimed_until = NEVER_MOMENT
    record.save(update_fields=["looked_on", "told_until", "mail_claimed_until"])


@action("member.not_told", resource=MEMBER)
def not_told(*, by: Actor, purpose: str, member: UUID) -> None:
    """Give a message back that could not be sent: whoever comes next may send it."""
    record = current().resource(MEMBER)
    record.mail_claimed_until = NEVER_MOMENT
    record.save(update_fields=["mail_claimed_until"])


def _may_be_time(act: Act, member: Member) -> bool:
    return member.mail == MailChoice.EACH or _looks(act, member)


def _looks(act: Act, member: Member) -> bool:
    return look_is_due(mail=member.mail, hour=member.mail_hour, looked_on=member.looked_on, now=act.now)


def _to_say(act: Act, member: Member) -> Counts | None:
    """How much is waiting for a member, if they are to be told of it now.

    Whoever is away, has left or whose training has lapsed isn't told: it is on the lists of their colleagues.
    """
    roles = live_roles(member)
    at_work = member.status == MemberStatus.ACTIVE and member.account.is_active
    if not at_work or trained_until(member, roles) < act.today:
        return None
    counts = counts_for(
        act,
        member.id,
        roles=roles,
        covers=member.covers.filter(status=MemberStatus.AWAY).values_list("id", flat=True),
        told_until=member.told_until,
        until=act.now - SETTLED,
        looked_on=member.looked_on,
    )
    says = something_to_say(
        counts, mail=member.mail, looks=_looks(act, member), looked_on=member.looked_on, today=act.today
    )
    return counts if says else None
