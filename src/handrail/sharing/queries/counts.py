"""How much of an agreement's ceiling is used: a number, and nothing about anybody."""

from dataclasses import dataclass
from uuid import UUID

from handrail.directory.resources import AGREEMENT
from handrail.gate import Actor, current, query
from handrail.programme import load
from handrail.sharing.ceilings import name_ceiling, names_used


@dataclass(frozen=True, slots=True)
class NameCount:
    """People disclosed to one organisation under an agreement in its year so far, and the most that may be."""

    used: int
    ceiling: int


@query("agreement.count_names", resource=AGREEMENT)
def count_names(*, by: Actor, purpose: str, agreement: UUID) -> NameCount:
    """How many people the actor's organisation was told of under the agreement this year, counted exactly."""
    act = current()
    record = act.resource(AGREEMENT)
    limit = load(record.programme).ceilings["names_per_agreement_year"].limit
    return NameCount(names_used(act, record, act.organisation), name_ceiling(record, limit))
