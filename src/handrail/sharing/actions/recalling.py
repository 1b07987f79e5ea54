"""The originator takes back, or corrects, an item that it released; a holder confirms that it has seen so."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from handrail import duties, gate
from handrail.gate import Act, Actor, action
from handrail.programme import load
from handrail.sharing import ending
from handrail.sharing.actions.drafting import DECIDE, decider
from handrail.sharing.models import (
    DecisionKind,
    DecisionState,
    Disclosure,
    DisclosureState,
    Holding,
    HoldingState,
    Marking,
    ProposedRecipient,
    SharingDecision,
)
from handrail.sharing.resources import DECISION, ITEM, NOTICE
from handrail.sharing.rules import receiving as rules
from handrail.sharing.rules.decision import DECISION as DECISION_STATES
from handrail.sharing.sealed import Copy, seal, unseal

#: The word on a tombstone → the duty that acknowledging it ends.
_ACKNOWLEDGES = dict(ending.ENDS.values())


@action("item.recall", resource=ITEM)
def recall(*, by: Actor, purpose: str, item: UUID, reason: str) -> int:
    """Take an item back from everybody who holds it; gives how many holders were told.

    From the commit on its text is out of every page, search and export. One person of the originator is enough:
    taking back can wait for nobody.
    """
    act = gate.current()
    found = act.resource(ITEM)
    if reason not in load(found.programme).recall_reasons:
        raise rules.NotOnTheList("reason")
    return len(_take_back(act, found, step="recall", reason=reason))


@action("item.correct", resource=ITEM)
def correct(
    *, by: Actor, purpose: str, item: UUID, reason: str, text: str, why: Mapping[str, str], changes: Mapping[str, str]
) -> UUID:
    """Correct an item: the old wording goes at once, the new one follows when an authoriser has released it.

    ``why`` has the proposer's necessity, proportionality and alternatives; ``changes`` may regrade
    (``source_grade``, ``information_grade``). Gives the sharing decision that now waits for an authoriser.
    """
    act = gate.current()
    found = act.resource(ITEM)
    if reason not in load(found.programme).correction_reasons:
        raise rules.NotOnTheList("reason")
    if not text.strip():
        raise rules.WordsMissing("text", "Write the corrected wording.")
    house = Copy(found.organisation_id, found.person_id)
    old_text, conditions, original = unseal(house, found, "text", "conditions", "original")
    if text.strip() == old_text.strip() and not changes:
        raise rules.NothingChanged
    if any(each.state == DisclosureState.CHALLENGED for each in ending.disclosures_of(found)):
        raise rules.StillChallenged
    told = _take_back(act, found, step="correct", reason=reason)
    if not told:
        raise rules.NobodyHolds
    decision = _new_decision(act, found, told, why)
    replacement = _replacement(act, found, decision, changes)
    seal(house, replacement, text=text.strip(), conditions=conditions, original=original)
    replacement.save(force_insert=True)
    found.superseded_by = replacement.item
    found.save(update_fields=("superseded_by",))
    parts = ProposedRecipient.objects.filter(decision_id__in={each.decision_id for each in told})
    audiences = {(part.decision_id, part.recipient_id): part.audience for part in parts}
    ProposedRecipient.objects.bulk_create(
        ProposedRecipient(
            organisation_id=found.organisation_id,
            decision=decision,
            recipient=each.recipient,
            agreement_id=each.agreement_id,
            items=[replacement.item],
            purpose=each.purpose,
            requested_action=each.requested_action,
            until=each.until,
            audience=audiences[each.decision_id, each.recipient_id],
        )
        for each in told
    )
    duties.raise_about(
        act,
        decision,
        organisation=act.organisation,
        kind=DECIDE,
        role=decider(decision),
        subject=("Decision", decision.id),
        not_for={act.by.id, *decision.authors},
    )
    act.note(decision=decision.id, replacement=replacement.item, holders=len(told))
    return decision.id


@action("notice.acknowledge", resource=NOTICE)
def acknowledge(*, by: Actor, purpose: str, notice: UUID) -> None:
    """Confirm that the organisation has seen that something is gone, and no longer uses it.

    What it was told of at the same moment about the same person is acknowledged with it.
    """
    act = gate.current()
    found = act.resource(NOTICE)
    state = rules.NOTICE.next(found.state, "acknowledge")
    together = list(ending.told_with(found).select_for_update(no_key=True).filter(state=found.state).order_by("number"))
    for each in together:
        act.require("notice.acknowledge", NOTICE, each)
        each.state, each.acknowledged_by, each.acknowledged_at = state, act.by.id, act.now
        each.save(update_fields=("state", "acknowledged_by", "acknowledged_at"))
        duties.complete(act, subject=("Notice", each.id), kind=_ACKNOWLEDGES[each.how])
    act.note(notices=len(together))
    act.also(
        "notice.acknowledged",
        organisation=found.originator_id,
        subject=("Notice", found.id),
        holder=found.holder_id,
        items=[each.item for each in together],
    )


def _take_back(act: Act, item: Holding, *, step: str, reason: str) -> tuple[Disclosure, ...]:
    """End every copy and the register's entry; gives the disclosures whose recipients held one until now."""
    given = ending.disclosures_of(item)
    told = tuple(each for each in given if ending.end_copy(act, each, item.item, step=step, reason=reason))
    ending.end(act, item, step=step, reason=reason)
    ending.look_again_elsewhere(act, item, ending.keepers_of(item), reason=reason)
    for disclosure in given:
        _withdraw_if_empty(act, disclosure)
    act.note(item=item.item, reason=reason, holders=len(told))
    return told


