"""Deciding on somebody who was nominated: that no case is opened, or that a panel has one and it is handed in there.

A hand-in relates two records of one person and never merges them. It needs somebody who may see both, and the word of
the panel; it is undone by either side.
"""

from uuid import UUID, uuid4

from handrail import gate
from handrail.casework import intake
from handrail.casework.intake_rules import (
    HAND_IN,
    DecidedAlready,
    NoSuchCase,
    NotForSupport,
    NotForThatPanel,
    NotHeldAnyMore,
    ReasonNeeded,
)
from handrail.casework.models import Case, HandIn, HandInState, NoCase
from handrail.casework.resources import CASE
from handrail.casework.rules import CASE as CASE_STATES
from handrail.casework.rules import NotInCatalogue
from handrail.casework.team import SUPPORT
from handrail.casework.words import write
from handrail.directory.agreements import agreement_between
from handrail.gate import Act, Actor, NotFound, action
from handrail.programme import load
from handrail.sharing.models import Became, DecisionKind, Disclosure, Holding, HoldingState
from handrail.sharing.references import as_reference
from handrail.sharing.resources import DISCLOSURE
from handrail.sharing.rules.receiving import DISCLOSURE as DISCLOSURE_STATES

#: Handling under which the originator is asked before anything is done (3x5x2: A1, and A2, covert only).
_ASK_FIRST = ("A1", "A2")


@action("disclosure.decide_no_case", resource=DISCLOSURE)
def decide_no_case(*, by: Actor, purpose: str, disclosure: UUID, reason: str, words: str) -> UUID:
    """Decide that no case is opened, for a reason of the rulebook and in the coordinator's words.

    A case can still be opened later: then that is what became of it.
    """
    act = gate.current()
    found = _to_decide_on(act, "decide_no_case")
    if reason not in load(found.programme).no_case_reasons:
        raise NotInCatalogue("reason")
    if not words:
        raise ReasonNeeded
    decision = NoCase(
        id=uuid4(),
        organisation_id=found.recipient_id,
        disclosure=found,
        person_id=found.person_id,
        programme=found.programme,
        reason=reason,
        decided_by=act.by.id,
        decided_at=act.now,
    )
    write(act, found.recipient_id, found.person_id, decision, words=words)
    decision.save(force_insert=True)
    intake.settle(act, found, Became.NO_CASE)
    _tell_originator(act, found)
    act.note(no_case=decision.id, reason=reason)
    return decision.id


@action("disclosure.hand_in", resource=DISCLOSURE)
def hand_in(*, by: Actor, purpose: str, disclosure: UUID, reference: str, ground: str) -> UUID:
    """Say that the person has a case already, which the actor can see: it is handed in to that case.

    ``ground`` says how they know that it is the same person. Nothing that is held goes anywhere. Whoever leads the
    case accepts or refuses; a coordinator of the same organisation who hands in to a case of their own has accepted.
    """
    act = gate.current()
    found = _to_decide_on(act, "hand_in")
    rulebook = load(found.programme)
    if ground not in rulebook.same_person_grounds:
        raise NotInCatalogue("ground")
    case = _case(act, reference)
    _check(act, found, case)
    offer = HandIn.objects.create(
        id=uuid4(),
        organisation_id=found.recipient_id,
        disclosure=found,
        case=case,
        person_id=found.person_id,
        ground=ground,
        offered_by=act.by.id,
        offered_at=act.now,
    )
    if act.allows("case.accept_hand_in", CASE, case):
        _accept(act, offer, found)
    else:
        intake.owe_answer(act, case)
    act.note(hand_in=offer.id, case=case.id, ground=ground)
    return offer.id


@action("disclosure.take_back_hand_in", resource=DISCLOSURE)
def take_back(*, by: Actor, purpose: str, disclosure: UUID, reason: str) -> None:
    """Take back what was handed in, whether or not the panel has accepted it; ``reason`` is one of the rulebook's."""
    act = gate.current()
    found = act.resource(DISCLOSURE)
    # The case first: of two who take back its last two offers, the second sees that none is left to answer.
    taken = Case.objects.filter(hand_ins__disclosure=found, hand_ins__state__in=intake.LIVE)
    case = taken.select_for_update(of=("self",), no_key=True).first()
    live = HandIn.objects.select_for_update(no_key=True).filter(disclosure=found, state__in=intake.LIVE).first()
    if case is None or live is None:
        raise NotFound
    live.case = case
    _check_reason(found.programme, reason)
    if live.state == HandInState.OFFERED:
        live.state, live.reason = HAND_IN.next(live.state, "take_back"), reason
        live.ended_by, live.ended_at = act.by.id, act.now
        live.save()
        intake.answered(act, live.case)
    else:
        act.note(judgements=intake.undone(act, live, reason))
    act.note(hand_in=live.id, reason=reason)


