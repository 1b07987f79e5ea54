"""What a recipient does with a disclosure: acknowledge it, say what it cannot do, decide whether to say it knows."""

from uuid import UUID, uuid4

from handrail import duties, gate
from handrail.gate import Act, Actor, action
from handrail.programme import load
from handrail.sharing import arrivals
from handrail.sharing.ending import leave_unsaid
from handrail.sharing.models import Disclosure, Knows, KnowsStatement
from handrail.sharing.owed import acknowledgement, owe_answer
from handrail.sharing.resources import DISCLOSURE, STATEMENT
from handrail.sharing.rules import receiving as rules

#: An organisation of this kind says that it knows a person only with its Caldicott guardian.
HEALTH = "nhs"


@action("disclosure.acknowledge", resource=DISCLOSURE)
def acknowledge(*, by: Actor, purpose: str, disclosure: UUID) -> None:
    """Confirm that the organisation has it and has read what it may and may not do. Receiving is not owning a risk."""
    act = gate.current()
    found = act.resource(DISCLOSURE)
    found.state = rules.DISCLOSURE.next(found.state, "acknowledge")
    found.acknowledged_by, found.acknowledged_at = act.by.id, act.now
    found.save(update_fields=("state", "acknowledged_by", "acknowledged_at"))
    duties.complete(act, subject=("Disclosure", found.id), kind=acknowledgement(found))
    owe_answer(act, found)
    arrivals.arrived(act, found)
    act.also(
        "disclosure.acknowledged",
        organisation=found.originator_id,
        subject=("Disclosure", found.id),
        recipient=found.recipient_id,
    )


@action("disclosure.decline_request", resource=DISCLOSURE)
def decline_request(*, by: Actor, purpose: str, disclosure: UUID, reason: str) -> None:
    """Say that the organisation can't do what is asked, and why (a code of the rulebook). It keeps what it holds."""
    act = gate.current()
    found = act.resource(DISCLOSURE)
    rules.DISCLOSURE.next(found.state, "answer")
    if reason not in load(found.programme).cannot_do_reasons:
        raise rules.NotOnTheList("reason")
    found.cannot_do_reason = reason
    found.save(update_fields=("cannot_do_reason",))
    duties.complete(act, subject=("Disclosure", found.id), kind="respond_to_request")
    act.note(reason=reason)
    act.also(
        "disclosure.request_declined",
        organisation=found.originator_id,
        subject=("Disclosure", found.id),
        recipient=found.recipient_id,
        reason=reason,
    )


@action("disclosure.accept_request", resource=DISCLOSURE)
def accept_request(*, by: Actor, purpose: str, disclosure: UUID) -> None:
    """Say that the organisation will do what is asked."""
    act = gate.current()
    found = act.resource(DISCLOSURE)
    rules.DISCLOSURE.next(found.state, "answer")
    found.cannot_do_reason = ""
    found.save(update_fields=("cannot_do_reason",))
    duties.complete(act, subject=("Disclosure", found.id), kind="respond_to_request")


@action("disclosure.cannot_say", resource=DISCLOSURE)
def cannot_say(*, by: Actor, purpose: str, disclosure: UUID) -> None:
    """Say nothing about whether the organisation knows the person: the default, and always open to return to."""
    act = gate.current()
    found = act.resource(DISCLOSURE)
    _replace(act, found)
    duties.complete(act, subject=("Disclosure", found.id), kind="decide_known")


@action("disclosure.say_known", resource=DISCLOSURE)
def say_known(*, by: Actor, purpose: str, disclosure: UUID, known: bool) -> UUID:
    """Decide to tell the originator whether the organisation knows the person: its own sharing decision.

    For a health organisation it takes effect only when the Caldicott guardian makes it.
    """
    act = gate.current()
    found = act.resource(DISCLOSURE)
    _replace(act, found)
    needs_guardian = found.recipient.kind == HEALTH
    statement = KnowsStatement.objects.create(
        id=uuid4(),
        organisation=found.recipient,
        originator=found.originator,
        disclosure=found,
        person_id=found.person_id,
        programme=found.programme,
        answer=Knows.KNOWN if known else Knows.NOT_KNOWN,
        state="waiting",
        made_by=act.by.id,
        made_at=act.now,
    )
    if needs_guardian:
        duties.raise_about(
            act,
            found,
            organisation=found.recipient_id,
            kind="decide_known",
            role="caldicott_guardian",
            subject=("Statement", statement.id),
        )
    else:
        act.require("statement.make", STATEMENT, statement)
        _make(act, statement)
    act.note(statement=statement.id, waits_for_guardian=needs_guardian)
    return statement.id


@action("statement.make", resource=STATEMENT)
def make_statement(*, by: Actor, purpose: str, statement: UUID) -> None:
    """The Caldicott guardian lets the statement take effect: the originator can read it from now on."""
    act = gate.current()
    _make(act, act.resource(STATEMENT))


@action("statement.refuse", resource=STATEMENT)
def refuse_statement(*, by: Actor, purpose: str, statement: UUID) -> None:
    """The Caldicott guardian decides that nothing is said. The originator goes on seeing *cannot say*."""
    act = gate.current()
    found = act.resource(STATEMENT)
    found.state = rules.STATEMENT.next(found.state, "refuse")
    found.approved_by, found.approved_at = act.by.id, act.now
    found.save(update_fields=("state", "approved_by", "approved_at"))
    duties.complete(act, subject=("Statement", found.id), kind="decide_known")


def _make(act: Act, statement: KnowsStatement) -> None:
    statement.state = rules.STATEMENT.next(statement.state, "make")
    statement.approved_by, statement.approved_at = act.by.id, act.now
    statement.save(update_fields=("state", "approved_by", "approved_at"))
    duties.complete(act, subject=("Statement", statement.id), kind="decide_known")
    act.also(
        "statement.received",
        organisation=statement.originator_id,
        subject=("Statement", statement.id),
        recipient=statement.organisation_id,
    )


def _replace(act: Act, disclosure: Disclosure) -> None:
    """A new statement takes the place of the one before; what was waiting is no longer asked."""
    made = KnowsStatement.objects.filter(disclosure=disclosure, state="made")
    made.update(state=rules.STATEMENT.next("made", "replace"))
    leave_unsaid(act, disclosure)
