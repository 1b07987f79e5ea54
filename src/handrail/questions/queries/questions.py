"""The questions about a person, and one question: each side sees its own.

What the asker reads here comes from its own rows only. A partner that decided to say nothing changed none of them.
"""

from collections.abc import Iterable
from uuid import UUID

from handrail import duties, gate
from handrail.casework.models import Case
from handrail.casework.resources import CASE
from handrail.directory.models import Member
from handrail.gate import Act, Actor, listing, query
from handrail.programme import load
from handrail.questions.actions.answering import guardian_decides, kept_until
from handrail.questions.models import Question, QuestionState, Reply, ReplyState
from handrail.questions.resources import QUESTION
from handrail.questions.rules import QUESTION as STATES
from handrail.questions.values import Before, Given, QuestionLine, QuestionPage, Questions, Replied
from handrail.sharing.conditions import reliability
from handrail.sharing.models import Challenge, Holding, HoldingState, PersonRecord
from handrail.sharing.resources import HOLDING
from handrail.sharing.sealed import Copy, unseal, unseal_all

#: What either side may do next: step of the lifecycle → the action that policy is asked about.
STEPS = {
    "approve": "question.approve",
    "turn_down": "question.turn_down",
    "withdraw": "question.withdraw",
    "mark_read": "question.mark_read",
    "answer": "question.answer",
    "cannot_answer": "question.cannot_answer",
    "asks_to_watch": "question.asks_to_watch",
}
_TO_ANSWER = frozenset({"answer", "cannot_answer"})


@listing("question.list")
def questions(*, by: Actor, purpose: str, person: UUID) -> Questions:
    """The questions about one person that the actor's organisation put, or that were put to it."""
    act = gate.current()
    act.about(person)
    found = list(act.visible(QUESTION).filter(person_id=person).order_by("-asked_at", "id"))
    act.listed(each.id for each in found)
    words = _words(act, found)
    lines = [(each, _line(act, each, words[each.id])) for each in found]
    return Questions(
        put=tuple(line for each, line in lines if each.organisation_id == act.organisation),
        received=tuple(line for each, line in lines if each.organisation_id != act.organisation),
    )


@query("question.open", resource=QUESTION)
def open_question(*, by: Actor, purpose: str, question: UUID) -> QuestionPage:
    """One question, as the side that the actor is on sees it."""
    act = gate.current()
    found = act.resource(QUESTION)
    mine = found.organisation_id == act.organisation
    entry = load(found.programme).questions[found.code]
    replied = None if mine else _replied(found)
    necessity, again = _texts(act, found, "necessity", "again")
    known = PersonRecord.objects.filter(organisation_id=act.organisation, person_id=found.person_id).first()
    case = Case.objects.filter(pk=found.case_id).first()
    return QuestionPage(
        id=found.id,
        person=found.person_id,
        case=case.id if case and act.allows("case.see", CASE, case) else None,
        record=known.id if known else None,
        reference=known.reference if known else found.reference,
        programme=found.programme,
        marking=found.marking,
        code=found.code,
        words=_words(act, [found])[found.id],
        shape=entry.shape,
        necessity=necessity,
        again=again,
        asker=found.organisation.name,
        asked_of=found.asked_of.name,
        asked_of_kind=found.asked_of.kind,
        mine=mine,
        state=seen(act, found),
        silence=found.silence,
        asked_at=found.put_at if found.put else found.asked_at,
        asked_by=Member.objects.filter(pk=found.asked_by).values_list("name", flat=True).first() or "" if mine else "",
        before=_before(act, found) if mine else (),
        answer_by=found.answer_by,
        closes_at=found.closes_at,
        kept_until=kept_until(found, entry, act.today),
        tells_apart=entry.tells_apart,
        guardian_decides=guardian_decides(found),
        knows_them=known is not None,
        given=_given(act, found) if mine else None,
        replied=replied,
        challenge=_challenge(found),
        steps=_steps(act, found, decided_on=replied is not None and replied.state == ReplyState.WEIGHED),
    )


