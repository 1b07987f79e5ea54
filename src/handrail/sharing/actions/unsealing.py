"""Opening sealed text: two people, one of them the data protection officer, for a ground of the rulebook."""

from datetime import timedelta
from uuid import UUID, uuid4

from handrail import duties, gate
from handrail.gate import Actor, action, query
from handrail.programme import load
from handrail.sharing.models import Holding, HoldingState, PersonRecord, UnsealRequest
from handrail.sharing.resources import HOLDING, UNSEALING
from handrail.sharing.rules import receiving as rules
from handrail.sharing.sealed import Copy, seal, unseal

#: How long approved text can be read. Long enough for a hearing, short enough to be a decision each time.
OPEN_FOR = timedelta(hours=24)

OFFICER = "data_protection_officer"


@action("holding.unseal_request", resource=HOLDING)
def request_opening(*, by: Actor, purpose: str, holding: UUID, ground: str, reason: str) -> UUID:
    """Ask to open the sealed text of an item that is over, on a ground of the rulebook, with a reason in words."""
    act = gate.current()
    found = act.resource(HOLDING)
    if found.state in (HoldingState.DRAFT, HoldingState.HELD):
        raise rules.StillHeld
    if found.state == HoldingState.DESTROYED:
        raise rules.TextDestroyed
    if ground not in load(found.programme).unseal_grounds:
        raise rules.NotOnTheList("ground")
    if not reason.strip():
        raise rules.WordsMissing("reason", "Say why the sealed text has to be opened.")
    record = PersonRecord.objects.get(organisation_id=found.organisation_id, person_id=found.person_id)
    officer = act.principal.has_role(OFFICER)
    opening = UnsealRequest(
        id=uuid4(),
        organisation_id=found.organisation_id,
        holding=found,
        person_id=found.person_id,
        reference=record.reference,
        programme=found.programme,
        ground=ground,
        requested_by=act.by.id,
        requested_by_officer=officer,
        requested_at=act.now,
    )
    seal(Copy(found.organisation_id, found.person_id), opening, reason=reason)
    opening.save(force_insert=True)
    duties.raise_duty(
        act,
        organisation=found.organisation_id,
        programme=found.programme,
        kind="unseal_request",
        role="single_point_of_contact" if officer else OFFICER,
        subject=("Unsealing", opening.id),
        person=found.person_id,
        person_reference=record.reference,
        not_for=[act.by.id],
    )
    act.note(unsealing=opening.id, ground=ground)
    return opening.id


@action("unsealing.approve", resource=UNSEALING)
def approve(*, by: Actor, purpose: str, unsealing: UUID) -> None:
    """The second person approves: from now on, for a day, the two of them can read the text."""
    act = gate.current()
    found = act.resource(UNSEALING)
    found.state = rules.UNSEALING.next(found.state, "approve")
    found.decided_by, found.decided_at, found.open_until = act.by.id, act.now, act.now + OPEN_FOR
    found.save(update_fields=("state", "decided_by", "decided_at", "open_until"))
    duties.complete(act, subject=("Unsealing", found.id), kind="unseal_request")
    act.note(ground=found.ground)


@action("unsealing.refuse", resource=UNSEALING)
def refuse(*, by: Actor, purpose: str, unsealing: UUID) -> None:
    """The second person refuses: the text stays sealed."""
    act = gate.current()
    found = act.resource(UNSEALING)
    found.state = rules.UNSEALING.next(found.state, "refuse")
    found.decided_by, found.decided_at = act.by.id, act.now
    found.save(update_fields=("state", "decided_by", "decided_at"))
    duties.complete(act, subject=("Unsealing", found.id), kind="unseal_request")
    act.note(ground=found.ground)


@query("unsealing.open", resource=UNSEALING)
def read_sealed(*, by: Actor, purpose: str, unsealing: UUID) -> str:
    """The sealed text, to one of the two people, while the opening lasts."""
    act = gate.current()
    found = act.resource(UNSEALING)
    rules.UNSEALING.next(found.state, "open")
    if found.open_until is None or act.now > found.open_until:
        raise rules.OpeningOver
    holding = Holding.objects.get(pk=found.holding_id)
    act.note(holding=holding.id, ground=found.ground)
    (text,) = unseal(Copy(holding.organisation_id, holding.person_id), holding, "text")
    return text
