"""“This asks me to watch someone”, said of a support action: it stops, and both data protection officers look."""

from uuid import UUID

from handrail import duties, gate
from handrail.casework import history
from handrail.casework.actions.providing import settled
from handrail.casework.models import SupportAction
from handrail.casework.resources import SUPPORT_ACTION
from handrail.casework.rules import SUPPORT_ACTION as STATES
from handrail.directory.models import Organisation
from handrail.gate import Act, Actor, action
from handrail.sharing.actions.challenging import on_closed
from handrail.sharing.challenges import raise_challenge
from handrail.sharing.models import Challenge


@action("support.asks_to_watch", resource=SUPPORT_ACTION)
def asks_to_watch(*, by: Actor, purpose: str, support_action: UUID, words: str) -> UUID:
    """Flag a support action as asking to watch someone. It stops at once, whoever put it in the plan."""
    act = gate.current()
    record = act.resource(SUPPORT_ACTION)
    record.state = STATES.next(record.state, "asks_to_watch")
    record.save(update_fields=("state",))
    case = record.case
    act.about(case.person_id)
    challenge = raise_challenge(
        act,
        other=_other_side(act, record),
        subject=("SupportAction", record.id),
        person=case.person_id,
        reference=case.reference,
        programme=case.programme,
        words=words,
    )
    history.record(act, case, "support_stopped", record.action)
    return challenge.id


def _other_side(act: Act, record: SupportAction) -> Organisation:
    """Whose officer looks too: who leads the case, or else who owns the action, or else the police in the team."""
    for organisation in (record.case.organisation, record.owner):
        if organisation.id != act.organisation:
            return organisation
    return record.case.police


def _end(act: Act, challenge: Challenge, goes_on: bool) -> None:
    record = SupportAction.objects.select_for_update(no_key=True).get(pk=challenge.subject_id)
    if record.state != "stopped":
        return  # cancelled while the officers looked at it
    record.state = STATES.next(record.state, "resume" if goes_on else "cancel")
    record.save(update_fields=("state",))
    if not goes_on:
        with act.deliver_to(record.owner_id):
            duties.cancel(act, subject=("SupportAction", record.id))
        settled(act, record)
    history.record(act, record.case, "support_resumed" if goes_on else "support_cancelled", record.action)


on_closed("SupportAction", _end)
