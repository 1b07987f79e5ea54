"""What the police are asked before a programme goes ahead: read by the officers of the unit that answers, and by nobody
else. They see whom it concerns as they know them themselves, the stage and the kind of contact: nothing of the case."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from handrail import gate
from handrail.casework.deconfliction import longest
from handrail.casework.models import Deconfliction
from handrail.casework.resources import DECONFLICTION
from handrail.gate import Act, Actor, listing, query
from handrail.sharing.initials import initials_of


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the police. ``until`` is the last day of a confirmation that stands, or None.

    ``state`` is the last answer as it counts today: asked (none yet), confirmed, held, lapsed or over. ``waits`` is
    whether it was asked, or asked again, since. ``stage`` and ``contact`` are codes of the rulebook.
    """

    id: UUID
    reference: str
    initials: str
    programme: str
    stage: str
    contact: str
    state: str
    waits: bool
    asked_at: datetime
    until: date | None


@dataclass(frozen=True, slots=True)
class AskedPage:
    """One question, and the last day for which a confirmation that is given today may count."""

    asked: Asked
    longest: date
    may_answer: bool


@listing("deconfliction.list")
def asked(*, by: Actor, purpose: str, reference: str = "") -> tuple[Asked, ...]:
    """What the unit was asked and is not over: what waits first, in the order in which it was asked.

    With ``reference``, only what is about the person who goes by it in the unit.
    """
    act = gate.current()
    questions = act.visible(DECONFLICTION).exclude(state="over").order_by("-waits", "asked_at", "id")
    found = list(questions.filter(reference=reference.strip().upper()) if reference else questions)
    act.listed((each.id for each in found), reference=reference)
    initials = initials_of(act, (each.person_id for each in found), action="holding.initials")
    return tuple(_asked(act, each, initials.get(each.person_id, "")) for each in found)


@query("deconfliction.open", resource=DECONFLICTION)
def open_asked(*, by: Actor, purpose: str, deconfliction: UUID) -> AskedPage:
    """One question to the police."""
    act = gate.current()
    found = act.resource(DECONFLICTION)
    initials = initials_of(act, [found.person_id], action="holding.initials").get(found.person_id, "")
    return AskedPage(
        asked=_asked(act, found, initials),
        longest=longest(act, found.programme),
        may_answer=found.state != "over" and act.allows("deconfliction.answer", DECONFLICTION, found),
    )


def _asked(act: Act, record: Deconfliction, initials: str) -> Asked:
    stands = record.state == "confirmed" and record.until >= act.today
    lapsed = record.state == "confirmed" and not stands
    return Asked(
        id=record.id,
        reference=record.reference,
        initials=initials,
        programme=record.programme,
        stage=record.stage,
        contact=record.contact,
        state="lapsed" if lapsed else record.state,
        waits=record.waits,
        asked_at=record.asked_at,
        until=record.until if stands else None,
    )
