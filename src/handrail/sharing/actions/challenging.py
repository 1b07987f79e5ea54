"""Flagging that a request asks to watch someone, and what the two data protection officers conclude."""

from collections.abc import Callable
from uuid import UUID

from handrail import duties, gate
from handrail.gate import Act, Actor, Conflict, action
from handrail.programme import load
from handrail.sharing.challenges import raise_challenge
from handrail.sharing.ending import end_copy, let_go
from handrail.sharing.models import Challenge, Disclosure, DisclosureState, Holding, HoldingState
from handrail.sharing.owed import acknowledgement, owe_acknowledgement, owe_answer
from handrail.sharing.resources import CHALLENGE, DISCLOSURE
from handrail.sharing.rules import receiving as rules

#: The one outcome after which what was stopped goes on.
IS_SUPPORT = "is_support"

#: What the tombstones say of what both officers withdrew, the originator's among them.
ORIGINATOR_WITHDRAWS = "originator_withdraws"

#: What happens to the subject of a challenge when it closes: subject kind → function of (act, challenge, goes on).
_endings: dict[str, Callable[[Act, Challenge, bool], object]] = {}


def on_closed(subject_kind: str, ending: Callable[[Act, Challenge, bool], object]) -> None:
    """Say what closing a challenge does to its subject (the floor above does so for support actions)."""
    _endings[subject_kind] = ending


@action("disclosure.asks_to_watch", resource=DISCLOSURE)
def asks_to_watch(*, by: Actor, purpose: str, disclosure: UUID, words: str) -> UUID:
    """Flag that what is asked means to watch, follow or report on the person. The request stops at once."""
    act = gate.current()
    found = act.resource(DISCLOSURE)
    found.state = rules.DISCLOSURE.next(found.state, "challenge")
    found.save(update_fields=("state",))
    for kind in (acknowledgement(found), "respond_to_request"):
        duties.cancel(act, subject=("Disclosure", found.id), kind=kind)
    challenge = raise_challenge(
        act,
        other=found.originator,
        subject=("Disclosure", found.id),
        person=found.person_id,
        reference=found.reference,
        programme=found.programme,
        words=words,
    )
    return challenge.id


@action("challenge.close", resource=CHALLENGE)
def close(*, by: Actor, purpose: str, challenge: UUID, outcome: str) -> str:
    """One data protection officer says what they conclude; when both say the same, that is what happens.

    When they differ, the challenge is open again and what was stopped stays stopped. Gives the challenge's state.
    """
    act = gate.current()
    found = act.resource(CHALLENGE)
    if outcome not in load(found.programme).challenge_outcomes:
        raise rules.NotOnTheList("outcome")
    mine, theirs = _sides(act, found)
    if getattr(found, mine) is not None:
        raise Conflict
    if found.state == "open":
        found.state = rules.CHALLENGE.next(found.state, "answer")
        found.outcome = outcome
        setattr(found, mine, act.by.id)
    elif outcome == found.outcome:
        found.state = rules.CHALLENGE.next(found.state, "agree")
        setattr(found, mine, act.by.id)
        found.closed_at = act.now
        _endings[found.subject_kind](act, found, outcome == IS_SUPPORT)
    else:
        found.state = rules.CHALLENGE.next(found.state, "disagree")
        found.outcome = ""
        setattr(found, theirs, None)
        _ask_again(act, found)
    found.save()
    if found.state != "open":
        duties.complete(act, subject=("Challenge", found.id), kind="review_flag")
    act.note(outcome=outcome, state=found.state)
    return found.state


def _sides(act: Act, challenge: Challenge) -> tuple[str, str]:
    """The fields in which the actor's officer, and the other side's, sign."""
    sides = ("closed_by_raiser", "closed_by_other")
    return sides if act.organisation == challenge.raised_by_organisation_id else (sides[1], sides[0])


def _ask_again(act: Act, challenge: Challenge) -> None:
    for organisation in (challenge.raised_by_organisation_id, challenge.answered_by_organisation_id):
        with act.deliver_to(organisation):
            duties.raise_about(
                act,
                challenge,
                organisation=organisation,
                kind="review_flag",
                role="data_protection_officer",
                subject=("Challenge", challenge.id),
            )


def _end_disclosure(act: Act, challenge: Challenge, goes_on: bool) -> None:
    disclosure = (
        Disclosure.objects.select_for_update(of=("self",), no_key=True)
        .select_related("recipient")
        .get(pk=challenge.subject_id)
    )
    if disclosure.state != DisclosureState.CHALLENGED:
        return  # taken back, or run out, while the officers looked at it
    if goes_on:
        _lift(act, disclosure)
    else:
        _withdraw(act, disclosure)


def _lift(act: Act, disclosure: Disclosure) -> None:
    """It goes on from where it was stopped: to be acknowledged, or to be answered."""
    acknowledged = disclosure.acknowledged_at is not None
    disclosure.state = rules.DISCLOSURE.next(disclosure.state, "lift" if acknowledged else "lift_unacknowledged")
    disclosure.save(update_fields=("state",))
    with act.deliver_to(disclosure.recipient_id):
        if acknowledged:
            owe_answer(act, disclosure)
        else:
            owe_acknowledgement(act, disclosure)


def _withdraw(act: Act, disclosure: Disclosure) -> None:
    """What was given under it ends with it, as by a recall: nothing is held under a disclosure that is over."""
    disclosure.state = rules.DISCLOSURE.next(disclosure.state, "withdraw")
    disclosure.save(update_fields=("state",))
    with act.deliver_to(disclosure.recipient_id):
        held = Holding.objects.filter(disclosure=disclosure, state=HoldingState.HELD).order_by("number")
        items = tuple(held.values_list("item", flat=True))
    for item in items:
        end_copy(act, disclosure, item, step="recall", reason=ORIGINATOR_WITHDRAWS)
    with act.deliver_to(disclosure.recipient_id):
        let_go(act, disclosure)
    act.note(items=len(items))


on_closed("Disclosure", _end_disclosure)
