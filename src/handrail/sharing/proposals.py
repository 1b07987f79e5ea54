"""One recipient's part of a sharing decision, and how policy weighs it, when it is proposed and when it is released."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from handrail.directory.agreements import last_day
from handrail.directory.models import Agreement, AgreementState, Organisation, Party, PartyState
from handrail.gate import FAR_FUTURE, Act
from handrail.gate.clock import day_number
from handrail.policy import Decision, Entity
from handrail.programme import Programme, load
from handrail.sharing.ceilings import name_ceiling, names_used
from handrail.sharing.models import Holding, SharingDecision
from handrail.sharing.rules.recipients import regime_of


@dataclass(frozen=True, slots=True)
class Part:
    """What would go to one recipient: which of the originator's items, why, what is asked, until when.

    ``agreement`` is None if none in force covers both; policy then refuses. ``agreed`` are the originators, other than
    the one that shares, that have said yes to their own items' going on.
    """

    decision: SharingDecision
    recipient: Organisation
    agreement: Agreement | None
    items: tuple[Holding, ...]
    purpose: str
    requested_action: str
    until: date
    audience: tuple[str, ...] = ()
    agreed: frozenset[UUID] = frozenset()


def weigh(act: Act, part: Part, action: str) -> Decision:
    """Policy's decision on ``action`` for this part."""
    return act.decide(action, proposal(act, part))


def require(act: Act, part: Part, action: str) -> None:
    """The same; raises :class:`Refused` if policy refuses."""
    act.require_entity(action, proposal(act, part))


def proposal(act: Act, part: Part) -> Entity:
    """The part as policy sees it: a ``Proposal`` of the schema."""
    rulebook = load(part.decision.programme)
    recipient, items = part.recipient, part.items
    asked = rulebook.requested_actions.get(part.requested_action)
    own = part.decision.organisation_id
    return Entity(
        "Proposal",
        f"{part.decision.id}/{recipient.id}",
        {
            "organisation": str(own),
            "proposed_by": str(part.decision.proposed_by),
            "programme": part.decision.programme,
            "recipient": str(recipient.id),
            "recipient_kind": recipient.kind,
            "recipient_regime": regime_of(rulebook, part.purpose, recipient.kind),
            "recipient_ceiling": recipient.ceiling,
            "abroad": recipient.abroad,
            "purpose": part.purpose,
            "in_catalogue": asked is not None and recipient.kind in asked.owners,
            "categories": frozenset(item.category for item in items),
            "permitted_categories": _permitted(rulebook, part),
            "marking": max((item.marking for item in items), default=0),
            "handling_actions": frozenset(item.handling_action for item in items),
            "contributed_for": frozenset(item.contributed_for for item in items),
            "other_originators": frozenset(str(item.originator_id) for item in items) - {str(own)},
            "originators_who_agreed": frozenset(str(each) for each in part.agreed),
            "until": day_number(part.until),
            "programme_ends": day_number(part.decision.centre.programme_ends_on),
            "centre_ends": day_number(part.decision.centre.ends_on),
            **_agreement(act, rulebook, part),
        },
    )


def _agreement(act: Act, rulebook: Programme, part: Part) -> dict[str, bool | int | frozenset[str]]:
    agreement = part.agreement
    limit = rulebook.ceilings["names_per_agreement_year"].limit
    if agreement is None:
        # That there is none is the one thing to say: its purposes, end and ceiling are no further obstacles.
        return {
            "agreement_accepted": False,
            "agreement_purposes": frozenset({part.purpose}),
            "agreement_ends": day_number(FAR_FUTURE),
            "names_used": 0,
            "name_ceiling": limit,
        }
    accepted = Party.objects.filter(agreement=agreement, state=PartyState.ACCEPTED)
    both = {part.decision.organisation_id, part.recipient.id}
    by_both = accepted.filter(organisation__in=both).count() == len(both)
    stands = agreement.state == AgreementState.IN_FORCE
    return {
        "agreement_accepted": by_both and stands,
        "agreement_purposes": frozenset(agreement.purposes),
        "agreement_ends": day_number(last_day(agreement)),
        "names_used": names_used(act, agreement, part.recipient.id, besides=part.decision.person_id),
        "name_ceiling": name_ceiling(agreement, limit),
    }


def _permitted(rulebook: Programme, part: Part) -> frozenset[str]:
    """What this kind of recipient may ever have, as far as the agreement covers it."""
    widest = {category.code for category in rulebook.categories if part.recipient.kind in category.recipients}
    return frozenset(widest.intersection(part.agreement.categories) if part.agreement else widest)
