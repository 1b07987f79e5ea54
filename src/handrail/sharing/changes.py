"""What can be changed in a draft: one small value for each page that saves.

:func:`apply` writes it and says which part of the draft it was, for the ledger. What a change says is checked here
whether or not the draft is ready to be put forward; what the draft as a whole still lacks is in ``rules.readiness``.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from handrail.directory.agreements import agreement_between
from handrail.directory.models import Organisation
from handrail.gate import Act, Faults, NotFound, RuleBroken
from handrail.programme import load
from handrail.sharing.dossier import introduces, own
from handrail.sharing.drafts import put_item
from handrail.sharing.joining import join
from handrail.sharing.models import (
    DecisionKind,
    Holding,
    Nomination,
    NotificationState,
    ProposedRecipient,
    SharingDecision,
)
from handrail.sharing.rules import items as item_rules
from handrail.sharing.rules import recipients as recipient_rules
from handrail.sharing.rules.telling import faults_of as telling_faults
from handrail.sharing.sealed import seal
from handrail.sharing.statements import Statement
from handrail.sharing.wording import refuse_above_official


@dataclass(frozen=True, slots=True)
class PutItem:
    """Write a statement as a new item, or in place of the draft item ``item``."""

    statement: Statement
    item: UUID | None = None


@dataclass(frozen=True, slots=True)
class RemoveItem:
    """Take a draft item out, from every recipient's part too."""

    item: UUID


@dataclass(frozen=True, slots=True)
class SetWhy:
    """Why the person is listed: a reason of the rulebook, and the published criteria that are met."""

    reason: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PutRecipient:
    """Propose an organisation as a recipient, or change what is proposed for it."""

    organisation: UUID
    items: tuple[UUID, ...]
    purpose: str
    requested_action: str
    until: date
    audience: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RemoveRecipient:
    """Propose nothing for this organisation any more."""

    organisation: UUID


@dataclass(frozen=True, slots=True)
class AddressOnly:
    """A panel works with the person there already: hand this in to that organisation, and propose it to nobody else."""

    organisation: UUID


@dataclass(frozen=True, slots=True)
class SetReasons:
    """The sharing decision in the proposer's own words, and the legal power that it rests on."""

    power: str
    necessity: str
    proportionality: str
    alternatives: str


@dataclass(frozen=True, slots=True)
class SetTelling:
    """Whether the person knows: told on a day; or not yet, on a ground, to be looked at again on a day."""

    state: str
    on: date
    ground: str = ""


@dataclass(frozen=True, slots=True)
class JoinRecord:
    """This is the person whom the decision ``into`` is about: make one record of the two."""

    into: UUID


Change = (
    PutItem | RemoveItem | SetWhy | PutRecipient | RemoveRecipient | AddressOnly | SetReasons | SetTelling | JoinRecord
)


#: The part of the draft that each change is about, as the ledger names it.
PARTS: dict[type[Change], str] = {
    PutItem: "items",
    RemoveItem: "items",
    SetWhy: "why",
    PutRecipient: "recipients",
    RemoveRecipient: "recipients",
    AddressOnly: "recipients",
    SetReasons: "decision",
    SetTelling: "telling",
    JoinRecord: "person",
}


def apply(act: Act, decision: SharingDecision, change: Change) -> None:
    """Write ``change`` into ``decision``, whose own row the caller saves. Raises Faults or RuleBroken, by field."""
    match change:
        case PutItem():
            _put_item(act, decision, change)
        case RemoveItem():
            _remove_item(decision, change)
        case SetWhy():
            _set_why(decision, change)
        case PutRecipient():
            _put_recipient(act, decision, change)
        case RemoveRecipient():
            decision.recipients.filter(recipient_id=change.organisation).delete()
        case AddressOnly():
            decision.recipients.exclude(recipient_id=change.organisation).delete()
        case SetReasons():
            _set_reasons(decision, change)
        case SetTelling():
            _set_telling(act, decision, change)
        case JoinRecord():
            join(act, decision, into=change.into)


def _put_item(act: Act, decision: SharingDecision, change: PutItem) -> None:
    rulebook = load(decision.programme)
    item_rules.check(change.statement, rulebook)
    item = _item(decision, change.item) if change.item else None
    limit = rulebook.ceilings["items_per_nomination"].limit
    if item is None and decision.items.count() >= limit:
        raise RuleBroken("too-many-items", f"A nomination has {limit} items or fewer: share the least")
    put_item(act, decision, change.statement, item=item)
    _mark(decision)


