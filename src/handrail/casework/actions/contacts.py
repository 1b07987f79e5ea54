"""What came of meeting the person for a support action; and the watch on support that is not happening."""

from datetime import date
from uuid import UUID, uuid4

from handrail import gate
from handrail.casework import history, stalling
from handrail.casework.models import SupportAction, SupportContact
from handrail.casework.resources import SUPPORT_ACTION
from handrail.casework.rules import SUPPORT_ACTION as STATES
from handrail.casework.rules import TO_GIVE, DateNotPast, NotInCatalogue
from handrail.casework.words import write
from handrail.gate import Act, Actor, RuleBroken, action, listing
from handrail.programme import load


@action("support.record_contact", resource=SUPPORT_ACTION)
def record_contact(*, by: Actor, purpose: str, support_action: UUID, on: date, result: str, note: str = "") -> UUID:
    """Record that somebody met the person for this support, or tried to, and what came of it (a code).

    It is for whoever gives the support and whoever leads the case. It raises nothing with anybody.
    """
    act = gate.current()
    record = act.resource(SUPPORT_ACTION)
    STATES.next(record.state, "record_contact")
    case = record.case
    act.about(case.person_id)
    if on > act.today:
        raise DateNotPast("on")
    if result not in load(case.programme).contact_results:
        raise NotInCatalogue("result")
    contact = SupportContact(
        id=uuid4(),
        action=record,
        case=case,
        organisation_id=act.organisation,
        on=on,
        result=result,
        recorded_by=act.by.id,
        recorded_at=act.now,
    )
    if note:
        write(act, case.organisation_id, case.person_id, contact, note=note)
    contact.save(force_insert=True)
    record.last_contact_on = max(on, record.last_contact_on or on)
    record.save(update_fields=("last_contact_on",))
    stalling.look_again(act, record)
    act.note(support=record.action, contact=contact.id, on=on)
    return contact.id


@listing("support.list_stalled")
def to_be_told(*, by: Actor, purpose: str) -> tuple[UUID, ...]:
    """Support, in cases that the service's organisation leads, of which somebody is to hear that it isn't happening.

    Also that of which somebody heard and which is happening now.
    """
    act = gate.current()
    found = tuple(
        record.id for record in _unfinished_or_told(act) if stalling.rungs_due(record, act.today) != record.rungs_told
    )
    act.listed(found)
    return found


@action("support.not_happening", resource=SUPPORT_ACTION)
def not_happening(*, by: Actor, purpose: str, support_action: UUID) -> int:
    """Tell whoever is to hear by today that support isn't happening, or end that; gives how many rungs have heard."""
    act = gate.current()
    record = act.resource(SUPPORT_ACTION)
    act.about(record.case.person_id)
    if stalling.look_again(act, record):
        return 0
    if stalling.rungs_due(record, act.today) <= record.rungs_told:
        raise RuleBroken("not-happening", "Everybody who is to hear of this has heard.")
    if record.rungs_told == 0:
        history.record(act, record.case, "support_not_happening", record.action)
    told = stalling.tell(act, record)
    act.note(rung=told, rule=stalling.stalled(record, act.today)[0].rule)
    return told


def _unfinished_or_told(act: Act) -> list[SupportAction]:
    led = act.visible(SUPPORT_ACTION).filter(case__organisation_id=act.organisation, case__state="open")
    unfinished = led.filter(state__in=TO_GIVE)
    return list(unfinished | led.filter(rungs_told__gt=0))
