"""What becomes of an answer, once a second person has decided on it."""

from handrail import duties
from handrail.gate import Act
from handrail.questions import replies, rules
from handrail.questions.models import Question, Reply, Silence
from handrail.questions.putting import owe_answer, owe_outcome
from handrail.questions.resources import QUESTION
from handrail.sharing.decided import on_decided
from handrail.sharing.models import DecisionKind, SharingDecision


def _settle(act: Act, decision: SharingDecision, step: str) -> None:
    reply = Reply.objects.get(decision=decision.id)
    question = (
        Question.objects.select_for_update(of=("self",), no_key=True)
        .select_related("centre", "organisation", "asked_of")
        .get(pk=reply.question_id)
    )
    duties.complete(act, subject=("Decision", decision.id), kind="decide_answer")
    if step == "release":
        _give(act, question, reply, decision)
    elif step == "decline":
        replies.say_nothing(act, question, Silence.WITHHELD)
    else:
        _think_again(act, question, reply)


def _give(act: Act, question: Question, reply: Reply, decision: SharingDecision) -> None:
    replies.refuse_closed(act, question)
    act.require("question.give", QUESTION, question)
    reply.state = rules.REPLY.next(reply.state, "release")
    reply.save(update_fields=("state",))
    question.state = rules.QUESTION.next(question.state, "answer")
    question.item = decision.items.values_list("item", flat=True).get()
    question.ended_at = act.now
    question.save(update_fields=("state", "item", "ended_at"))
    owe_outcome(act, question)
    act.also(
        "question.answered",
        organisation=question.organisation_id,
        subject=("Question", question.id),
        item=question.item,
    )


def _think_again(act: Act, question: Question, reply: Reply) -> None:
    """Whoever wrote the answer took it back: the question is before them again, if its time is not over."""
    reply.state = rules.REPLY.next(reply.state, "say_nothing")
    reply.save(update_fields=("state",))
    if question.state == "asked" and act.now < question.closes_at:
        owe_answer(act, question)


on_decided(DecisionKind.ANSWER, _settle)
