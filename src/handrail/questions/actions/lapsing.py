"""A question that nobody answered in time closes by itself, and nobody is asked why."""

from uuid import UUID

from handrail import gate
from handrail.gate import Actor, action, listing
from handrail.questions import rules
from handrail.questions.models import QuestionState
from handrail.questions.putting import owe_outcome
from handrail.questions.replies import let_go
from handrail.questions.resources import QUESTION


@listing("question.list_over")
def questions_over(*, by: Actor, purpose: str) -> tuple[UUID, ...]:
    """The questions of the service's organisation whose time is over."""
    act = gate.current()
    found = act.visible(QUESTION).filter(
        closes_at__lte=act.now, organisation_id=act.organisation, state=QuestionState.ASKED
    )
    ids = tuple(found.order_by("closes_at", "id").values_list("id", flat=True))
    act.listed(ids)
    return ids


@action("question.lapse", resource=QUESTION)
def lapse(*, by: Actor, purpose: str, question: UUID) -> None:
    """Close it without an answer; raises :class:`rules.NotOver` while it may still be answered."""
    act = gate.current()
    record = act.resource(QUESTION)
    if act.now < record.closes_at:
        raise rules.NotOver
    record.state = rules.QUESTION.next(record.state, "lapse")
    record.ended_at = act.now
    record.save(update_fields=("state", "ended_at"))
    let_go(act, record)
    owe_outcome(act, record)
    act.also("question.lapsed", organisation=record.asked_of_id, subject=("Question", record.id))
