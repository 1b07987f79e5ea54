"""A sharing decision with everything that belongs to it, unsealed for the length of one act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from handrail.gate import Act
from handrail.programme import Programme, load
from handrail.sharing.models import (
    DecisionKind,
    DecisionState,
    Holding,
    Judgement,
    Nomination,
    ProposedRecipient,
    SharingDecision,
)
from handrail.sharing.proposals import Part
from handrail.sharing.release import Why
from handrail.sharing.sealed import Copy, unseal, unseal_all
from handrail.sharing.values import ItemWords, Reasons, main_name


@dataclass(frozen=True)
class Dossier:
    """What a decision is about. ``items`` are its originator's own copies, by number; ``words`` are theirs, by item."""

    decision: SharingDecision
    nomination: Nomination | None
    items: tuple[Holding, ...]
    words: Mapping[UUID, ItemWords]
    originals: Mapping[UUID, str]
    reasons: Reasons
    recipients: tuple[ProposedRecipient, ...]
    judgements: tuple[Judgement, ...]

    @property
    def rulebook(self) -> Programme:
        """The rulebook that it is decided under."""
        return load(self.decision.programme)

    @property
    def why(self) -> Why:
        """Why the person is listed; empty for a decision that lists nobody."""
        if self.nomination is None:
            return Why()
        return Why(self.nomination.reason, tuple(self.nomination.criteria))

    @property
    def introduces(self) -> bool:
        """Whether its recipients may hear of the person for the first time."""
        return introduces(self.decision)

    @property
    def name(self) -> str:
        """The person's name, empty if none was written yet."""
        return main_name([(item, self.words[item.id]) for item in self.items])

    def part(self, row: ProposedRecipient) -> Part:
        """What ``row`` proposes, with its items in the order of their numbers."""
        return Part(
            decision=self.decision,
            recipient=row.recipient,
            agreement=row.agreement,
            items=tuple(item for item in self.items if item.id in row.items),
            purpose=row.purpose,
            requested_action=row.requested_action,
            until=row.until,
            audience=tuple(row.audience),
        )

    def words_of(self, items: Sequence[Holding]) -> tuple[ItemWords, ...]:
        """The words of these items, in their order."""
        return tuple(self.words[item.id] for item in items)


def introduces(decision: SharingDecision) -> bool:
    """Whether the recipients of ``decision`` may hear of the person for the first time."""
    return decision.kind == DecisionKind.NOMINATION


def own(decision: SharingDecision) -> Copy:
    """Under which key the texts of a decision are sealed: its organisation's, for this person."""
    return Copy(decision.organisation_id, decision.person_id)


def _listing(decision: SharingDecision) -> Nomination | None:
    """The nomination that lists the person: this decision's own or, for a correction, the one released before it."""
    if decision.kind != DecisionKind.CORRECTION:
        return Nomination.objects.filter(decision=decision).first()
    return Nomination.objects.filter(
        organisation_id=decision.organisation_id,
        decision__person_id=decision.person_id,
        decision__state=DecisionState.RELEASED,
    ).first()


def open_dossier(act: Act, decision: SharingDecision) -> Dossier:
    """Unseal ``decision``; its organisation must be the one that acts."""
    if act.organisation != decision.organisation_id:
        raise ValueError("A dossier is opened in its own house.")
    items = tuple(decision.items.order_by("number"))
    texts = unseal_all(own(decision), items, "text", "conditions", "parts", "original")
    recipients = decision.recipients.select_related("recipient", "agreement").order_by("recipient__name")
    return Dossier(
        decision=decision,
        nomination=_listing(decision),
        items=items,
        words={item.id: ItemWords(*text[:3]) for item, text in zip(items, texts, strict=True)},
        originals={item.id: text[3] for item, text in zip(items, texts, strict=True)},
        reasons=Reasons(*unseal(own(decision), decision, "necessity", "proportionality", "alternatives")),
        recipients=tuple(recipients),
        judgements=tuple(decision.judgements.order_by("at")),
    )
