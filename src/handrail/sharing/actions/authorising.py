"""Deciding on what somebody else put forward: release it, send it back, or decline. One person at a time."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from handrail.duties import complete, raise_duty
from handrail.gate import Act, Actor, Conflict, Faults, RuleBroken, action
from handrail.gate import current as current_act
from handrail.gate.clock import LONDON
from handrail.sharing.actions.drafting import AMEND, DECIDE, writer
from handrail.sharing.actions.telling import END_OF_DAY, fall_due, take_effect
from handrail.sharing.ceilings import count_in_centre, hold_places
from handrail.sharing.decided import decided
from handrail.sharing.dossier import Dossier, open_dossier, own
from handrail.sharing.models import (
    Disclosure,
    HoldingState,
    Judgement,
    NotificationDecision,
    NotificationState,
    SharingDecision,
)
from handrail.sharing.proposals import Part, require
from handrail.sharing.release import deliver
from handrail.sharing.resources import DECISION
from handrail.sharing.rules import decision as rules
from handrail.sharing.sealed import seal
from handrail.sharing.wording import refuse_above_official


@dataclass(frozen=True, slots=True)
class Answers:
    """What the one who decides answered to the five questions (``rules.decision.QUESTIONS``)."""

    necessary: str
    least: str
    proportionate: str
    alternative: str
    telling: str


@dataclass(frozen=True, slots=True)
class ReleasedTo:
    """One recipient that now has its own copies."""

    organisation: UUID
    name: str
    disclosure: UUID
    items: int


@dataclass(frozen=True, slots=True)
class Released:
    """What a release did. ``telling`` is the decision on telling the person that took effect with it."""

    decision: UUID
    reference: str
    recipients: tuple[ReleasedTo, ...]
    telling: UUID


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision not to release, or not yet."""

    decision: UUID
    reference: str
    state: str


@action("decision.release", resource=DECISION)
def release(
    *, by: Actor, purpose: str, decision: UUID, version: int, answers: Answers, take_out: tuple[UUID, ...] = ()
) -> Released:
    """Release to every recipient that was put forward, but for those in ``take_out`` (organisations).

    Each recipient is weighed by policy; one refusal refuses the whole, and nothing is half done. Raises Conflict if it
    was changed after ``version``, the one that was read.
    """
    act = current_act()
    record, dossier = _to_decide(act, "release", version)
    _refuse_unanswered(answers)
    taken_out = [row for row in dossier.recipients if row.recipient_id in take_out]
    parts = [dossier.part(row) for row in dossier.recipients if row not in taken_out]
    if not parts:
        raise RuleBroken("nobody-left", "Leave at least one organisation in, or decline", field="take_out")
    hold_places(act, [(part.agreement, part.recipient.id) for part in parts if part.agreement])
    for part in parts:
        require(act, part, "disclosure.release")
    count_in_centre(act, record)
    for row in taken_out:
        row.taken_out = True
        row.save(update_fields=["taken_out"])
    released = tuple(_deliver(act, dossier, part) for part in parts)
    _settle_items(act, record, parts)
    telling = _record_telling(act, record)
    _judge(act, record, "released", answers)
    decided(act, record, "release")
    act.note(
        recipients=[part.recipient.id for part in parts],
        taken_out=[row.recipient_id for row in taken_out],
        disclosures=[each.disclosure for each in released],
    )
    return Released(record.id, record.reference, released, telling)


@action("decision.send_back", resource=DECISION)
def send_back(*, by: Actor, purpose: str, decision: UUID, version: int, answers: Answers) -> Decided:
    """Send it back to be changed: at least one answer says what has to be different."""
    act = current_act()
    record, _ = _to_decide(act, "send_back", version)
    if not any(answer.strip() for answer in asdict(answers).values()):
        raise RuleBroken("answer-missing", "Say what has to change: answer at least one question", field="necessary")
    _judge(act, record, "sent_back", answers)
    raise_duty(
        act,
        organisation=record.organisation_id,
        programme=record.programme,
        kind=AMEND,
        role=writer(record),
        subject=("Decision", record.id),
        person=record.person_id,
        person_reference=record.reference,
        owner=record.proposed_by,
    )
    return Decided(record.id, record.reference, record.state)


