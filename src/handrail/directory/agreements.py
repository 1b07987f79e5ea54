"""Which agreement carries information between two organisations: looked up by the floors above, inside their acts.

An agreement is in force between those who have accepted it: nothing flows to, or from, a party that has not. It
carries nothing once its review is overdue, nor after its end, whether or not the sweep has been by.
"""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from handrail.directory.models import Agreement, AgreementState, Party, PartyState


def agreement_between(originator: UUID, recipient: UUID, *, centre: UUID, purpose: str, on: date) -> Agreement | None:
    """The agreement that both have accepted and that carries on ``on`` in that centre; None if there is none.

    One that covers ``purpose`` goes before one that doesn't, then the latest to come into force. Whether the purpose
    is covered is for the caller (policy) to say: being told "not for this purpose" helps more than "no agreement".
    """
    accepted = Party.objects.filter(state=PartyState.ACCEPTED)
    by_originator = accepted.filter(organisation_id=originator).values("agreement_id")
    by_recipient = accepted.filter(organisation_id=recipient).values("agreement_id")
    candidates = in_force(centre, on=on).filter(id__in=by_originator).filter(id__in=by_recipient)
    return max(candidates, key=lambda each: (purpose in each.purposes, each.in_force_at), default=None)


def in_agreement_with(organisation: UUID, *, centre: UUID, on: date) -> frozenset[UUID]:
    """The others that have accepted an agreement which ``organisation`` has too and which carries on ``on`` there."""
    accepted = Party.objects.filter(state=PartyState.ACCEPTED, agreement__in=in_force(centre, on=on))
    shared = accepted.filter(organisation_id=organisation).values("agreement_id")
    others = accepted.filter(agreement_id__in=shared).exclude(organisation_id=organisation)
    return frozenset(others.values_list("organisation_id", flat=True))


def in_force(centre: UUID, *, on: date) -> QuerySet[Agreement]:
    """The agreements of a centre under which something can move on that day."""
    return Agreement.objects.filter(centre_id=centre, state=AgreementState.IN_FORCE, review_on__gte=on, ends_on__gte=on)


def carries(agreement: Agreement, on: date) -> bool:
    """Whether something can move under the agreement on that day, between parties that have accepted it."""
    return agreement.state == AgreementState.IN_FORCE and on <= last_day(agreement)


def last_day(agreement: Agreement) -> date:
    """The last day on which something can move under the agreement as it stands: its review or its end."""
    return min(agreement.review_on, agreement.ends_on)
