"""Who could pay for a support action."""

from uuid import UUID

from handrail import gate
from handrail.casework.resources import SUPPORT_ACTION
from handrail.directory.funding import Payer, payers
from handrail.gate import Actor, query


@query("support.open_payers", resource=SUPPORT_ACTION)
def who_could_pay(*, by: Actor, purpose: str, support_action: UUID) -> tuple[Payer, ...]:
    """The funding lines of the centre that pay whoever owns the support, or whoever leads the case."""
    act = gate.current()
    found = act.resource(SUPPORT_ACTION)
    act.about(found.case.person_id)
    return payers(found.case.centre_id, {found.owner_id, found.case.organisation_id}, on=act.today)
