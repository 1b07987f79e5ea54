"""The end of what is held: one way for a recall, a correction and an expiry.

The text stays sealed where it is (opened only by two people, see ``actions/unsealing.py``) and is out of every page,
search and export from this transaction on. A tombstone says why; the holder acknowledges; what it wrote from the item
is marked to be looked at again.
"""

from uuid import UUID, uuid4

from handrail import duties, provenance
from handrail.gate import Act
from handrail.programme import load
from handrail.sharing.models import Disclosure, Holding, HoldingState, PersonRecord, ProposedRecipient, RecallNotice
from handrail.sharing.rules.receiving import HOLDING
from handrail.sharing.sealed import Copy, seal

#: How an end is called: the step of the holding's lifecycle → the word on its tombstone, and the duty to acknowledge.
ENDS = {
    "recall": ("recalled", "acknowledge_recall"),
    "correct": ("corrected", "acknowledge_correction"),
    "expire": ("ran_out", "acknowledge_expiry"),
}


def disclosures_of(item: Holding) -> tuple[Disclosure, ...]:
    """The disclosures under which ``item`` went out, from its originator's own books; held until the act ends.

    Everybody who ends or answers for what was disclosed holds the disclosure first: so two who take back its last two
    items see each other, and nobody waits in a circle.
    """
    parts = ProposedRecipient.objects.filter(
        organisation_id=item.organisation_id, items__contains=[item.item], taken_out=False, decision__state="released"
    )
    wanted = set(parts.values_list("decision_id", "recipient_id"))
    given = Disclosure.objects.filter(
        originator_id=item.organisation_id, decision_id__in=[decision for decision, _ in wanted]
    ).select_related("recipient", "centre")
    held = given.select_for_update(of=("self",)).order_by("id")
    return tuple(each for each in held if (each.decision_id, each.recipient_id) in wanted)


def end_copy(act: Act, disclosure: Disclosure, item: UUID, *, step: str, reason: str) -> bool:
    """End the recipient's copy of ``item`` in its own house; False if it was over already."""
    with act.deliver_to(disclosure.recipient_id):
        held = Holding.objects.select_for_update().filter(
            organisation_id=disclosure.recipient_id, item=item, state=HoldingState.HELD
        )
        copy = held.first()
        if copy is None:
            return False
        leaning = end(act, copy, step=step, reason=reason)
        notice = _notify(act, disclosure, copy, step=step, reason=reason, judgements=leaning)
    act.also(
        "holding.ended",
        organisation=disclosure.recipient_id,
        subject=("Holding", copy.id),
        item=item,
        how=ENDS[step][0],
        reason=reason,
        notice=notice.id,
        judgements=leaning,
    )
    return True


def end(act: Act, copy: Holding, *, step: str, reason: str) -> int:
    """End one copy in the house that the transaction acts for; gives how many judgements leaned on it."""
    copy.state = HOLDING.next(copy.state, step)
    copy.ended_at = act.now
    copy.save(update_fields=("state", "ended_at"))
    if copy.category == "name":
        _forget_initials(copy)
    leaning = provenance.mark_for_review(act, item=copy.item, why=reason)
    for each in leaning:
        duties.raise_duty(
            act,
            organisation=copy.organisation_id,
            programme=copy.programme,
            kind="review_judgement",
            role="case_coordinator",
            subject=(each.kind, each.id),
            person=copy.person_id,
        )
    return len(leaning)


def _notify(
    act: Act, disclosure: Disclosure, copy: Holding, *, step: str, reason: str, judgements: int
) -> RecallNotice:
    how, kind = ENDS[step]
    record = PersonRecord.objects.get(organisation_id=copy.organisation_id, person_id=copy.person_id)
    notice = RecallNotice.objects.create(
        id=uuid4(),
        originator_id=copy.originator_id,
        holder_id=copy.organisation_id,
        holding_id=copy.id,
        item=copy.item,
        number=copy.number,
        person_id=copy.person_id,
        reference=record.reference,
        programme=copy.programme,
        how=how,
        reason=reason,
        sent_at=act.now,
        sent_by=act.by.id,
        judgements=judgements,
    )
    if disclosure.recipient.kind in load(copy.programme).roles["single_point_of_contact"].held_in:
        duties.raise_duty(
            act,
            organisation=copy.organisation_id,
            programme=copy.programme,
            kind=kind,
            role="single_point_of_contact",
            subject=("Notice", notice.id),
            person=copy.person_id,
            person_reference=record.reference,
        )
    return notice


def _forget_initials(copy: Holding) -> None:
    """A recalled name leaves no initials behind, unless another name is still held."""
    others = Holding.objects.filter(
        organisation_id=copy.organisation_id, person_id=copy.person_id, category="name", state=HoldingState.HELD
    )
    record = PersonRecord.objects.filter(organisation_id=copy.organisation_id, person_id=copy.person_id).first()
    if record is not None and not others.exists():
        seal(Copy(copy.organisation_id, copy.person_id), record, initials="")
        record.save(update_fields=("initials_sealed",))
