"""The end of what is held: one way for a recall, a correction and an expiry.

The text stays sealed where it is (opened only by two people, see ``actions/unsealing.py``) and is out of every page,
search and export from this transaction on. A tombstone says why; the holder acknowledges; what it wrote from the item
is marked to be looked at again.
"""

from collections.abc import Callable, Iterable
from uuid import UUID, uuid4

from django.db.models import QuerySet

from handrail import duties, provenance
from handrail.gate import Act
from handrail.sharing.models import (
    Disclosure,
    Holding,
    HoldingState,
    KnowsStatement,
    PersonRecord,
    ProposedRecipient,
    RecallNotice,
)
from handrail.sharing.owed import owe_contact
from handrail.sharing.rules.receiving import HOLDING, STATEMENT

#: How an end is called: the step of the holding's lifecycle → the word on its tombstone, and the duty to acknowledge.
ENDS = {
    "recall": ("recalled", "acknowledge_recall"),
    "correct": ("corrected", "acknowledge_correction"),
    "expire": ("ran_out", "acknowledge_expiry"),
}

#: person → the organisations in whose records the acting one's judgements are kept. Filled by the floor above.
_keepers: list[Callable[[UUID], Iterable[UUID]]] = []


def on_ended(keepers: Callable[[UUID], Iterable[UUID]]) -> None:
    """Say in whose records judgements about a person are kept, so that an end reaches those too."""
    _keepers.append(keepers)


def released_parts(organisation: UUID, item: UUID) -> QuerySet[ProposedRecipient]:
    """Under which decisions, and to whom, ``organisation`` released ``item``: from its own books."""
    return ProposedRecipient.objects.filter(
        organisation_id=organisation, items__contains=[item], taken_out=False, decision__state="released"
    )


def disclosures_of(item: Holding) -> tuple[Disclosure, ...]:
    """The disclosures under which ``item`` went out, from its originator's own books; held until the act ends.

    Everybody who ends or answers for what was disclosed holds the disclosure first: so two who take back its last two
    items see each other, and nobody waits in a circle.
    """
    wanted = set(released_parts(item.organisation_id, item.item).values_list("decision_id", "recipient_id"))
    given = Disclosure.objects.filter(
        originator_id=item.organisation_id, decision_id__in=[decision for decision, _ in wanted]
    ).select_related("recipient", "centre")
    held = given.select_for_update(of=("self",), no_key=True).order_by("id")
    return tuple(each for each in held if (each.decision_id, each.recipient_id) in wanted)


def end_copy(act: Act, disclosure: Disclosure, item: UUID, *, step: str, reason: str) -> bool:
    """End the recipient's copy of ``item`` in its own house; False if it was over already."""
    with act.deliver_to(disclosure.recipient_id):
        held = Holding.objects.select_for_update(no_key=True).filter(
            organisation_id=disclosure.recipient_id, item=item, state=HoldingState.HELD
        )
        copy = held.first()
        if copy is None:
            return False
        keepers = keepers_of(copy)
        leaning = end(act, copy, step=step, reason=reason)
        notice = _notify(act, disclosure, copy, step=step, reason=reason, judgements=leaning)
    leaning += look_again_elsewhere(act, copy, keepers, reason=reason)
    act.also(
        "holding.ended",
        organisation=disclosure.recipient_id,
        subject=("Holding", copy.id),
        covered=True,
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
    return _look_again(act, copy, reason)


def look_again_elsewhere(act: Act, copy: Holding, keepers: Iterable[UUID], *, reason: str) -> int:
    """The same for what was written from ``copy`` into other organisations' records: a case that they lead."""
    leaning = 0
    for keeper in sorted(set(keepers) - {copy.organisation_id}):
        with act.deliver_to(keeper):
            leaning += _look_again(act, copy, reason, keeper=keeper)
    return leaning


def keepers_of(copy: Holding) -> frozenset[UUID]:
    """The organisations in whose records the house, for which the transaction acts, writes about the person."""
    return frozenset(keeper for find in _keepers for keeper in find(copy.person_id))


def _look_again(act: Act, copy: Holding, reason: str, *, keeper: UUID | None = None) -> int:
    leaning = provenance.mark_for_review(act, item=copy.item, why=reason)
    for each in leaning:
        duties.raise_duty(
            act,
            organisation=keeper or copy.organisation_id,
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
    if not told_with(notice).exclude(pk=notice.pk).exists():
        owe_contact(
            act,
            disclosure.recipient,
            kind=kind,
            programme=copy.programme,
            subject=("Notice", notice.id),
            person=copy.person_id,
            reference=record.reference,
        )
    return notice


def told_with(notice: RecallNotice) -> QuerySet[RecallNotice]:
    """The notices that reached the same holder at the same moment about the same person, ``notice`` among them.

    They are one thing to be told and one to acknowledge: a disclosure that runs out ends all of its items at once.
    """
    return RecallNotice.objects.filter(
        originator_id=notice.originator_id,
        holder_id=notice.holder_id,
        person_id=notice.person_id,
        how=notice.how,
        sent_at=notice.sent_at,
    )


def let_go(act: Act, disclosure: Disclosure) -> None:
    """Ask its recipient, in whose house the transaction acts, for nothing more about a disclosure that is over.

    What it was about to say of the person, and its guardian had not decided on, stays unsaid.
    """
    duties.cancel(act, subject=("Disclosure", disclosure.id))
    leave_unsaid(act, disclosure)


def leave_unsaid(act: Act, disclosure: Disclosure) -> None:
    """A statement that waits for its guardian is not asked about any more."""
    for statement in KnowsStatement.objects.filter(disclosure=disclosure, state="waiting"):
        statement.state = STATEMENT.next(statement.state, "refuse")
        statement.save(update_fields=("state",))
        duties.cancel(act, subject=("Statement", statement.id))
