"""Answering a question: the partner's own sharing decision, of one item to one recipient, by two people."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from handrail import duties, gate
from handrail.casework.team import SUPPORT
from handrail.directory.agreements import agreement_between, last_day
from handrail.gate import Act, Actor, action
from handrail.programme import load
from handrail.programme.questions import Question as Entry
from handrail.questions import replies, rules
from handrail.questions.models import Question, Silence
from handrail.questions.resources import GUARDIAN, QUESTION, needs_guardian
from handrail.questions.shapes import words_of
from handrail.sharing.actions.drafting import put_forward
from handrail.sharing.changes import PutItem, PutRecipient, SetReasons, SetTelling, apply
from handrail.sharing.conditions import NONE
from handrail.sharing.drafts import begin
from handrail.sharing.models import DecisionKind, SharingDecision
from handrail.sharing.owed import CONTACT
from handrail.sharing.sealed import Copy, unseal
from handrail.sharing.statements import Grading, Statement


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered, how it may be handled, and why it may be shared.

    ``value`` is in the shape of the question (see :mod:`handrail.questions.shapes`). ``category`` counts only where
    the question leaves it open. ``conditions`` are the answerer's own, empty for none. ``information`` is the code of
    3x5x2 for how it is known. ``telling`` is told or deferred, ``on`` a day and, to defer, ``ground`` a code.
    """

    value: str
    marking: int
    information: str
    power: str
    necessity: str
    proportionality: str
    alternatives: str
    telling: str
    on: date
    ground: str = ""
    category: str = ""
    conditions: str = ""


@action("question.answer", resource=QUESTION)
def answer(*, by: Actor, purpose: str, question: UUID, answer: Answer) -> UUID:
    """Write the answer and put it forward. Nothing is said until another person of this organisation releases it.

    Gives the sharing decision: one item, in the shape that was asked for, to the organisation that asked.
    """
    act = gate.current()
    record = act.resource(QUESTION)
    replies.refuse_closed(act, record)
    entry = _entry(record)
    decision = begin(act, kind=DecisionKind.ANSWER, person=record.person_id, centre=record.centre)
    decision.save(force_insert=True)
    replies.begun(act, record, decision)
    apply(act, decision, PutItem(_statement(record, entry, answer)))
    apply(act, decision, _to_the_asker(act, record, decision, entry))
    apply(act, decision, SetReasons(answer.power, answer.necessity, answer.proportionality, answer.alternatives))
    apply(act, decision, SetTelling(answer.telling, answer.on, answer.ground))
    put_forward(act, decision)
    duties.complete(act, subject=("Question", record.id), kind="answer_question")
    duties.raise_duty(
        act,
        organisation=act.organisation,
        programme=record.programme,
        kind="decide_answer",
        role=GUARDIAN if guardian_decides(record) else CONTACT,
        subject=("Decision", decision.id),
        person=record.person_id,
        person_reference=decision.reference,
        not_for={act.by.id, *decision.authors},
    )
    act.note(decision=decision.id)
    return decision.id


@action("question.cannot_answer", resource=QUESTION)
def cannot_answer(*, by: Actor, purpose: str, question: UUID, silence: str) -> None:
    """Say nothing, because nothing is held or because it is withheld (:class:`Silence`): for one's own record.

    Unless the rulebook tells the two apart for this question, the asker goes on seeing that it waits for an answer
    until its time is over, and then that there is none, as if nobody had looked.
    """
    act = gate.current()
    record = act.resource(QUESTION)
    replies.refuse_closed(act, record)
    if silence not in Silence.values:
        raise rules.AnswerOutOfShape("Choose why you can’t answer")
    replies.say_nothing(act, record, silence)


def guardian_decides(record: Question) -> bool:
    """Whether the second person is the guardian: always in a health organisation, elsewhere if the rulebook says so."""
    return record.asked_of.kind == "nhs" or needs_guardian(record)


def question_words(record: Question, copy: Copy, entry: Entry) -> str:
    """The question as it was put, to the side whose copy it is: the rulebook's words, or the asker's own."""
    if not entry.own_words:
        return entry.title
    field = "text" if copy.organisation == record.organisation_id else "text_for_other"
    return unseal(copy, record, field)[0]


def _entry(record: Question) -> Entry:
    entry = load(record.programme).questions.get(record.code)
    if entry is None:
        raise rules.NotOnTheList
    return entry


def _statement(record: Question, entry: Entry, answer: Answer) -> Statement:
    text = question_words(record, Copy(record.asked_of_id, record.person_id), entry)
    handling = ("C", "A3", "S2") if answer.conditions.strip() else ("P", NONE, NONE)
    return Statement(
        category=entry.category or answer.category,
        words=words_of(entry, text, answer.value),
        marking=answer.marking,
        grading=Grading("1", answer.information, "3x5x2", *handling),
        conditions=answer.conditions.strip(),
    )


def _to_the_asker(act: Act, record: Question, decision: SharingDecision, entry: Entry) -> PutRecipient:
    return PutRecipient(
        organisation=record.organisation_id,
        items=tuple(decision.items.values_list("id", flat=True)),
        purpose=SUPPORT,
        requested_action=entry.then,
        until=kept_until(record, entry, act.today),
    )


def kept_until(record: Question, entry: Entry, today: date) -> date:
    """The last day on which the asker may keep the answer: the rulebook's, or sooner where what carries it ends."""
    ends = [today + timedelta(days=entry.keep_days), record.centre.ends_on, record.centre.programme_ends_on]
    agreement = agreement_between(
        record.asked_of_id, record.organisation_id, centre=record.centre_id, purpose=SUPPORT, on=today
    )
    return min(*ends, *([last_day(agreement)] if agreement else []))
