"""What a partner does with an identity check: looks at its record step by step, and says whether it is the person.

Its answer is its own sharing decision, of one word: by two people, one of them the guardian in a health organisation.
"""

from uuid import UUID, uuid4

from handrail import duties, gate
from handrail.directory.addresses import holders
from handrail.gate import Act, Actor, Conflict, RuleBroken, action
from handrail.matching import checking, rules
from handrail.matching.messages import Refusal
from handrail.matching.models import Answer, Candidate, Check, CheckReply, CheckState, Fits, Register, ReplyState
from handrail.matching.resources import CHECK, GUARDIAN
from handrail.matching.rules import faults
from handrail.programme import load
from handrail.sharing.owed import CONTACT
from handrail.sharing.sealed import seal, unseal
from handrail.sharing.wording import refuse_above_official

DECIDE = "decide_check"


@action("check.step", resource=CHECK)
def step(*, by: Actor, purpose: str, check: UUID, number: int, fits: str) -> bool:
    """Say whether a step fits one's record. The next one is shown unless it doesn't; gives whether there is one."""
    act = gate.current()
    record = act.resource(CHECK)
    refuse_closed(act, record)
    checking.refuse_unagreed(act, record.organisation_id, record.centre_id)
    found = checking.shown(record)
    last = found[-1]
    if last.number != number or last.fits:
        raise faults.NotShown
    last.fits = checking.fits(fits)
    last.save(update_fields=("fits",))
    more = last.fits != Fits.NO and checking.show_next(act, record, number)
    act.note(step=last.code, fits=last.fits, more=more)
    return more


@action("check.answer", resource=CHECK)
def answer(*, by: Actor, purpose: str, check: UUID, answer: str, reasons: str = "") -> None:
    """Write the answer. Nothing is said until a colleague releases it; to say nothing needs none.

    ``reasons`` go to those who asked, with the answer.
    """
    act = gate.current()
    record = act.resource(CHECK)
    refuse_closed(act, record)
    if answer not in Answer.values:
        raise faults.UnknownAnswer
    reply = CheckReply.objects.select_for_update(no_key=True).filter(check_of=record).first()
    if reply is None:
        reply = CheckReply(id=uuid4(), organisation_id=act.organisation, check_of=record)
    else:
        reply.state = rules.REPLY.next(reply.state, "think_again")
    reply.answer, reply.made_by, reply.made_at = answer, act.by.id, act.now
    reply.version += 1
    if answer == Answer.CANNOT_SAY:
        reply.state, reasons = ReplyState.UNSAID.value, ""
    else:
        _check(record, answer, reasons)
    seal(checking.theirs(record), reply, reasons=reasons)
    reply.save()
    duties.complete(act, subject=("Check", record.id), kind="answer_check")
    for role in _seconds(act, record) if reply.state == ReplyState.WEIGHED else ():
        duties.raise_about(
            act,
            record,
            organisation=act.organisation,
            kind=DECIDE,
            role=role,
            subject=("Check", record.id),
            not_for=[act.by.id],
        )
    act.note(answer=answer)


@action("check.release", resource=CHECK)
def release(*, by: Actor, purpose: str, check: UUID, version: int) -> None:
    """Give the answer to those who asked. Unless it is the same person, everything of it here is then destroyed.

    Raises Conflict if it was written anew since ``version``, which is what its second person has read.
    """
    act = gate.current()
    record = act.resource(CHECK)
    refuse_closed(act, record)
    checking.refuse_unagreed(act, record.organisation_id, record.centre_id)
    reply = _reply(record)
    if reply.version != version:
        raise Conflict
    reply.state = rules.REPLY.next(reply.state, "release")
    reply.save(update_fields=("state",))
    (reasons,) = unseal(checking.theirs(record), reply, "reasons")
    said = reply.answer
    duties.complete(act, subject=("Check", record.id), kind=DECIDE)
    with act.deliver_to(record.organisation_id):
        seal(checking.ours(record), record, reasons=reasons)
    checking.close(act, record, said)
    tell(act, record, said, "check.answered")
    act.note(answer=said)