def _remove_item(decision: SharingDecision, change: RemoveItem) -> None:
    item = _item(decision, change.item)
    for row in decision.recipients.all():
        if item.id in row.items:
            row.items = [each for each in row.items if each != item.id]
            row.save(update_fields=["items"])
    item.delete()
    _mark(decision)


def _set_why(decision: SharingDecision, change: SetWhy) -> None:
    if decision.kind != DecisionKind.NOMINATION:
        raise RuleBroken("nominations-only", "Only a nomination says why the person is listed")
    rulebook = load(decision.programme)
    if change.reason not in rulebook.reasons:
        raise RuleBroken("unknown-reason", "Choose why the person is listed", field="reason")
    if unknown := set(change.criteria) - set(rulebook.criteria.codes):
        raise RuleBroken(
            "unknown-criterion", f"{len(unknown)} of the criteria aren’t in the rulebook", field="criteria"
        )
    Nomination.objects.filter(decision=decision).update(reason=change.reason, criteria=list(change.criteria))


def _put_recipient(act: Act, decision: SharingDecision, change: PutRecipient) -> None:
    rulebook = load(decision.programme)
    recipient = Organisation.objects.filter(pk=change.organisation).exclude(pk=decision.organisation_id).first()
    if recipient is None:
        raise RuleBroken("unknown-recipient", "Choose an organisation", field="organisation")
    items = tuple(decision.items.filter(id__in=change.items).order_by("number"))
    faults = tuple(
        recipient_rules.faults_of(
            items,
            kind=recipient.kind,
            ceiling=recipient.ceiling,
            purpose=change.purpose,
            requested_action=change.requested_action,
            until=change.until,
            rulebook=rulebook,
            today=act.today,
            introduces=introduces(decision),
        )
    )
    if faults:
        raise Faults(faults)
    others = decision.recipients.exclude(recipient=recipient).count()
    limit = rulebook.ceilings["recipients_per_nomination"].limit
    if others >= limit:
        raise RuleBroken("too-many-recipients", f"Propose {limit} organisations or fewer", field="organisation")
    ProposedRecipient.objects.update_or_create(
        decision=decision,
        recipient=recipient,
        defaults={
            "organisation_id": decision.organisation_id,
            "agreement": agreement_between(
                decision.organisation_id,
                recipient.id,
                centre=decision.centre_id,
                purpose=change.purpose,
                on=act.today,
            ),
            "items": [item.id for item in items],
            "purpose": change.purpose,
            "requested_action": change.requested_action,
            "until": change.until,
            "audience": list(change.audience),
        },
    )


def _set_reasons(decision: SharingDecision, change: SetReasons) -> None:
    power = load(decision.programme).powers.get(change.power)
    kind = decision.organisation.kind
    faults = []
    if power is None or kind not in power.held_by:
        faults.append(RuleBroken("power-not-held", "Choose a power that your organisation has", field="power"))
    texts = {name: getattr(change, name) for name in ("necessity", "proportionality", "alternatives")}
    for field, text in texts.items():
        try:
            refuse_above_official(text, field=field)
        except RuleBroken as fault:
            faults.append(fault)
    if faults:
        raise Faults(tuple(faults))
    decision.power = change.power
    seal(own(decision), decision, **texts)


def _set_telling(act: Act, decision: SharingDecision, change: SetTelling) -> None:
    faults = tuple(
        telling_faults(
            change.state,
            change.ground,
            change.on,
            regime=act.principal.regime_for(act.purpose),
            rulebook=load(decision.programme),
            today=act.today,
        )
    )
    if faults:
        raise Faults(faults)
    decision.notification = change.state
    decision.notification_ground = change.ground if change.state == NotificationState.DEFERRED else ""
    decision.notification_on = change.on


def _item(decision: SharingDecision, item: UUID) -> Holding:
    found = decision.items.filter(pk=item).first()
    if found is None:
        raise NotFound
    return found


def _mark(decision: SharingDecision) -> None:
    """A decision is marked as high as the highest of its items."""
    decision.marking = max(decision.items.values_list("marking", flat=True), default=1)
