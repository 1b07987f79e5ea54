"""What the organisation that is asked makes of a question. Nothing here touches the asker's row of it but an answer."""

from uuid import uuid4

from handrail import duties
from handrail.gate import Act
from handrail.programme import load
from handrail.questions import rules
from handrail.questions.models import Question, QuestionState, Reply, ReplyState
from handrail.questions.putting import owe_outcome
from handrail.sharing.actions.drafting import take_back as take_back_decision
from handrail.sharing.models import SharingDecision


def reply_of(question: Question) -> Reply | None:
    """The reply as it stands, for the organisation that is asked: nobody else has it."""
    return Reply.objects.select_for_update(no_key=True).filter(question=question).first()


def begun(act: Act, question: Question, decision: SharingDecision) -> Reply:
    """An answer was written and waits for its second person."""
    reply = reply_of(question)
    if reply is None:
        reply = Reply(id=uuid4(), organisation_id=act.organisation, question=question, state=rules.REPLY.initial)
    else:
        reply.state = rules.REPLY.next(reply.state, "think_again")
    reply.decision, reply.silence = decision.id, ""
    reply.made_by, reply.made_at = act.by.id, act.now
    reply.save()
    return reply


def say_nothing(act: Act, question: Question, silence: str) -> None:
    """Decide to say nothing, and why. The asker learns which only where the rulebook tells the silences apart."""
    reply = reply_of(question)
    if reply is None:
        reply = Reply(id=uuid4(), organisation_id=act.organisation, question=question, state=rules.REPLY.initial)
    if reply.state != ReplyState.UNSAID:
        reply.state = rules.REPLY.next(reply.state, "say_nothing")
    reply.silence, reply.made_by, reply.made_at = silence, act.by.id, act.now
    reply.save()
    duties.complete(act, subject=("Question", question.id), kind="answer_question")
    act.note(silence=silence)
    entry = load(question.programme).questions.get(question.code)
    if entry is not None and entry.tells_apart:
        question.state = rules.QUESTION.next(question.state, "say_why_not")
        question.silence, question.ended_at = silence, act.now
        question.save(update_fields=("state", "silence", "ended_at"))
        owe_outcome(act, question)
        act.also(
            "question.closed",
            organisation=question.organisation_id,
            subject=("Question", question.id),
            silence=silence,
        )


def let_go(act: Act, question: Question) -> None:
    """Ask for nothing more: what was due about it ends, and an answer that nobody has released stays unsaid."""
    with act.deliver_to(question.asked_of_id):
        duties.cancel(act, subject=("Question", question.id))
        reply = reply_of(question)
        if reply is not None and reply.state == ReplyState.WEIGHED and reply.decision is not None:
            reply.state = rules.REPLY.next(reply.state, "say_nothing")
            reply.save(update_fields=("state",))
            take_back_decision(act, SharingDecision.objects.select_for_update(no_key=True).get(pk=reply.decision))


def take_back(act: Act, question: Question) -> None:
    """Close a question that has no answer, in the asker's name: whoever was asked owes none any more."""
    question.state = rules.QUESTION.next(question.state, "withdraw")
    question.ended_at = act.now
    with act.deliver_to(question.organisation_id):
        question.save(update_fields=("state", "ended_at"))
        duties.cancel(act, subject=("Question", question.id))
    if question.put:
        let_go(act, question)
        act.also("question.withdrawn", organisation=question.asked_of_id, subject=("Question", question.id))


def refuse_closed(act: Act, question: Question) -> None:
    """Raise :class:`rules.Closed` unless the question waits for an answer and its time is not over."""
    if question.state != QuestionState.ASKED or act.now >= question.closes_at:
        raise rules.Closed
