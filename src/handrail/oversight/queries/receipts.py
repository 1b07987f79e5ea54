"""Receipts: what the ledger says of something that two organisations took part in, with the proof, to be kept.

Each organisation has an entry of its own about it, and is given that one and no other. What another's entry says, of
whom else something was released to for example, is not in it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Q, QuerySet

from handrail import gate, ledger
from handrail.casework.models import RiskOffer
from handrail.casework.resources import CASE, RISK
from handrail.gate import Act, Actor, RuleBroken, query
from handrail.gate.passage import DONE
from handrail.ledger.models import LedgerPayload
from handrail.oversight.resources import RECORD
from handrail.sharing.ending import told_with
from handrail.sharing.models import Disclosure, RecallNotice
from handrail.sharing.resources import DISCLOSURE, NOTICE

#: What a receipt of a disclosure, and of what ended an item, can be about.
OfDisclosure = Literal["release", "acknowledgement"]
OfNotice = Literal["end", "acknowledgement", "erasure"]

#: Why there is no receipt to give yet, or any more.
Waits = Literal["", "tree", "witnesses", "erased"]


class NoEntry(RuleBroken):
    """It has not happened, or the entry about it belongs to somebody else, or was erased."""

    def __init__(self) -> None:
        super().__init__("no-entry", "Your organisation’s record has no entry of its own about this.")


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """The receipt of one entry of the reader's organisation; or, in ``waits``, why there is none now.

    ``reference`` is what the record that it is about is called; empty for whoever came from the entry.
    """

    entry: UUID
    reference: str
    action: str
    at: datetime
    receipt: ledger.Receipt | None
    waits: Waits


@query("disclosure.see_receipt", resource=DISCLOSURE)
def receipt_of_disclosure(*, by: Actor, purpose: str, disclosure: UUID, event: OfDisclosure) -> ReceiptPage:
    """Of a disclosure: that it was released, or received; or that it was acknowledged."""
    act = gate.current()
    found = act.resource(DISCLOSURE)
    at = found.released_at if event == "release" else found.acknowledged_at
    return _given(act, found.reference, at, _of_disclosure(act, found, event))


@query("notice.see_receipt", resource=NOTICE)
def receipt_of_notice(*, by: Actor, purpose: str, notice: UUID, event: OfNotice) -> ReceiptPage:
    """Of an item that was recalled, corrected or ran out: that it ended, that this was acknowledged, or that what was
    left of it here was destroyed.
    """
    act = gate.current()
    found = act.resource(NOTICE)
    here = found.holder_id == act.organisation
    match event:
        case "end":
            return _given(act, found.reference, found.sent_at, _of_end(found, here=here))
        case "acknowledgement":
            told = Q(subject_id__in=told_with(found).values("id"))
            action = "notice.acknowledge" if here else "notice.acknowledged"
            return _given(act, found.reference, found.acknowledged_at, told & Q(action=action))
    # The originator's own copy has the item's id.
    copy = found.holding_id if here else found.item
    return _newest(act, found.reference, Q(action="holding.destroy", subject_id=copy))


@query("risk.see_receipt", resource=RISK)
def receipt_of_handover(*, by: Actor, purpose: str, risk: UUID, offer: UUID) -> ReceiptPage:
    """That a risk was handed over, by the offer that was accepted."""
    act = gate.current()
    record = act.resource(RISK)
    act.about(record.case.person_id)
    signed = Q(from_organisation=act.organisation) | Q(to_organisation=act.organisation)
    made = RiskOffer.objects.filter(signed, pk=offer, risk=record, state="accepted").first()
    if made is None:
        raise NoEntry
    accepted = act.organisation == made.to_organisation_id
    action = "risk.accept" if accepted else "risk.handed_over"
    # A clock that stood still moves the answer on a little from its entry: it is found by the acceptance before it.
    entries = _own(act, Q(action=action, subject_id=risk, at__lte=made.answered_at)).order_by("-at")
    return _page(act, record.case.reference, entries.first())


@query("case.see_receipt", resource=CASE)
def receipt_of_erasure(*, by: Actor, purpose: str, case: UUID) -> ReceiptPage:
    """That the record of a closed case was let go, and what was written in it destroyed."""
    act = gate.current()
    found = act.resource(CASE)
    let_go = Q(action__in=("case.let_go", "case.end_retention"), subject_id=found.pk)
    return _given(act, found.reference, found.let_go_at, let_go)


@query("record.see_receipt", resource=RECORD)
def receipt_of_entry(*, by: Actor, purpose: str, record: UUID) -> ReceiptPage:
    """Of any entry of the reader's own organisation."""
    act = gate.current()
    return _page(act, "", act.resource(RECORD))


def _of_disclosure(act: Act, found: Disclosure, event: OfDisclosure) -> Q:
    """What was passed on with a case is in the entries of its transfer, which released and acknowledged it at once."""
    here = found.recipient_id == act.organisation
    moved = Q(action="transfer.accept" if here else "case.transferred", person=found.person_id)
    if event == "acknowledgement":
        return Q(action="disclosure.acknowledge" if here else "disclosure.acknowledged", subject_id=found.pk) | moved
    if here:
        return Q(action="disclosure.received", subject_id=found.pk)
    return Q(action="decision.release", subject_id=found.decision_id) | moved


def _of_end(found: RecallNotice, *, here: bool) -> Q:
    if here:
        return Q(action="holding.ended", subject_id=found.holding_id)
    over = Disclosure.objects.filter(
        originator_id=found.originator_id, recipient_id=found.holder_id, person_id=found.person_id
    )
    taken_back = Q(action__in=("item.recall", "item.correct"), subject_id=found.item)
    return taken_back | Q(action="disclosure.expired", subject_id__in=over.values("id"))


def _given(act: Act, reference: str, at: datetime | None, of: Q) -> ReceiptPage:
    """What happened ``at`` a moment has an entry of that moment."""
    return _newest(act, reference, of & Q(at=at)) if at else _page(act, reference, None)


def _newest(act: Act, reference: str, of: Q) -> ReceiptPage:
    return _page(act, reference, _own(act, of).order_by("-at").first())


def _own(act: Act, of: Q) -> QuerySet[LedgerPayload]:
    done = LedgerPayload.objects.filter(of, organisation_id=act.organisation, outcome=DONE)
    return done.select_related("entry")


def _page(act: Act, reference: str, entry: LedgerPayload | None) -> ReceiptPage:
    if entry is None or entry.organisation_id != act.organisation:
        raise NoEntry
    act.note(entry=entry.entry_id)
    made, waits = _made(entry)
    return ReceiptPage(entry.entry_id, reference, entry.action, entry.at, made, waits)


def _made(entry: LedgerPayload) -> tuple[ledger.Receipt | None, Waits]:
    try:
        return ledger.receipt(entry.entry_id), ""
    except ledger.DocumentErased:
        return None, "erased"
    except ledger.HashesMissing:
        return None, "tree"
    except ledger.NotPublished:
        return None, "tree" if entry.entry.leaf_index is None else "witnesses"