@action("decision.decline", resource=DECISION)
def decline(*, by: Actor, purpose: str, decision: UUID, version: int, answers: Answers, reason: str) -> Decided:
    """Decide not to share. It is recorded as fully as sharing: five answers, and a reason of the rulebook."""
    act = current_act()
    record, dossier = _to_decide(act, "decline", version)
    _refuse_unanswered(answers)
    if reason not in dossier.rulebook.decline_reasons:
        raise RuleBroken("unknown-reason", "Choose why it is declined", field="reason")
    record.items.update(state=HoldingState.DISCARDED, ended_at=act.now)
    _judge(act, record, "declined", answers, reason=reason)
    decided(act, record, "decline")
    act.note(reason=reason)
    return Decided(record.id, record.reference, record.state)


def _to_decide(act: Act, step: str, version: int) -> tuple[SharingDecision, Dossier]:
    record = act.resource(DECISION)
    state = rules.DECISION.next(record.state, step)
    if record.version != version:
        raise Conflict
    record.state, record.version = state, version + 1
    record.decided_by, record.decided_at, record.changed_at = act.by.id, act.now, act.now
    return record, open_dossier(act, record)


def _refuse_unanswered(answers: Answers) -> None:
    if faults := rules.unanswered(asdict(answers)):
        raise Faults(faults)


def _deliver(act: Act, dossier: Dossier, part: Part) -> ReleasedTo:
    disclosure: Disclosure = deliver(act, part, dossier.why, dossier.words_of(part.items), dossier.reasons)
    return ReleasedTo(part.recipient.id, part.recipient.name, disclosure.id, len(part.items))


def _settle_items(act: Act, record: SharingDecision, parts: list[Part]) -> None:
    """What somebody was given stands in the register from now on; what nobody was given is discarded."""
    given = {item.id for part in parts for item in part.items}
    record.items.filter(id__in=given).update(state=HoldingState.HELD, held_since=act.now)
    record.items.exclude(id__in=given).update(state=HoldingState.DISCARDED, ended_at=act.now)


def _record_telling(act: Act, record: SharingDecision) -> UUID:
    """The proposer's decision on telling the person takes effect, approved by whoever releases; gives its id."""
    on = record.notification_on
    if on is None:
        raise RuleBroken("telling-undecided", "Decide whether the person is told")
    decision = NotificationDecision.objects.create(
        organisation_id=record.organisation_id,
        person_id=record.person_id,
        programme=record.programme,
        state=record.notification,
        ground=record.notification_ground,
        proposed_by=record.proposed_by,
        approved_by=act.by.id,
        decided_on=act.today,
        look_again_on=on,
        recorded_at=act.now,
    )
    act.note(telling=record.notification, ground=record.notification_ground or None)
    take_effect(act, decision)
    if record.notification == NotificationState.DEFERRED:
        fall_due(act, decision, by=datetime.combine(on, END_OF_DAY, LONDON))
    return decision.id


def _judge(act: Act, record: SharingDecision, outcome: str, answers: Answers, *, reason: str = "") -> None:
    """Keep the five answers, save the decision and end the duty to decide."""
    for field, answer in asdict(answers).items():
        refuse_above_official(answer, field=field)
    judgement = Judgement(
        organisation_id=record.organisation_id,
        decision=record,
        outcome=outcome,
        reason=reason,
        by=act.by.id,
        at=act.now,
    )
    seal(own(record), judgement, **asdict(answers))
    judgement.save(force_insert=True)
    record.save()
    complete(act, subject=("Decision", record.id), kind=DECIDE)
