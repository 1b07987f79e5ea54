"""Support that its owner can't give: said with a reason, and told to whoever coordinates the case."""

from uuid import UUID

from handrail import duties, gate
from handrail.casework import deconfliction, history
from handrail.casework.actions.providing import settled
from handrail.casework.resources import SUPPORT_ACTION
from handrail.casework.rules import SUPPORT_ACTION as STATES
from handrail.casework.rules import NotInCatalogue
from handrail.gate import Actor, action
from handrail.programme import load


@action("support.cannot_do", resource=SUPPORT_ACTION)
def cannot_do(*, by: Actor, purpose: str, support_action: UUID, reason: str) -> None:
    """The organisation that owns it hands it back, for one of the rulebook's reasons for not doing what is asked.

    Nothing is due from it any more. Whoever coordinates the case has to decide what the person is offered instead, and
    cancels this one: until then the case is not closed.
    """
    act = gate.current()
    record = act.resource(SUPPORT_ACTION)
    case = record.case
    act.about(case.person_id)
    record.state = STATES.next(record.state, "cannot_do")
    if reason not in load(case.programme).cannot_do_reasons:
        raise NotInCatalogue("reason")
    record.cannot_do_because = reason
    record.save(update_fields=("state", "cannot_do_because"))
    with act.deliver_to(record.owner_id):
        duties.cancel(act, subject=("SupportAction", record.id))
    deconfliction.over(act, case, record.id)
    settled(act, record)
    with act.deliver_to(case.organisation_id):
        duties.raise_about(
            act,
            case,
            organisation=case.organisation_id,
            kind="plan_instead",
            role="case_coordinator",
            subject=("SupportAction", record.id),
        )
    history.record(act, case, "support_handed_back", record.action)
    act.note(support=record.action, state=record.state, reason=reason)
