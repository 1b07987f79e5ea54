"""Putting a question to a partner, with a second person where the rulebook's words are not used, and withdrawing it."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from handrail import duties, gate
from handrail.casework.resources import CASE
from handrail.casework.rules import CASE as CASE_STATES
from handrail.gate import Actor, action
from handrail.programme import load
from handrail.questions import putting, rules
from handrail.questions.models import Question
from handrail.questions.replies import take_back
from handrail.questions.resources import QUESTION, needs_second
from handrail.sharing.sealed import Copy, seal


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that now exists; ``waits`` is whether a second person has to approve it first."""

    question: UUID
    waits: bool


@action("question.ask", resource=CASE)
def ask(
    *,
    by: Actor,
    purpose: str,
    case: UUID,
    asked_of: UUID,
    code: str,
    necessity: str,
    text: str = "",
    again: str = "",
) -> Asked:
    """Put a question about the person to one organisation, and say why it is necessary.

    ``text`` is for the question that the rulebook leaves to the asker's own words; ``again`` says why the same one is
    put once more. Either waits for a second person of the asking organisation, and until then nobody else sees it.
    """
    act = gate.current()
    found = act.resource(CASE)
    CASE_STATES.next(found.state, "work")
    organisation = next((each for each in putting.whom(act, found) if each.pk == asked_of), None)
    if organisation is None:
        raise rules.NotAsked
    entry = load(found.programme).questions.get(code)
    if entry is None or organisation.kind not in entry.asked_of:
        raise rules.NotOnTheList
    if entry not in putting.on_offer(act, found, organisation):
        raise rules.NothingWouldFlow
    before = putting.earlier(act, found, organisation)
    putting.refuse_too_many(act, found, entry, before)
    times = len(before.of(code))
    if times and not entry.own_words and not again.strip():
        raise rules.SayWhyAgain
    putting.check_words(
        (
            ("text", text, "Write the question" if entry.own_words else ""),
            ("necessity", necessity, "Say why you need to know"),
            ("again", again, ""),
        ),
        limit=load(found.programme).ceilings["characters_per_question"].limit,
    )
    record = Question(
        id=uuid4(),
        case=found,
        organisation_id=act.organisation,
        asked_of=organisation,
        person_id=found.person_id,
        reference=found.reference,
        centre=found.centre,
        programme=found.programme,
        marking=found.marking,
        code=code,
        before=times,
        asked_by=act.by.id,
        asked_at=act.now,
    )
    seal(
        Copy(act.organisation, found.person_id),
        record,
        text=text if entry.own_words else "",
        necessity=necessity,
        again=again if times else "",
    )
    record.save(force_insert=True)
    if needs_second(record):
        putting.owe_approval(act, record)
    else:
        putting.put(act, record, step="put")
    act.note(question=record.id, asked_of=asked_of, code=code, before=times, waits=not record.put)
    return Asked(record.id, waits=not record.put)


@action("question.approve", resource=QUESTION)
def approve(*, by: Actor, purpose: str, question: UUID) -> None:
    """Approve a question that a colleague wrote, or wants to put again: it goes to the partner now."""
    act = gate.current()
    record = act.resource(QUESTION)
    CASE_STATES.next(record.case.state, "work")
    if record.asked_of not in putting.whom(act, record.case):
        raise rules.NotAsked
    record.approved_by = act.by.id
    putting.put(act, record, step="approve")
    duties.complete(act, subject=("Question", record.id), kind="approve_question")
    act.note(asked_of=record.asked_of_id, code=record.code)


@action("question.turn_down", resource=QUESTION)
def turn_down(*, by: Actor, purpose: str, question: UUID) -> None:
    """Decide that it is not put. The partner never learns that it was written."""
    act = gate.current()
    record = act.resource(QUESTION)
    record.state = rules.QUESTION.next(record.state, "turn_down")
    record.ended_at = act.now
    record.save(update_fields=("state", "ended_at"))
    duties.complete(act, subject=("Question", record.id), kind="approve_question")


@action("question.mark_read", resource=QUESTION)
def mark_read(*, by: Actor, purpose: str, question: UUID) -> None:
    """Say that one has seen what became of a question, so that it no longer waits for them."""
    act = gate.current()
    record = act.resource(QUESTION)
    if record.state in rules.OPEN:
        raise rules.NotOver
    duties.complete(act, subject=("Question", record.id), kind="read_outcome")


@action("question.withdraw", resource=QUESTION)
def withdraw(*, by: Actor, purpose: str, question: UUID) -> None:
    """Take a question back that has not been answered."""
    act = gate.current()
    take_back(act, act.resource(QUESTION))