def seen(act: Act, question: Question) -> str:
    """The state that both sides see: one whose time is over is over, whether or not the sweep has been by."""
    if question.state == QuestionState.ASKED and act.now >= question.closes_at:
        return QuestionState.LAPSED.value
    return question.state


def lines_before(act: Act, found: Iterable[Question]) -> tuple[Before, ...]:
    """What was put before, for whoever decides on putting one more."""
    put = [each for each in found if each.put]
    words = _words(act, put)
    return tuple(Before(words[each.id], each.put_at, seen(act, each)) for each in put)


def _before(act: Act, question: Question) -> tuple[Before, ...]:
    others = Question.objects.filter(
        organisation_id=question.organisation_id, asked_of=question.asked_of, person_id=question.person_id
    ).exclude(pk=question.pk)
    return lines_before(act, others.order_by("-asked_at"))


def _line(act: Act, question: Question, words: str) -> QuestionLine:
    mine = question.organisation_id == act.organisation
    return QuestionLine(
        id=question.id,
        words=words,
        with_whom=(question.asked_of if mine else question.organisation).name,
        asked_at=question.put_at if question.put else question.asked_at,
        state=seen(act, question),
        silence=question.silence,
        closes_at=question.closes_at,
    )


def _words(act: Act, found: Iterable[Question]) -> dict[UUID, str]:
    """The question of each in the words in which it was put: the rulebook's, or the asker's own."""
    said: dict[UUID, str] = {}
    for each in found:
        entry = load(each.programme).questions.get(each.code)
        said[each.id] = entry.title if entry and not entry.own_words else _texts(act, each, "text")[0]
    return said


def _texts(act: Act, question: Question, *names: str) -> tuple[str, ...]:
    """The texts of the reader's side."""
    side = "" if question.organisation_id == act.organisation else "_for_other"
    return unseal(Copy(act.organisation, question.person_id), question, *(f"{name}{side}" for name in names))


def _given(act: Act, question: Question) -> Given | None:
    """The answer, from the asker's own copy: its words as long as the copy stands."""
    if question.item is None:
        return None
    copy = Holding.objects.filter(organisation_id=act.organisation, item=question.item).first()
    if copy is None or copy.disclosure_id is None:
        return None
    held = copy.state == HoldingState.HELD and act.allows("holding.read", HOLDING, copy)
    words, conditions = ("", "")
    if held:
        ((words, conditions),) = unseal_all(Copy(act.organisation, copy.person_id), [copy], "text", "conditions")
    return Given(
        item=copy.item,
        words=words.partition("\n")[2] if held else None,
        conditions=conditions,
        reliability=reliability(copy.grading_scheme, copy.source_grade, copy.information_grade),
        marking=copy.marking,
        state=copy.state,
        until=copy.expires_on,
        disclosure=copy.disclosure_id,
    )


def _replied(question: Question) -> Replied | None:
    reply = Reply.objects.filter(question=question).first()
    return Replied(reply.state, reply.silence, reply.decision) if reply else None


def _challenge(question: Question) -> UUID | None:
    flags = Challenge.objects.filter(subject_kind="Question", subject_id=question.id).order_by("-raised_at")
    return flags.values_list("id", flat=True).first()


def _steps(act: Act, question: Question, *, decided_on: bool) -> tuple[str, ...]:
    """The steps that the state allows and policy permits this actor; none to answer while an answer is decided on."""
    state = seen(act, question)
    possible = set(STATES.transitions[state]) - _TO_ANSWER
    if state == QuestionState.ASKED and not decided_on:
        possible |= _TO_ANSWER
    mine = act.visible(duties.DUTY).filter(subject_kind="Question", subject_id=question.id, state="open")
    if mine.filter(kind="read_outcome").exists():
        possible.add("mark_read")
    return tuple(step for step, action in STEPS.items() if step in possible and act.allows(action, QUESTION, question))
