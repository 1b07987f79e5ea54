"""Saying that an unusual access was looked at, and what was found; and reminding of those that nobody looks at."""

from uuid import UUID

from handrail import duties, gate
from handrail.gate import Act, Actor, Conflict, RuleBroken, action
from handrail.oversight.models import SecondLook
from handrail.oversight.unusual import ended_with, waited_too_long
from handrail.programme import load

#: The timescale by which it is owed, and by whom. One duty for all that waits: there is one page for it.
LOOK_TWICE, OWED_BY = "look_twice", "data_protection_officer"


class OwnAccesses(RuleBroken):
    """Nobody clears themselves."""

    def __init__(self) -> None:
        super().__init__(
            "own-accesses",
            "These are your own. Another data protection officer of your organisation looks at them."
            " If there is none, ask your administrator to appoint one.",
        )


class NotAFinding(RuleBroken):
    """A finding that the rulebook doesn't have."""

    def __init__(self) -> None:
        super().__init__("not-in-catalogue", "Choose what you found from the list.", field="finding")


@action("access.mark_looked_at")
def mark_looked_at(*, by: Actor, purpose: str, rule: str, entry: UUID, finding: str) -> UUID:
    """Record that the day on which a member met ``rule`` was looked at, up to ``entry``, the last one of it.

    Raises :class:`Conflict` where it no longer comes up, or goes on beyond that entry: somebody else looked at it
    meanwhile, or the member has opened more.
    """
    act = gate.current()
    met = ended_with(act, rule, entry)
    if met is None:
        raise Conflict
    if met.member == act.by.id:
        raise OwnAccesses
    if finding not in load(met.programme).second_look_findings:
        raise NotAFinding
    look = SecondLook.objects.create(
        organisation_id=act.organisation,
        programme=met.programme,
        rule=rule,
        member_id=met.member,
        day=met.day,
        until=met.last,
        finding=finding,
        looked_by=act.by.id,
        looked_at=act.now,
    )
    act.note(rule=rule, member=met.member, day=met.day, entries=met.opened, last_entry=entry, finding=finding)
    subject = _waiting(act)
    owed = duties.due_about(subject_kind=subject[0], subjects=[subject[1]], kind=LOOK_TWICE)
    if owed and not waited_too_long(act):
        duties.complete(act, subject=subject, kind=LOOK_TWICE)
    return look.id


@action("access.fall_due")
def fall_due(*, by: Actor, purpose: str) -> int:
    """Have the data protection officer owe a look at what has waited too long, or no longer owe it if nothing has.

    So nothing stops coming up just because a year is over without anybody being told. Gives how many days of a
    colleague's there are.
    """
    act = gate.current()
    waiting = waited_too_long(act)
    if waiting:
        duties.raise_duty(
            act,
            organisation=act.organisation,
            programme=waiting[0].programme,
            kind=LOOK_TWICE,
            role=OWED_BY,
            subject=_waiting(act),
        )
        act.note(oldest=min(met.day for met in waiting))
    else:
        duties.cancel(act, subject=_waiting(act), kind=LOOK_TWICE)
    act.note(waiting=len(waiting))
    return len(waiting)


def _waiting(act: Act) -> tuple[str, UUID]:
    """What the duty is about: all that waits in the acting organisation."""
    return "SecondLook", act.organisation
