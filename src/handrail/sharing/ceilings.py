"""How many people one organisation was told of under an agreement this year: counted exactly, under a lock.

Each recipient's count is its own: other originators' disclosures to it count too, and only it can see them all, so
both functions are called inside ``act.deliver_to(recipient)``.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from uuid import UUID

from handrail.directory.models import Agreement, Party, PartyState
from handrail.gate.clock import LONDON
from handrail.sharing.models import Disclosure
from handrail.sharing.rules.agreements import agreement_year


def lock_place(agreement: Agreement, recipient: UUID) -> bool:
    """Let nobody else count or add names for this recipient under this agreement until the transaction ends.

    Gives whether the recipient has accepted the agreement.
    """
    party = Party.objects.select_for_update().filter(agreement=agreement, organisation_id=recipient).first()
    return party is not None and party.state == PartyState.ACCEPTED


def names_used(agreement: Agreement, recipient: UUID, *, besides: UUID, today: date) -> int:
    """How many people other than ``besides`` were disclosed to ``recipient`` in the agreement's year.

    A new version of an agreement goes on counting where the last one was, so that a ceiling isn't renewed by editing.
    """
    versions = tuple(_versions(agreement))
    first_in_force = versions[-1].in_force_at.astimezone(LONDON).date()
    start = agreement_year(first_in_force, today)
    return (
        Disclosure.objects.filter(
            recipient_id=recipient,
            agreement__in=[version.id for version in versions],
            released_at__gte=datetime.combine(start, time.min, LONDON),
        )
        .exclude(person_id=besides)
        .values("person_id")
        .distinct()
        .count()
    )


def _versions(agreement: Agreement) -> Iterator[Agreement]:
    """This version of the agreement and those before it, the latest first."""
    version: Agreement | None = agreement
    while version is not None:
        yield version
        version = version.previous
