"""Releasing items to a recipient: its own record of the person, the disclosure, and its own copies under its own key.

Used for nominations, contributions and corrections alike. :func:`disclosure_of` and :func:`copy_of` make the records
without saving them, so that a preview shows exactly what a release writes; :func:`deliver` writes them in the
recipient's house, inside the originator's act. Whoever calls it has had policy weigh the part
(:mod:`handrail.sharing.proposals`) in the same act.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from handrail.directory.models import Centre
from handrail.gate import Act
from handrail.programme import load
from handrail.programme.kinds import LAW_ENFORCEMENT
from handrail.sharing.models import Disclosure, DisclosureState, Holding, HoldingState, PersonRecord
from handrail.sharing.owed import owe_acknowledgement
from handrail.sharing.proposals import Part
from handrail.sharing.references import new_reference
from handrail.sharing.sealed import Copy, seal, seal_all
from handrail.sharing.values import ItemWords, Reasons

#: The two things that an item may have been given for, and is kept for.
FOR_SUPPORT, FOR_LAW_ENFORCEMENT = "support", "law_enforcement"

#: What an item keeps in every copy of it.
_KEPT = (
    "item", "originator_id", "person_id", "programme", "number", "category", "marking", "grading_scheme",
    "source_grade", "information_grade", "handling", "handling_action", "sanitisation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Why:
    """Why a person is listed: a reason of the rulebook, and which published criteria are met. Empty if not listed."""

    reason: str = ""
    criteria: tuple[str, ...] = ()


def disclosure_of(part: Part, why: Why, *, released_by: UUID, at: datetime, on: date) -> Disclosure:
    """The disclosure that releasing ``part`` at that moment makes, not saved."""
    decision = part.decision
    return Disclosure(
        originator=decision.organisation,
        recipient=part.recipient,
        person_id=decision.person_id,
        reference=decision.reference,
        decision_id=decision.id,
        agreement=part.agreement,
        centre=decision.centre,
        programme=decision.programme,
        kind=decision.kind,
        state=DisclosureState.RELEASED,
        reason=why.reason,
        criteria=list(why.criteria),
        purpose=part.purpose,
        requested_action=part.requested_action,
        until=part.until,
        power=decision.power,
        notification=decision.notification,
        notification_decided_on=on,
        notification_on=decision.notification_on,
        marking=max((item.marking for item in part.items), default=1),
        proposed_by=decision.proposed_by,
        released_by=released_by,
        released_at=at,
    )


def copy_of(item: Holding, disclosure: Disclosure, *, audience: Sequence[str] = ()) -> Holding:
    """The recipient's copy of ``item`` under ``disclosure``, not saved and without its texts."""
    return Holding(
        id=uuid4(),
        organisation_id=disclosure.recipient_id,
        disclosure=disclosure,
        centre=disclosure.centre,
        state=HoldingState.HELD,
        purpose=disclosure.purpose,
        contributed_for=_given_for(item, disclosure),
        audience=list(audience),
        held_since=disclosure.released_at,
        expires_on=disclosure.until,
        written_by=item.written_by,
        **{name: getattr(item, name) for name in _KEPT},
    )


def _given_for(item: Holding, disclosure: Disclosure) -> str:
    """What a copy may serve: law enforcement only between two that both act for it, and support otherwise (M13)."""
    purpose = load(disclosure.programme).purposes.get(disclosure.purpose)
    regime = purpose.regime_for(disclosure.recipient.kind) if purpose else None
    for_law_enforcement = item.contributed_for == FOR_LAW_ENFORCEMENT and regime == LAW_ENFORCEMENT
    return FOR_LAW_ENFORCEMENT if for_law_enforcement else FOR_SUPPORT


def deliver(
    act: Act,
    part: Part,
    why: Why,
    words: Sequence[ItemWords],
    reasons: Reasons,
    *,
    released_by: UUID | None = None,
    asks: bool = True,
) -> Disclosure:
    """Write ``part`` in its recipient's house: person, disclosure, copies, duty; and an entry in its ledger record.

    ``words`` are the unsealed texts of ``part.items``, in their order. ``released_by`` is who signed, where that is not
    the one who acts; without ``asks`` nobody has to acknowledge it. Raises Conflict (from the act) if the recipient has
    a copy of one of the items already.
    """
    disclosure = disclosure_of(part, why, released_by=released_by or act.by.id, at=act.now, on=act.today)
    copies = [copy_of(item, disclosure, audience=part.audience) for item in part.items]
    house = Copy(part.recipient.id, disclosure.person_id)
    with act.deliver_to(house.organisation):
        disclosure.reference = person_record(
            house, centre=disclosure.centre, reference=disclosure.reference, at=act.now
        ).reference
        seal(house, disclosure, **asdict(reasons))
        disclosure.save(force_insert=True)
        add_copies(house, copies, words)
        if asks:
            owe_acknowledgement(act, disclosure)
    act.also(
        "disclosure.received",
        organisation=house.organisation,
        subject=("Disclosure", disclosure.id),
        covered=True,
        originator=disclosure.originator_id,
        agreement=disclosure.agreement_id,
        purpose=disclosure.purpose,
        requested_action=disclosure.requested_action,
        items=[copy.item for copy in copies],
        until=disclosure.until,
    )
    return disclosure


def add_copies(house: Copy, copies: Sequence[Holding], words: Sequence[ItemWords]) -> None:
    """Seal and save copies in the house that the transaction acts for."""
    seal_all(house, [(copy, asdict(texts)) for copy, texts in zip(copies, words, strict=True)])
    Holding.objects.bulk_create(copies)


def person_record(house: Copy, *, centre: Centre, reference: str, at: datetime) -> PersonRecord:
    """The house's own record of the person, made if it has none.

    It takes over the reference by which the person was spoken of, unless somebody else goes by it in this house:
    somebody, perhaps, whom an import has begun to write and nobody can see yet.
    """
    mine = PersonRecord.objects.filter(organisation_id=house.organisation)
    while True:
        known = mine.filter(person_id=house.person).first()
        if known is not None:
            return known
        record = PersonRecord(
            organisation_id=house.organisation,
            person_id=house.person,
            reference=reference,
            centre=centre,
            programme=centre.programme,
            since=at,
        )
        PersonRecord.objects.bulk_create([record], ignore_conflicts=True)
        reference = new_reference(centre.prefix)