@action("check.is_made_up", resource=CHECK)
def is_made_up(*, by: Actor, purpose: str, check: UUID) -> None:
    """Say that the record is one which one's organisation made up: nobody was meant, so somebody asks by guessing.

    The check ends, and the data protection officers of both sides look at it.
    """
    act = gate.current()
    record = act.resource(CHECK)
    refuse_closed(act, record)
    register = Register.objects.get(pk=record.register)
    checking.close(act, record, "is_made_up")
    tell(act, record, "is_made_up", "check.refused", refusal=Refusal.CANARY_ASKED.value)
    checking.alarm(act, register, record.organisation_id)
    act.note(refusal=Refusal.CANARY_ASKED.value)


@action("check.send_back", resource=CHECK)
def send_back(*, by: Actor, purpose: str, check: UUID) -> None:
    """Send the answer back to whoever wrote it: nothing is said yet."""
    act = gate.current()
    record = act.resource(CHECK)
    refuse_closed(act, record)
    reply = _reply(record)
    reply.state = rules.REPLY.next(reply.state, "send_back")
    reply.save(update_fields=("state",))
    duties.complete(act, subject=("Check", record.id), kind=DECIDE)
    duties.raise_about(
        act,
        record,
        organisation=act.organisation,
        kind="answer_check",
        role=CONTACT,
        subject=("Check", record.id),
    )


def tell(act: Act, record: Check, step: str, kind: str, **facts: str) -> None:
    """Tell those who asked what became of it. Asked in the originator's house, the candidate is found and moved on."""
    with act.deliver_to(record.organisation_id):
        candidate = Candidate.objects.select_for_update(of=("self",), no_key=True).get(identity_check=record.id)
        candidate.state = rules.CANDIDATE.next(candidate.state, step)
        candidate.ended_at = act.now
        candidate.pseudonym_sealed = b""
        candidate.save(update_fields=("state", "ended_at", "pseudonym_sealed"))
        duties.raise_about(
            act,
            candidate,
            organisation=record.organisation_id,
            kind="read_check",
            role="originating_officer",
            subject=("Candidate", candidate.id),
        )
    checking.told(act, candidate, kind, check=record.id, answer=record.state, **facts)


def _seconds(act: Act, record: Check) -> tuple[str, ...]:
    """To whom it falls to release the answer: the guardian in health, else another contact; others if there is none."""
    if record.asked_of.kind == "nhs":
        return (GUARDIAN,)
    owed = load(record.programme).timescales[DECIDE].owed_by
    found = tuple(role for role in owed if role != GUARDIAN and holders(act.organisation, role) - {act.by.id})
    return (CONTACT,) if CONTACT in found or not found else found


def refuse_closed(act: Act, record: Check) -> None:
    """Raise :class:`faults.Closed` unless the check waits for an answer and its time is not over."""
    if record.state != CheckState.ASKED or act.now >= record.closes_at:
        raise faults.Closed


def _reply(record: Check) -> CheckReply:
    reply = CheckReply.objects.select_for_update(no_key=True).filter(check_of=record).first()
    if reply is None:
        raise faults.Closed
    return reply


def _check(record: Check, answer: str, reasons: str) -> None:
    """An answer rests on something that was looked at, and says why in words that may be passed on."""
    said = {each.fits for each in checking.shown(record)} - {""}
    if not said:
        raise faults.NothingSaidYet
    if answer == Answer.SAME and Fits.YES not in said:
        raise faults.NothingFitted
    if not reasons.strip():
        raise RuleBroken("words-missing", "Say what your answer rests on", field="reasons")
    limit = load(record.programme).ceilings["characters_per_question"].limit
    if len(reasons) > limit:
        raise RuleBroken("too-long", f"Use {limit} characters or fewer", field="reasons")
    refuse_above_official(reasons, field="reasons")
