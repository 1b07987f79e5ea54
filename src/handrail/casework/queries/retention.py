"""How long the record of a closed case is kept, for whoever decides about it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from handrail import gate
from handrail.casework import retention
from handrail.casework.resources import CASE
from handrail.gate import FAR_FUTURE_MOMENT, Actor, NotFound, query
from handrail.gate.clock import LONDON


@dataclass(frozen=True, slots=True)
class Kept:
    """Of a closed case: by which rule of the rulebook it is kept, until when, whether that time is over, and whether
    somebody kept it on.
    """

    rule: str
    until: date
    over: bool
    kept_on: bool
    let_go_at: datetime | None


@query("case.see_retention", resource=CASE)
def kept(*, by: Actor, purpose: str, case: UUID) -> Kept:
    """How long a closed case is kept; raises :class:`~handrail.gate.NotFound` for one that is open."""
    act = gate.current()
    found = act.resource(CASE)
    if found.state != "closed":
        raise NotFound
    this = retention.of(found)
    return Kept(
        rule=this.rule.code,
        until=this.over_at.astimezone(LONDON).date(),
        over=this.over_at <= act.now,
        kept_on=this.kept_on,
        let_go_at=found.let_go_at if found.let_go_at < FAR_FUTURE_MOMENT else None,
    )
