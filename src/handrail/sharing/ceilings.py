"""How many people one organisation was told of under an agreement this year, and a centre took in: counted exactly.

Each recipient's count is its own: other originators' disclosures to it count too, and only it can see them all, so
it is counted inside ``act.deliver_to(recipient)``. A centre's count is a number that all its originators share.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import F

from handrail.directory.models import Agreement, Party
from handrail.gate import Act, RuleBroken
from handrail.gate.clock import LONDON
from handrail.programme import load
from handrail.sharing.models import CentreYear, DecisionKind, DecisionState, Disclosure, SharingDecision
from handrail.sharing.rules.years import year_of


def hold_places(act: Act, places: Iterable[tuple[Agreement, UUID]]) -> None:
    """Let nobody else add names for these recipients under these agreements until the transaction ends.

    Whoever releases calls this before names are counted; all do so in one order, so that two never wait in a circle.
    """
    for agreement, recipient in sorted({(agreement.id, recipient) for agreement, recipient in places}):
        with act.deliver_to(recipient):
            Party.objects.select_for_update(no_key=True).filter(
                agreement_id=agreement, organisation_id=recipient
            ).first()


def names_used(act: Act, agreement: Agreement, recipient: UUID, *, besides: UUID | None = None) -> int:
    """How many people (other than ``besides``) were disclosed to ``recipient`` in the agreement's year so far.

    A new version of an agreement goes on counting where the last one was, so that a ceiling isn't renewed by editing.
    """
    with act.deliver_to(recipient):
        versions = tuple(_versions(agreement))
        start = year_of(min(first_day_in_force(each) for each in versions), act.today)
        told = Disclosure.objects.filter(
            recipient_id=recipient,
            agreement__in=[version.id for version in versions],
            released_at__gte=datetime.combine(start, time.min, LONDON),
        )
        others = told.exclude(person_id=besides) if besides else told
        return others.values("person_id").distinct().count()


def centre_is_full(act: Act, decision: SharingDecision) -> bool:
    """Whether bringing the person of ``decision`` into its centre would go beyond the rulebook's names in a year."""
    if not _brings_somebody_new(act, decision):
        return False
    year = CentreYear.objects.filter(centre=decision.centre, begins_on=_centre_year(act, decision)).first()
    return year is not None and year.names >= _centre_limit(decision)


def count_in_centre(act: Act, decision: SharingDecision) -> None:
    """Count the person of ``decision`` in its centre's year; raises RuleBroken when that is full.

    The row is locked by the change itself: of two that come at once for the last place, one is refused.
    """
    if not _brings_somebody_new(act, decision):
        return
    begins_on = _centre_year(act, decision)
    CentreYear.objects.get_or_create(centre=decision.centre, begins_on=begins_on)
    year = CentreYear.objects.filter(centre=decision.centre, begins_on=begins_on)
    if not year.filter(names__lt=_centre_limit(decision)).update(names=F("names") + 1):
        raise RuleBroken("centre-ceiling", CENTRE_FULL)


#: What is said when a centre has no place left.
CENTRE_FULL = "This centre has reached the number of people that the rulebook lets it take in a year."


def _brings_somebody_new(act: Act, decision: SharingDecision) -> bool:
    """Whether this organisation has not yet brought the person into the centre in its present year."""
    if decision.kind != DecisionKind.NOMINATION:
        return False
    begins = datetime.combine(_centre_year(act, decision), time.min, LONDON)
    released = SharingDecision.objects.filter(
        organisation_id=decision.organisation_id,
        person_id=decision.person_id,
        centre=decision.centre,
        kind=DecisionKind.NOMINATION,
        state=DecisionState.RELEASED,
        decided_at__gte=begins,
    )
    return not released.exclude(pk=decision.pk).exists()


def _centre_year(act: Act, decision: SharingDecision) -> date:
    return year_of(decision.centre.starts_on, act.today)


def _centre_limit(decision: SharingDecision) -> int:
    return load(decision.programme).ceilings["names_per_centre_year"].limit


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
