"""Saying that an unusual access was looked at, and what was found."""

from uuid import UUID

from handrail import gate
from handrail.gate import Actor, Conflict, RuleBroken, action
from handrail.oversight.models import SecondLook
from handrail.oversight.unusual import Met, unusual
from handrail.programme import load


class OwnAccesses(RuleBroken):
    """Nobody clears themselves."""

    def __init__(self) -> None:
        super().__init__(
            "own-accesses", "These are your own. Ask another data protection officer, or an auditor, to look at them."
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
    met = _met(act, rule, entry)
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
    return look.id


def _met(act: gate.Act, rule: str, entry: UUID) -> Met:
    for met in unusual(act):
        if (met.rule, met.last_entry) == (rule, entry):
            return met
    raise Conflict
