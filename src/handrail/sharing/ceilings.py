"""How many people one organisation was told of under an agreement this year: counted exactly.

Each recipient's count is its own: other originators' disclosures to it count too, and only it can see them all, so
both functions work inside ``act.deliver_to(recipient)``.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from uuid import UUID

from handrail.directory.models import Agreement, Party
from handrail.gate import Act
from handrail.gate.clock import LONDON
from handrail.sharing.models import Disclosure
from handrail.sharing.rules.agreements import agreement_year


def hold_places(act: Act, places: Iterable[tuple[Agreement, UUID]]) -> None:
    """Let nobody else add names for these recipients under these agreements until the transaction ends.

    Whoever releases calls this before names are counted; all do so in one order, so that two never wait in a circle.
    """
    for agreement, recipient in sorted({(agreement.id, recipient) for agreement, recipient in places}):
        with act.deliver_to(recipient):
            Party.objects.select_for_update().filter(agreement_id=agreement, organisation_id=recipient).first()


def names_used(act: Act, agreement: Agreement, recipient: UUID, *, besides: UUID | None = None) -> int:
    """How many people (other than ``besides``) were disclosed to ``recipient`` in the agreement's year so far.

    A new version of an agreement goes on counting where the last one was, so that a ceiling isn't renewed by editing.
    """
    with act.deliver_to(recipient):
        versions = tuple(_versions(agreement))
        start = agreement_year(min(first_day_in_force(each) for each in versions), act.today)
        told = Disclosure.objects.filter(
            recipient_id=recipient,
            agreement__in=[version.id for version in versions],
            released_at__gte=datetime.combine(start, time.min, LONDON),
        )
        others = told.exclude(person_id=besides) if besides else told
        return others.values("person_id").distinct().count()


def name_ceiling(agreement: Agreement, limit: int) -> int:
    """The ceiling that counts: an agreement may set less than the rulebook's ``limit``, never more."""
    return min(agreement.name_ceiling, limit)


def first_day_in_force(agreement: Agreement) -> date:
    """The day in London on which the agreement came into force."""
    return agreement.in_force_at.astimezone(LONDON).date()


def _versions(agreement: Agreement) -> Iterator[Agreement]:
    """This version of the agreement and those before it, the latest first."""
    version: Agreement | None = agreement
    while version is not None:
        yield version
        version = version.previous
