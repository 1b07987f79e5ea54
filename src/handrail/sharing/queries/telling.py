"""One organisation's decision on telling a person."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from handrail.directory.names import member_names
from handrail.gate import Actor, query
from handrail.gate import current as current_act
from handrail.programme import load
from handrail.sharing.actions.telling import latest
from handrail.sharing.drafted import TellingProposed
from handrail.sharing.initials import initials_of
from handrail.sharing.models import NotificationDecision, NotificationState, PersonRecord
from handrail.sharing.resources import NOTIFICATION
from handrail.sharing.values import said


@dataclass(frozen=True, slots=True)
class TellingPage:
    """A decision on telling a person: what was decided, by whom, and what its reader may do about it now."""

    id: UUID
    reference: str
    initials: str
    programme: str
    telling: TellingProposed
    decided_on: date
    proposed_by: str
    approved_by: str
    in_effect: bool
    may: frozenset[str]


@query("notification.open", resource=NOTIFICATION)
def open_telling(*, by: Actor, purpose: str, notification: UUID) -> TellingPage:
    """The decision, without a word of why the person is known."""
    act = current_act()
    decision = act.resource(NOTIFICATION)
    record = PersonRecord.objects.get(organisation_id=act.organisation, person_id=decision.person_id)
    names = member_names([decision.proposed_by, decision.approved_by])
    ground = load(decision.programme).notification_grounds.get(decision.ground)
    waits = _waits(decision)
    steps = {"approve"} if waits else {"look_again"} if latest(act, decision.person_id).id == decision.id else set()
    return TellingPage(
        id=decision.id,
        reference=record.reference,
        initials=initials_of(act, [decision.person_id]).get(decision.person_id, ""),
        programme=decision.programme,
        telling=TellingProposed(decision.state, said(ground, decision.ground), decision.look_again_on),
        decided_on=decision.decided_on,
        proposed_by=names.get(decision.proposed_by, ""),
        approved_by=names.get(decision.approved_by, "") if decision.approved_by else "",
        in_effect=not waits,
        may=frozenset(step for step in steps if act.allows(f"notification.{step}", NOTIFICATION, decision)),
    )


def _waits(decision: NotificationDecision) -> bool:
    return decision.state == NotificationState.DEFERRED and decision.approved_by is None
