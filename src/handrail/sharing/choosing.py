"""Which organisations a draft could be shared with: those that have an agreement with this one in the centre."""

from uuid import UUID

from handrail.directory.agreements import in_force
from handrail.directory.models import Agreement, Party, PartyState
from handrail.gate import Act
from handrail.programme import Programme
from handrail.sharing.ceilings import name_ceiling, names_used
from handrail.sharing.dossier import Dossier
from handrail.sharing.drafted import AgreementSeen, RecipientChoice
from handrail.sharing.models import Holding
from handrail.sharing.rules.recipients import why_withheld


def choosable(act: Act, dossier: Dossier) -> tuple[RecipientChoice, ...]:
    """Every other party to an agreement in force in the centre which this organisation has accepted, by name."""
    decision, rulebook = dossier.decision, dossier.rulebook
    agreements = in_force(decision.centre_id, on=act.today)
    ours = Party.objects.filter(organisation_id=decision.organisation_id, state=PartyState.ACCEPTED)
    parties = (
        Party.objects.filter(agreement__in=agreements.filter(id__in=ours.values("agreement_id")))
        .exclude(organisation_id=decision.organisation_id)
        .exclude(state=PartyState.LEFT)
        .select_related("organisation", "agreement__previous")
        .order_by("organisation__name", "agreement__in_force_at")
    )
    found: dict[UUID, RecipientChoice] = {}
    for party in parties:
        accepted = party.state == PartyState.ACCEPTED
        if party.organisation_id in found and not accepted:
            continue
        found[party.organisation_id] = RecipientChoice(
            organisation=party.organisation_id,
            name=party.organisation.name,
            kind=party.organisation.kind,
            agreement=agreement_seen(act, rulebook, party.agreement, party.organisation_id) if accepted else None,
            why_not="" if accepted else "It hasn’t accepted the agreement, so nothing can flow to it.",
            withheld=_withheld(dossier, party),
        )
    return tuple(found.values())


def agreement_seen(act: Act, rulebook: Programme, agreement: Agreement, recipient: UUID) -> AgreementSeen:
    """The agreement with its exact count of names for this recipient."""
    limit = rulebook.ceilings["names_per_agreement_year"].limit
    used = names_used(act, agreement, recipient)
    return AgreementSeen(agreement.id, agreement.title, used, name_ceiling(agreement, limit))


def _withheld(dossier: Dossier, party: Party) -> tuple[tuple[UUID, str], ...]:
    """The items that this organisation can have for no purpose at all, and why."""
    found = [(item.id, _for_no_purpose(dossier, party, item)) for item in dossier.items]
    return tuple((item, why) for item, why in found if why)


def _for_no_purpose(dossier: Dossier, party: Party, item: Holding) -> str:
    whys = [
        why_withheld(
            item,
            kind=party.organisation.kind,
            ceiling=party.organisation.ceiling,
            purpose=purpose.code,
            rulebook=dossier.rulebook,
        )
        for purpose in dossier.rulebook.purposes
        if purpose.may_be_shared_for
    ]
    return whys[0] if all(whys) else ""