def _withdraw_if_empty(act: Act, disclosure: Disclosure) -> None:
    """A disclosure of which nothing is left asks nobody for anything any more."""
    if "withdraw" not in rules.DISCLOSURE.transitions[disclosure.state]:
        return
    with act.deliver_to(disclosure.recipient_id):
        if Holding.objects.filter(disclosure=disclosure, state=HoldingState.HELD).exists():
            return
        disclosure.state = rules.DISCLOSURE.next(disclosure.state, "withdraw")
        disclosure.save(update_fields=("state",))
        ending.let_go(act, disclosure)


def _new_decision(act: Act, item: Holding, given: tuple[Disclosure, ...], why: Mapping[str, str]) -> SharingDecision:
    before = SharingDecision.objects.get(items=item)
    decision = SharingDecision(
        id=uuid4(),
        organisation_id=item.organisation_id,
        person_id=item.person_id,
        reference=before.reference,
        kind=DecisionKind.CORRECTION,
        centre_id=item.centre_id,
        programme=item.programme,
        state=DecisionState.DRAFT,
        marking=item.marking,
        power=before.power,
        notification=given[0].notification,
        notification_ground=before.notification_ground,
        notification_on=before.notification_on,
        created_by=act.by.id,
        created_at=act.now,
        proposed_by=act.by.id,
        proposed_at=act.now,
    )
    seal(
        Copy(decision.organisation_id, decision.person_id),
        decision,
        necessity=why.get("necessity", ""),
        proportionality=why.get("proportionality", ""),
        alternatives=why.get("alternatives", ""),
    )
    act.require("decision.propose", DECISION, decision)
    decision.state = DECISION_STATES.next(decision.state, "propose")
    decision.save(force_insert=True)
    return decision


def _replacement(act: Act, item: Holding, decision: SharingDecision, changes: Mapping[str, str]) -> Holding:
    """The corrected item, as a draft in the originator's register; its id is the item's, as for every entry there."""
    new = uuid4()
    kept = (
        "organisation_id", "originator_id", "person_id", "centre_id", "programme", "number", "category",
        "grading_scheme", "handling", "handling_action", "sanitisation", "purpose", "contributed_for",
    )  # fmt: skip
    return Holding(
        id=new,
        item=new,
        decision=decision,
        state=HoldingState.DRAFT,
        marking=Marking(item.marking),
        source_grade=changes.get("source_grade", item.source_grade),
        information_grade=changes.get("information_grade", item.information_grade),
        held_since=act.now,
        written_by=act.by.id,
        **{name: getattr(item, name) for name in kept},
    )
