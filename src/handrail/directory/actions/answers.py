"""What others say to an agreement: views when consulted, questions and answers, and each party's yes or no."""

from uuid import UUID

from handrail import duties, programme
from handrail.directory.actions.drafting import ACCEPT
from handrail.directory.actions.reviewing import end_version, release_parties
from handrail.directory.models import Agreement, AgreementState, Organisation, Party, PartyState, RegisterQuestion
from handrail.directory.resources import AGREEMENT
from handrail.directory.rulebooks import owing_role
from handrail.directory.rules import AGREEMENT as LIFECYCLE
from handrail.directory.rules import PARTY
from handrail.directory.terms import TEXT_LIMIT, may_come_into_force
from handrail.gate import Act, Actor, RuleBroken, action, current

_ANSWER = "answer_register_question"


@action("agreement.respond", resource=AGREEMENT)
def respond(*, by: Actor, purpose: str, agreement: UUID, response: str) -> None:
    """Say what the organisation thinks of a draft that it was consulted on. It may say more, or otherwise, later."""
    act = current()
    record = act.resource(AGREEMENT)
    LIFECYCLE.next(record.state, "agreement.respond")
    _check_words(response, field="response", missing="Enter what your organisation thinks of it.")
    view = record.consultations.get(organisation_id=act.organisation)
    view.response, view.answered_by, view.answered_at = response, act.by.id, act.now
    view.save(update_fields=["response", "answered_by", "answered_at"])


@action("agreement.ask", resource=AGREEMENT)
def ask(*, by: Actor, purpose: str, agreement: UUID, question: str) -> UUID:
    """Put a question in the public register. The organisation that drafted the agreement has to answer it."""
    act = current()
    record = act.resource(AGREEMENT)
    LIFECYCLE.next(record.state, "agreement.ask")
    _check_words(question, field="question", missing="Enter your question.")
    asked = RegisterQuestion.objects.create(
        agreement=record, organisation_id=act.organisation, asked_by=act.by.id, asked_at=act.now, question=question
    )
    rulebook = programme.load(record.programme)
    role = owing_role(rulebook, _ANSWER, kind=record.organisation.kind)
    if role is not None:
        with act.deliver_to(record.organisation_id):
            duties.raise_duty(
                act,
                organisation=record.organisation_id,
                programme=record.programme,
                kind=_ANSWER,
                role=role,
                subject=("RegisterQuestion", asked.id),
            )
    act.note(question=asked.id)
    return asked.id


@action("agreement.answer", resource=AGREEMENT)
def answer(*, by: Actor, purpose: str, agreement: UUID, question: UUID, answer: str) -> None:
    """Answer a question in the register, for everybody to read. An answer, once given, stays as it is."""
    act = current()
    record = act.resource(AGREEMENT)
    LIFECYCLE.next(record.state, "agreement.answer")
    asked = record.questions.filter(pk=question).first()
    if asked is None:
        raise RuleBroken("unknown-question", "This question is not about this agreement.")
    if asked.answered_at is not None:
        raise RuleBroken("answered", "This question has been answered. Ask another if there is more to say.")
    _check_words(answer, field="answer", missing="Enter the answer.")
    asked.answer, asked.answered_by, asked.answered_at = answer, act.by.id, act.now
    asked.save(update_fields=["answer", "answered_by", "answered_at"])
    duties.complete(act, subject=("RegisterQuestion", asked.id), kind=_ANSWER)
    act.note(question=asked.id)


@action("agreement.accept", resource=AGREEMENT)
def accept(*, by: Actor, purpose: str, agreement: UUID) -> bool:
    """Accept this version for the organisation; True if that brings it into force.

    It comes into force, between those who have accepted, as soon as two parties have and one of them brings people
    into the programme. The others join when they accept; nothing flows to them before. The version that it replaces
    ends at that moment.
    """
    act = current()
    record = act.resource(AGREEMENT)
    LIFECYCLE.next(record.state, "agreement.accept")
    _say(act, record, "agreement.accept", reason="")
    if record.state != AgreementState.OFFERED or not _binds(record):
        return False
    replaced = record.previous if record.previous and record.previous.state != AgreementState.ENDED else None
    with act.deliver_to(record.organisation_id):
        record.state = LIFECYCLE.next(record.state, "agreement.start")
        record.in_force_at = act.now
        record.save(update_fields=["state", "in_force_at"])
        if replaced:
            end_version(act, replaced, "agreement.end", because="superseded")
    if replaced:
        release_parties(act, replaced)
    act.note(in_force=True)
    return True


@action("agreement.refuse", resource=AGREEMENT)
def refuse(*, by: Actor, purpose: str, agreement: UUID, reason: str) -> None:
    """Refuse this version for the organisation, and say why. It can still be accepted later."""
    act = current()
    record = act.resource(AGREEMENT)
    LIFECYCLE.next(record.state, "agreement.refuse")
    _check_words(reason, field="reason", missing="Enter why your organisation refuses.")
    _say(act, record, "agreement.refuse", reason=reason)


@action("agreement.leave", resource=AGREEMENT)
def leave(*, by: Actor, purpose: str, agreement: UUID, reason: str) -> None:
    """Leave an agreement that the organisation had accepted: from now on nothing flows to it or from it under this.

    What it holds already it holds until the time that each disclosure says.
    """
    act = current()
    record = act.resource(AGREEMENT)
    LIFECYCLE.next(record.state, "agreement.leave")
    _check_words(reason, field="reason", missing="Enter why your organisation leaves.")
    _say(act, record, "agreement.leave", reason=reason)


def _say(act: Act, agreement: Agreement, how: str, *, reason: str) -> None:
    party = Party.objects.select_for_update(no_key=True).get(agreement=agreement, organisation_id=act.organisation)
    party.state = PARTY.next(party.state, how)
    party.reason, party.answered_by, party.answered_at = reason, act.by.id, act.now
    party.save(update_fields=["state", "reason", "answered_by", "answered_at"])
    duties.complete(act, subject=("Agreement", agreement.id), kind=ACCEPT)
    act.note(answer=party.state, version=agreement.version)


def _binds(agreement: Agreement) -> bool:
    accepted = agreement.parties.filter(state=PartyState.ACCEPTED).values_list("organisation_id", flat=True)
    kinds = Organisation.objects.filter(id__in=accepted).values_list("kind", flat=True)
    rulebook = programme.load(agreement.programme)
    return len(accepted) > 1 and may_come_into_force(frozenset(kinds), rulebook)


def _check_words(words: str, *, field: str, missing: str) -> None:
    if not words.strip():
        raise RuleBroken("missing", missing, field=field)
    if len(words) > TEXT_LIMIT:
        raise RuleBroken("too-long", f"Use {TEXT_LIMIT:,} characters or fewer.", field=field)
