"""Telling the person, after the first decision: looked at again by its day, told, or put off again by two people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Q

from handrail.duties import complete, raise_duty
from handrail.gate import Act, Actor, Faults, RuleBroken, action
from handrail.gate import current as current_act
from handrail.gate.clock import LONDON
from handrail.programme import load
from handrail.sharing.models import DecisionKind, Disclosure, NotificationDecision, NotificationState, PersonRecord
from handrail.sharing.resources import NOTIFICATION
from handrail.sharing.rules.telling import faults_of

#: What falls due: to look at it again by its day, and to approve that it is put off.
LOOK_AGAIN = "notification_look_again"

#: When something is due that has a day and no time.
END_OF_DAY = time(17, 0)


@dataclass(frozen=True, slots=True)
class Telling:
    """A decision on telling the person, and whether it has taken effect or waits for a second person."""

    notification: UUID
    reference: str
    state: str
    in_effect: bool


@action("notification.look_again", resource=NOTIFICATION)
def look_again(*, by: Actor, purpose: str, notification: UUID, state: str, on: date, ground: str = "") -> Telling:
    """Decide afresh in place of ``notification``. Told takes effect at once; put off, when somebody else approves it.

    Raises Faults for a ground or a day that the rulebook doesn't allow, RuleBroken if it was looked at again already.
    """
    act = current_act()
    before = act.resource(NOTIFICATION)
    if before.id != latest(act, before.person_id).id:
        raise RuleBroken("looked-at-already", "This was looked at again already. Open the latest decision.")
    regime = act.principal.regime_for(act.purpose)
    faults = tuple(faults_of(state, ground, on, regime=regime, rulebook=load(before.programme), today=act.today))
    if faults:
        raise Faults(faults)
    decision = NotificationDecision.objects.create(
        organisation_id=act.organisation,
        person_id=before.person_id,
        programme=before.programme,
        state=state,
        ground=ground if state == NotificationState.DEFERRED else "",
        proposed_by=act.by.id,
        decided_on=act.today,
        look_again_on=on,
        recorded_at=act.now,
    )
    complete(act, subject=("Notification", before.id), kind=LOOK_AGAIN)
    act.note(telling=state, ground=decision.ground or None, decision=decision.id)
    if state == NotificationState.TOLD:
        take_effect(act, decision)
    else:
        fall_due(act, decision, by=act.now)
    return _telling(act, decision)


@action("notification.approve", resource=NOTIFICATION)
def approve(*, by: Actor, purpose: str, notification: UUID) -> Telling:
    """Approve that telling the person is put off; somebody else proposed it."""
    act = current_act()
    decision = act.resource(NOTIFICATION)
    if decision.approved_by is not None or decision.state != NotificationState.DEFERRED:
        raise RuleBroken("nothing-to-approve", "There is nothing to approve here: it has taken effect already.")
    decision.approved_by, decision.decided_on = act.by.id, act.today
    decision.save(update_fields=["approved_by", "decided_on"])
    complete(act, subject=("Notification", decision.id), kind=LOOK_AGAIN)
    take_effect(act, decision)
    fall_due(act, decision, by=datetime.combine(decision.look_again_on, END_OF_DAY, LONDON))
    act.note(telling=decision.state, ground=decision.ground)
    return _telling(act, decision)


def latest(act: Act, person: UUID) -> NotificationDecision:
    """The organisation's latest decision on telling this person, in effect or not."""
    decisions = NotificationDecision.objects.filter(organisation_id=act.organisation, person_id=person)
    return decisions.order_by("-recorded_at", "-id")[0]


def record_told(act: Act, person: UUID, *, programme: str, on: date) -> NotificationDecision:
    """This organisation's decision that the person has been told, and on which day: it takes effect at once.

    For what happens elsewhere than on the page of the decision, such as in a case.
    """
    before = NotificationDecision.objects.filter(organisation_id=act.organisation, person_id=person)
    for each in before.values_list("id", flat=True):
        complete(act, subject=("Notification", each), kind=LOOK_AGAIN)
    decision = NotificationDecision.objects.create(
        organisation_id=act.organisation,
        person_id=person,
        programme=programme,
        state=NotificationState.TOLD,
        proposed_by=act.by.id,
        decided_on=act.today,
        look_again_on=on,
        recorded_at=act.now,
    )
    take_effect(act, decision)
    return decision


_followers: list[Callable[[Act, UUID, frozenset[UUID]], object]] = []


def on_effect(follower: Callable[[Act, UUID, frozenset[UUID]], object]) -> None:
    """Have ``follower`` called, in the transaction, when a decision on telling a person takes effect: with the person,
    and with every organisation that sees from now on whether the person knows."""
    _followers.append(follower)


def knows(organisation: UUID, person: UUID) -> bool:
    """Whether the person knows, as ``organisation``, for which the transaction acts, has it."""
    return whether_told(organisation, person)[0] == NotificationState.TOLD


def whether_told(organisation: UUID, person: UUID) -> tuple[str, date | None]:
    """Whether the person was told and on which day, or when that is looked at again, as ``organisation``, for which the
    transaction acts, has it: by its own latest decision that is in effect or, where it made none, by what it was told
    when the person was nominated.

    A partner that told the person of an answer or a contribution of its own told them nothing about the programme.
    """
    own = NotificationDecision.objects.filter(organisation_id=organisation, person_id=person)
    in_effect = own.filter(Q(state=NotificationState.TOLD) | Q(approved_by__isnull=False))
    decided = in_effect.order_by("-recorded_at", "-id").values_list("state", "look_again_on").first()
    if decided is not None:
        return decided
    nominated = Disclosure.objects.filter(recipient_id=organisation, person_id=person, kind=DecisionKind.NOMINATION)
    said = list(nominated.order_by("-released_at", "-id").values_list("notification", "notification_on"))
    told = [each for each in said if each[0] == NotificationState.TOLD]
    return next(iter((*told, *said)), (NotificationState.UNDECIDED, None))


def take_effect(act: Act, decision: NotificationDecision) -> None:
    """Let everybody whom this organisation told of the person see whether the person knows."""
    Disclosure.objects.filter(originator_id=act.organisation, person_id=decision.person_id).update(
        notification=decision.state,
        notification_decided_on=decision.decided_on,
        notification_on=decision.look_again_on,
    )
    told = Disclosure.objects.filter(originator_id=act.organisation, person_id=decision.person_id)
    organisations = frozenset({act.organisation, *told.values_list("recipient_id", flat=True)})
    for follower in _followers:
        follower(act, decision.person_id, organisations)


def fall_due(act: Act, decision: NotificationDecision, *, by: datetime) -> None:
    """Make it the duty of those who approve such a decision to look at ``decision`` by that moment."""
    roles = load(decision.programme).roles
    held_here = act.principal.organisation_kind in roles["authoriser"].held_in
    record = PersonRecord.objects.filter(organisation_id=act.organisation, person_id=decision.person_id).first()
    raise_duty(
        act,
        organisation=act.organisation,
        programme=decision.programme,
        kind=LOOK_AGAIN,
        role="authoriser" if held_here else "data_protection_officer",
        subject=("Notification", decision.id),
        person=decision.person_id,
        person_reference=record.reference if record else "",
        due_at=by,
    )


def _telling(act: Act, decision: NotificationDecision) -> Telling:
    record = PersonRecord.objects.filter(organisation_id=act.organisation, person_id=decision.person_id).first()
    in_effect = decision.state == NotificationState.TOLD or decision.approved_by is not None
    return Telling(decision.id, record.reference if record else "", decision.state, in_effect)
