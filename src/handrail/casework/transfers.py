"""Who could go on with a case elsewhere, what stands in the way, and what would go along.

An offer rests on one agreement of the centre that the case would move to, which the one that offers, the one that
would lead there and every owner of an open risk have all accepted: the last goes on owning it, and so works there too.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from handrail import duties
from handrail.casework import closing
from handrail.casework.escalated import open_escalations
from handrail.casework.models import Case, Risk, SupportAction, Transfer
from handrail.casework.rules import EscalationOpen
from handrail.casework.team import SUPPORT
from handrail.casework.transfer_rules import (
    OPEN,
    ChallengeOpen,
    NotThere,
    OtherCatalogue,
    OwnerWithoutAgreement,
)
from handrail.casework.transfer_values import Destination
from handrail.directory.agreements import agreement_between, in_agreement_with, last_day
from handrail.directory.models import Agreement, Centre, Organisation
from handrail.directory.names import members_in_role, organisations_serving, running_centres
from handrail.gate import Act, RuleBroken
from handrail.policy import engine
from handrail.programme import load
from handrail.sharing import passing_on
from handrail.sharing.models import Holding, HoldingState
from handrail.sharing.proposals import Part

SUBJECT: Final = "Transfer"
SIGN, ANSWER, SETTLE = "let_case_go", "answer_transfer", "settle_transfer"

#: What the house calls the reason for closing a case that goes on elsewhere, and what it asks of the receiver.
MOVED, LEAD = "transferred", "lead_case"

#: Support that somebody still expects.
EXPECTED = ("planned", "under_way", "handed_back")


def destinations(act: Act, case: Case) -> tuple[Destination, ...]:
    """Who could be offered the case: those who coordinate cases in a centre that runs, under its agreement."""
    return tuple(
        Destination(centre.id, centre.name, each.id, each.name)
        for centre in running_centres(act.today)
        for agreed in [in_agreement_with(case.organisation_id, centre=centre.id, on=act.today)]
        for each in organisations_serving(centre.id)
        if each.id in agreed and _could_lead(case, Organisation.objects.get(pk=each.id))
    )


def agreed(act: Act, case: Case, to: UUID, centre: UUID) -> Agreement:
    """The agreement that carries the case there; raises :class:`NotThere`, or what else forbids it."""
    chosen = next((each for each in destinations(act, case) if (each.organisation, each.centre) == (to, centre)), None)
    found = agreement_between(case.organisation_id, to, centre=centre, purpose=SUPPORT, on=act.today)
    if chosen is None or found is None:
        raise NotThere
    _check_words(case, chosen.centre)
    for owner in Organisation.objects.filter(pk__in=open_risks(case).values("owner_id")).exclude(pk=to):
        if agreement_between(to, owner.pk, centre=centre, purpose=SUPPORT, on=act.today) is None:
            raise OwnerWithoutAgreement(owner.name, chosen.organisation_name)
    return found


def in_the_way(case: Case) -> list[RuleBroken]:
    """What has to be settled before the case can move. Support that is expected moves with it, risks stay owned."""
    found: list[RuleBroken] = list(closing.waits_above(case))
    if open_escalations().filter(case=case).exists():
        found.append(EscalationOpen())
    if SupportAction.objects.filter(case=case, state="stopped").exists():
        found.append(ChallengeOpen())
    return found


def open_transfer(case: Case) -> Transfer | None:
    """The offer of the case that waits for somebody."""
    return Transfer.objects.filter(case=case, state__in=OPEN).first()


def open_risks(case: Case) -> QuerySet[Risk]:
    """The risks of the case that somebody owns now."""
    return Risk.objects.filter(case=case, state="open")


def own_items(organisation: UUID, person: UUID, items: Iterable[UUID] | None = None) -> QuerySet[Holding]:
    """What came from the organisation itself and still stands in its register: all, or those of ``items``."""
    found = Holding.objects.filter(
        organisation_id=organisation, originator_id=organisation, person_id=person, state=HoldingState.HELD
    )
    return (found if items is None else found.filter(item__in=tuple(items))).order_by("number", "id")


def part(act: Act, transfer: Transfer, items: Iterable[Holding]) -> Part:
    """What would go to the receiver, as policy weighs it. Called in the house of the one that offers."""
    centre, agreement = transfer.centre, transfer.agreement
    limit = act.today + timedelta(days=load(centre.programme).ceilings["disclosure_days"].limit)
    return passing_on.part(
        giver=transfer.organisation,
        recipient=transfer.to_organisation,
        person=transfer.person_id,
        reference=transfer.reference,
        centre=centre,
        agreement=agreement,
        items=tuple(items),
        purpose=SUPPORT,
        requested_action=LEAD,
        power=transfer.power,
        until=min(limit, last_day(agreement), centre.ends_on, centre.programme_ends_on),
        proposed_by=transfer.written_by,
        proposed_at=transfer.written_at,
    )


def ask(act: Act, transfer: Transfer, *, organisation: UUID, kind: str, role: str) -> None:
    """Make the next step due from a role of one of the two organisations."""
    with act.deliver_to(organisation):
        duties.raise_duty(
            act,
            organisation=organisation,
            programme=transfer.centre.programme if kind == ANSWER else transfer.programme,
            kind=kind,
            role=role,
            subject=(SUBJECT, transfer.id),
            person=transfer.person_id,
            person_reference=transfer.reference,
            not_for=[transfer.written_by] if kind == SIGN else (),
        )


def _could_lead(case: Case, organisation: Organisation) -> bool:
    """Whether it has somebody to lead the case, and nothing forbids that what is marked like it goes there."""
    stopped = engine().stopped_by(
        action="disclosure.propose",
        resource_type="Proposal",
        known={
            "recipient_kind": organisation.kind,
            "abroad": organisation.abroad,
            "recipient_ceiling": organisation.ceiling,
            "marking": case.marking,
        },
    )
    return not stopped and bool(members_in_role(organisation.pk, "case_coordinator"))


def _check_words(case: Case, centre: UUID) -> None:
    """Raise :class:`OtherCatalogue` unless the programme there has a word for everything that would be carried."""
    there = load(Centre.objects.get(pk=centre).programme)
    risks, needs = open_risks(case), case.needs.filter(state="open")
    fits = (
        all(kind in there.risk_kinds for kind in risks.values_list("kind", flat=True))
        and all(severity in there.severities for severity in risks.values_list("severity", flat=True))
        and all(
            kind in (there.protective_factors if strength else there.needs)
            for kind, strength in needs.values_list("kind", "strength")
        )
        and all(
            action in there.support_actions
            for action in case.actions.filter(state__in=EXPECTED).values_list("action", flat=True)
        )
    )
    if not fits:
        raise OtherCatalogue
