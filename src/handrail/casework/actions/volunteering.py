"""A concern that somebody chooses to tell the police, where nobody is in danger (demand M14).

It goes once, to the police force of the case. Nobody can ask for one; and the police can ask nothing through it:
nothing in Handrail refers to a concern.
"""

from uuid import UUID, uuid4

from handrail import duties, gate
from handrail.casework.models import Concern
from handrail.casework.resources import CASE, CONCERN
from handrail.casework.rules import CASE as CASE_STATES
from handrail.casework.rules import CONCERN as STATES
from handrail.casework.rules import NotInCatalogue
from handrail.casework.words import write
from handrail.directory.models import Member
from handrail.gate import Actor, action
from handrail.programme import load


@action("case.volunteer_concern", resource=CASE)
def volunteer_concern(*, by: Actor, purpose: str, case: UUID, ground: str, words: str) -> UUID:
    """Tell the police of the case of a concern, for a reason why the actor may (a code of the rulebook)."""
    act = gate.current()
    found = act.resource(CASE)
    CASE_STATES.next(found.state, "work")
    if ground not in load(found.programme).concern_grounds:
        raise NotInCatalogue("ground")
    act.about(found.person_id)
    concern = Concern(
        id=uuid4(),
        case=found,
        person_id=found.person_id,
        reference=found.reference,
        programme=found.programme,
        organisation_id=act.organisation,
        police_id=found.police_id,
        ground=ground,
        raised_by=act.by.id,
        raised_at=act.now,
    )
    write(act, found.police_id, found.person_id, concern, words=words)
    concern.save(force_insert=True)
    with act.deliver_to(found.police_id):
        duties.raise_about(
            act,
            found,
            organisation=found.police_id,
            kind="read_concern",
            role="police_risk_owner",
            subject=("Concern", concern.id),
        )
    act.note(concern=concern.id, police=found.police_id, ground=ground)
    return concern.id


@action("concern.mark_read", resource=CONCERN)
def mark_read(*, by: Actor, purpose: str, concern: UUID) -> None:
    """Record that the police have read it. That is all that can be done with a concern."""
    act = gate.current()
    record = act.resource(CONCERN)
    record.state = STATES.next(record.state, "mark_read")
    record.read_by, record.read_at = Member.objects.get(pk=act.by.id), act.now
    record.save(update_fields=("state", "read_by", "read_at"))
    act.about(record.person_id)
    duties.complete(act, subject=("Concern", record.id), kind="read_concern")
