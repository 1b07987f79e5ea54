"""Steps of a case, for tests that start somewhere along it. Each goes through the actions, as a page does.

given = disclosed(pilot, "council")
case = opened(pilot, given)
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from handrail.casework.actions import consenting, deconflicting, opening, planning
from handrail.casework.actions.opening import NewRisk
from handrail.casework.models import Deconfliction
from handrail.sharing.actions import receiving
from handrail.sharing.changes import SetWhy
from handrail.sharing.models import Disclosure, Holding
from tests.acting import act_as
from tests.harness.databases import remembered
from tests.nominating import ISOLATED, NAME, put_forward, release
from tests.worlds import World

SUPPORT = "safeguarding_support"
COORDINATOR = "case_coordinator@council"
OFFICER = "deconfliction_officer@ctu"
DECONFLICTION = "deconfliction"
REVIEW_ON = date(2025, 8, 1)


@dataclass(frozen=True)
class Given:
    """What one organisation was given about one person."""

    decision: UUID
    disclosure: UUID
    person: UUID
    items: tuple[UUID, ...]


@remembered
def disclosed(
    pilot: World, *recipients: str, acknowledged: bool = True, person: str = NAME, why: SetWhy = ISOLATED
) -> dict[str, Given]:
    """A nomination released to these organisations, each of which has acknowledged it."""
    written = put_forward(pilot, recipients=recipients, person=person, why=why)
    release(pilot, written)
    return {key: given_to(pilot, key, written.id, acknowledged=acknowledged) for key in recipients}


def given_to(pilot: World, key: str, decision: UUID, *, acknowledged: bool = True) -> Given:
    """What ``key`` was given by a decision that was released, acknowledged unless said otherwise."""
    contact = f"single_point_of_contact@{key}"
    with act_as(pilot, contact):
        found = Disclosure.objects.get(decision_id=decision, recipient_id=pilot.organisation(key))
        items = tuple(Holding.objects.filter(disclosure=found).order_by("number").values_list("item", flat=True))
    if acknowledged:
        receiving.acknowledge(by=pilot.actor(contact), purpose=SUPPORT, disclosure=found.id)
    return Given(decision, found.id, found.person_id, items)


def police_risk(pilot: World, *, draws_on: tuple[UUID, ...] = ()) -> NewRisk:
    """A terrorism-related risk, owned by the police."""
    return NewRisk(
        kind="terrorism_related",
        severity="steady",
        description="He spoke of going back to old friends.",
        owner_organisation=pilot.organisation("force"),
        owner_member=pilot.member("police_risk_owner@force"),
        draws_on=draws_on,
    )


@remembered
def opened(pilot: World, given: Given, *, partners: tuple[str, ...] = (), draws_on: tuple[UUID, ...] = ()) -> UUID:
    """A case led by the council, with the police in its team and one risk, which they own."""
    case = opening.open_case(
        by=pilot.actor(COORDINATOR),
        purpose=SUPPORT,
        person=given.person,
        police=pilot.organisation("force"),
        risks=(police_risk(pilot, draws_on=draws_on),),
        review_on=REVIEW_ON,
        partners={pilot.organisation(key): "advises" for key in partners},
    )
    return case.case


def planned(
    pilot: World,
    case: UUID,
    *,
    support: str = "housing_advice",
    owner: str = "council",
    consent: str = "not_asked",
    serves: UUID | None = None,
) -> UUID:
    """A support action in the plan of a case."""
    return planning.plan(
        by=pilot.actor(COORDINATOR),
        purpose=SUPPORT,
        case=case,
        support=support,
        owner=pilot.organisation(owner),
        owner_member=None,
        due_on=date(2025, 7, 1),
        objective="A home of her own that she can keep.",
        serves=serves,
        consent=consent,
    )


def told(pilot: World, case: UUID) -> None:
    """The person was told yesterday."""
    consenting.record_told(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, on=date(2025, 6, 1))


def says(pilot: World, case: UUID, step: str, **also: Any) -> None:
    """The person, who is an adult, was asked face to face and said so today."""
    words: dict[str, Any] = {"how": "in_person", "asker": "Nadia, her support worker", "note": "", "under_18": False}
    consenting.record_consent(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, step=step, on=date(2025, 6, 2), **words | also
    )


def asked(pilot: World, subject: UUID) -> UUID:
    """What the police were asked about a case, a meeting or a support action: the id of it at the unit that answers."""
    with act_as(pilot, OFFICER):
        return Deconfliction.objects.get(subject_id=subject).id


def answers(pilot: World, subject: UUID, *, confirm: bool, **also: Any) -> None:
    """The police answer about a case, a meeting or a support action."""
    by = pilot.actor(OFFICER)
    deconflicting.answer(by=by, purpose=DECONFLICTION, deconfliction=asked(pilot, subject), confirm=confirm, **also)


@remembered
def agreed(pilot: World, given: Given, *, partners: tuple[str, ...] = ("voluntary",)) -> tuple[UUID, UUID]:
    """A case of somebody who was told and agreed, and mentoring in its plan, which waits for the police alone."""
    case = opened(pilot, given, partners=partners)
    told(pilot, case)
    says(pilot, case, "give")
    return case, planned(pilot, case, support="mentoring", owner="voluntary", consent="given")
