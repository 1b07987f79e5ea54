"""“This asks me to watch someone”, said of a question: it stops, and both data protection officers look."""

from uuid import UUID

from handrail import gate
from handrail.gate import Act, Actor, action
from handrail.questions import rules
from handrail.questions.models import Question, QuestionState
from handrail.questions.putting import owe_answer, set_times
from handrail.questions.replies import let_go
from handrail.questions.resources import QUESTION
from handrail.sharing.actions.challenging import on_closed
from handrail.sharing.challenges import raise_challenge
from handrail.sharing.models import Challenge, PersonRecord


@action("question.asks_to_watch", resource=QUESTION)
def asks_to_watch(*, by: Actor, purpose: str, question: UUID, words: str) -> UUID:
    """Flag a question as asking to watch someone. It stops at once; nobody owes an answer to it."""
    act = gate.current()
    record = act.resource(QUESTION)
    record.state = rules.QUESTION.next(record.state, "asks_to_watch")
    record.save(update_fields=("state",))
    let_go(act, record)
    known = PersonRecord.objects.filter(organisation_id=act.organisation, person_id=record.person_id).first()
    challenge = raise_challenge(
        act,
        other=record.organisation,
        subject=("Question", record.id),
        person=record.person_id,
        reference=known.reference if known else record.reference,
        programme=record.programme,
        words=words,
    )
    return challenge.id


def _end(act: Act, challenge: Challenge, goes_on: bool) -> None:
    record = (
        Question.objects.select_for_update(of=("self",), no_key=True)
        .select_related("asked_of", "organisation", "centre")
        .get(pk=challenge.subject_id)
    )
    if record.state != QuestionState.STOPPED:
        return  # withdrawn while the officers looked at it
    record.state = rules.QUESTION.next(record.state, "resume" if goes_on else "end")
    if goes_on:
        set_times(act, record)
    else:
        record.ended_at = act.now
    record.save(update_fields=("state", "answer_by", "closes_at", "ended_at"))
    if goes_on:
        owe_answer(act, record)


on_closed("Question", _end)
