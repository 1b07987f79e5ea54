"""How a need or a strength ends: it was met, or is none any more; and what to do when it is there again."""

from uuid import UUID

from handrail import gate
from handrail.casework import history, sources
from handrail.casework.models import Need
from handrail.casework.resources import CASE
from handrail.casework.rules import CASE as CASE_STATES
from handrail.casework.rules import NEED, NotGiven, NotInCatalogue
from handrail.casework.words import write
from handrail.gate import Actor, action

#: The state that a step leads to → what the case's history says: of a need, of a strength.
_SAID = {
    "met": ("need_met", "need_met"),
    "closed": ("need_closed", "strength_closed"),
    "open": ("need_reopened", "strength_reopened"),
}


@action("case.close_need", resource=CASE)
def close_need(*, by: Actor, purpose: str, case: UUID, need: UUID, step: str, words: str) -> None:
    """Record that a need is met (``meet``), that a need or strength is none any more (``close``), or that it is there
    again (``reopen``): who judged so, when, and in what words.

    The words rest on what the need rests on, so whoever writes them can read it.
    """
    act = gate.current()
    found = act.resource(CASE)
    CASE_STATES.next(found.state, "work")
    record = Need.objects.select_for_update(no_key=True).filter(pk=need, case=found).first()
    if record is None or step not in NEED.actions or (record.strength and step == "meet"):
        raise NotInCatalogue("need")
    readable = sources.readable(
        act, keeper=found.organisation_id, person=found.person_id, kind="need", rows=[record.id]
    )
    if not readable[record.id]:
        raise NotGiven
    record.state = NEED.next(record.state, step)
    if record.state == "open":
        record.ended_by, record.ended_at = None, None
    else:
        record.ended_by, record.ended_at = act.by.id, act.now
    write(act, found.organisation_id, found.person_id, record, ending=words)
    record.save(update_fields=("state", "ended_by", "ended_at", "ending_sealed"))
    history.record(act, found, _SAID[record.state][record.strength], record.kind)
    act.note(need=record.id, state=record.state)