@action("case.accept_hand_in", resource=CASE)
def accept(*, by: Actor, purpose: str, case: UUID, hand_in: UUID) -> None:
    """Take a nomination into the case that the actor's organisation leads."""
    act = gate.current()
    found = act.resource(CASE)
    CASE_STATES.next(found.state, "work")
    offer = _handed_in(found, hand_in)
    with act.deliver_to(offer.organisation_id):
        disclosure = Disclosure.objects.select_for_update(no_key=True).get(pk=offer.disclosure_id)
        if disclosure.state != "acknowledged":
            raise NotHeldAnyMore
    _accept(act, offer, disclosure)
    act.note(hand_in=offer.id, organisation=offer.organisation_id)


@action("case.refuse_hand_in", resource=CASE)
def refuse(*, by: Actor, purpose: str, case: UUID, hand_in: UUID, reason: str) -> None:
    """Say that it does not belong in the case. Those who were told of the person decide on it."""
    act = gate.current()
    found = act.resource(CASE)
    offer = _handed_in(found, hand_in)
    _check_reason(found.programme, reason)
    intake.refuse(act, offer, reason)
    act.note(hand_in=offer.id, reason=reason, organisation=offer.organisation_id)


@action("case.undo_hand_in", resource=CASE)
def undo(*, by: Actor, purpose: str, case: UUID, hand_in: UUID, reason: str) -> None:
    """Take a nomination out of the case again: it was another person, or needs a case of its own."""
    act = gate.current()
    found = act.resource(CASE)
    taken = _handed_in(found, hand_in)
    _check_reason(found.programme, reason)
    act.note(hand_in=taken.id, reason=reason, judgements=intake.undone(act, taken, reason))


def _to_decide_on(act: Act, step: str) -> Disclosure:
    """The nomination, if nobody has decided that there is a case."""
    found = act.resource(DISCLOSURE)
    DISCLOSURE_STATES.next(found.state, step)
    with_a_panel = HandIn.objects.filter(disclosure=found, state__in=intake.LIVE)
    if found.kind != DecisionKind.NOMINATION or found.became == Became.CASE or with_a_panel.exists():
        raise DecidedAlready
    return found


def _case(act: Act, reference: str) -> Case:
    """The one open case of that reference which the actor can see; held, so that nobody closes it meanwhile."""
    typed = as_reference(reference)
    if typed is None:
        raise NoSuchCase
    seen = act.visible(CASE).filter(reference=typed, state="open").select_for_update(of=("self",), no_key=True)
    found = list(seen)
    if len(found) != 1:
        raise NoSuchCase
    return found[0]


def _check(act: Act, disclosure: Disclosure, case: Case) -> None:
    """Purpose, agreement, conditions: another organisation learns of it as those who join a team do, or not at all.

    Policy has said who may hand this in. It is asked about the nomination alone, and the rest is between two records:
    who leads the case that was typed in, and what was set on each item of the nomination.
    """
    if disclosure.purpose != SUPPORT:
        raise NotForSupport
    if case.organisation_id == act.organisation:
        return
    agreement = agreement_between(
        act.organisation, case.organisation_id, centre=disclosure.centre_id, purpose=SUPPORT, on=act.today
    )
    conditions = Holding.objects.filter(disclosure=disclosure, state=HoldingState.HELD, handling_action__in=_ASK_FIRST)
    if agreement is None or SUPPORT not in agreement.purposes or conditions.exists():
        raise NotForThatPanel


def _accept(act: Act, offer: HandIn, disclosure: Disclosure) -> None:
    offer.state = HAND_IN.next(offer.state, "accept")
    offer.answered_by, offer.answered_at = act.by.id, act.now
    offer.save()
    intake.answered(act, offer.case)
    with act.deliver_to(offer.organisation_id):
        intake.settle(act, disclosure, Became.HANDED_IN)
    intake.tell(act, offer, "disclosure.hand_in_accepted")
    _tell_originator(act, disclosure)


def _tell_originator(act: Act, disclosure: Disclosure) -> None:
    """Let the originator's record say what its recipient decided, where it is the recipient who acts."""
    if act.organisation != disclosure.recipient_id:
        return
    act.also(
        "disclosure.decided_on",
        organisation=disclosure.originator_id,
        subject=("Disclosure", disclosure.id),
        recipient=disclosure.recipient_id,
        became=disclosure.became,
    )


def _handed_in(case: Case, hand_in: UUID) -> HandIn:
    found = HandIn.objects.select_for_update(no_key=True).filter(pk=hand_in, case=case).first()
    if found is None:
        raise NotFound
    found.case = case
    return found


def _check_reason(programme: str, reason: str) -> None:
    if reason not in load(programme).hand_in_endings:
        raise NotInCatalogue("reason")
