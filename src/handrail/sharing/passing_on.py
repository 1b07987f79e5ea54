"""An organisation's own items, given to the one that goes on with a person's case: signed first, delivered later.

It is a sharing decision like any other, recorded with its disclosure and the recipient's own copies, so that recall,
correction and expiry reach them. Two people of the giver sign; it takes effect when the recipient accepts the case, and
is weighed by policy both times. What came from somebody else is never in it: its originator decides (DESIGN: originator
control).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from handrail.directory.models import Agreement, Centre, Organisation
from handrail.gate import Act, Actor
from handrail.gate.actors import load_principal
from handrail.policy import Entity
from handrail.sharing.actions.telling import whether_told
from handrail.sharing.dossier import own
from handrail.sharing.models import (
    DecisionKind,
    DecisionState,
    Disclosure,
    Holding,
    Judgement,
    ProposedRecipient,
    SharingDecision,
)
from handrail.sharing.proposals import Part
from handrail.sharing.release import Why, deliver
from handrail.sharing.rules.receiving import DISCLOSURE
from handrail.sharing.sealed import seal
from handrail.sharing.values import ItemWords, Reasons, item_words


def part(
    *,
    giver: Organisation,
    recipient: Organisation,
    person: UUID,
    reference: str,
    centre: Centre,
    agreement: Agreement,
    items: tuple[Holding, ...],
    purpose: str,
    requested_action: str,
    power: str,
    until: date,
    proposed_by: UUID,
    proposed_at: datetime,
) -> Part:
    """What would be given, as policy weighs it; nothing is saved."""
    state, on = whether_told(giver.id, person)
    decision = SharingDecision(
        organisation=giver,
        person_id=person,
        reference=reference,
        kind=DecisionKind.CONTRIBUTION,
        centre=centre,
        programme=centre.programme,
        marking=max((item.marking for item in items), default=1),
        power=power,
        notification=state,
        notification_on=on,
        authors=[proposed_by],
        created_by=proposed_by,
        created_at=proposed_at,
        proposed_by=proposed_by,
        proposed_at=proposed_at,
    )
    return Part(decision, recipient, agreement, items, purpose, requested_action, until)


def still_signed(act: Act, weighed: Entity, *, signed_by: UUID, giver: UUID, purpose: str) -> bool:
    """Whether policy would let the one who signed release ``weighed`` today, in their own house."""
    actor = Actor(signed_by, giver)
    principal = load_principal(actor)
    if principal is None:
        return False
    signer = replace(act, by=actor, principal=principal, purpose=purpose)
    return signer.decide("disclosure.release", weighed).allowed


def words_of(given: Part) -> tuple[ItemWords, ...]:
    """The words of its items, in their order; in the giver's house."""
    return tuple(item_words(given.items).values())


def record(given: Part, *, signed_by: UUID, reasons: Reasons, at: datetime) -> None:
    """Write the decision into the giver's books, as released by the one who signed; in the giver's house."""
    decision = given.decision
    decision.state, decision.decided_by, decision.decided_at = DecisionState.RELEASED, signed_by, at
    seal(own(decision), decision, necessity=reasons.necessity, proportionality=reasons.proportionality)
    decision.save(force_insert=True)
    judgement = Judgement(
        organisation_id=decision.organisation_id, decision=decision, outcome="released", by=signed_by, at=at
    )
    seal(own(decision), judgement, least=reasons.proportionality)
    judgement.save(force_insert=True)
    ProposedRecipient.objects.create(
        organisation_id=decision.organisation_id,
        decision=decision,
        recipient=given.recipient,
        agreement=given.agreement,
        items=[item.item for item in given.items],
        purpose=given.purpose,
        requested_action=given.requested_action,
        until=given.until,
    )


def hand_over(act: Act, given: Part, words: Sequence[ItemWords], reasons: Reasons, *, signed_by: UUID) -> Disclosure:
    """Write the recipient's own record and copies. Accepting the case acknowledged them, so nobody is asked to."""
    disclosure = deliver(act, given, Why(), words, reasons, released_by=signed_by, asks=False)
    disclosure.state = DISCLOSURE.next(disclosure.state, "acknowledge")
    disclosure.acknowledged_by, disclosure.acknowledged_at = act.by.id, act.now
    disclosure.save(update_fields=("state", "acknowledged_by", "acknowledged_at"))
    return disclosure
