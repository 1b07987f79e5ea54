"""One concern, as the police force that it was told to reads it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from handrail import gate
from handrail.casework.resources import CONCERN
from handrail.casework.words import read
from handrail.gate import Actor, query


@dataclass(frozen=True, slots=True)
class ConcernPage:
    """What somebody chose to tell the police: by which organisation, why they may, and in which words."""

    id: UUID
    person: UUID
    reference: str
    programme: str
    state: str
    organisation: str
    ground: str
    raised_at: datetime
    read_at: datetime | None
    words: str
    may_mark_read: bool


@query("concern.open", resource=CONCERN)
def open_concern(*, by: Actor, purpose: str, concern: UUID) -> ConcernPage:
    """Open a concern. There is no answer to it, and nothing to ask of whoever sent it."""
    act = gate.current()
    found = act.resource(CONCERN)
    act.about(found.person_id)
    (words,) = read(act, found.police_id, found.person_id, [found], "words")[0]
    return ConcernPage(
        id=found.id,
        person=found.person_id,
        reference=found.reference,
        programme=found.programme,
        state=found.state,
        organisation=found.organisation.name,
        ground=found.ground,
        raised_at=found.raised_at,
        read_at=found.read_at,
        words=words,
        may_mark_read=found.state == "sent" and act.allows("concern.mark_read", CONCERN, found),
    )
