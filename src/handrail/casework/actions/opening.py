"""Opening a case, with the risks that are known and who owns each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from handrail import gate
from handrail.casework import deconfliction, history, intake, ownership, proposals, sources, team
from handrail.casework.actions.reviewing import check_review, raise_review
from handrail.casework.models import Case
from handrail.casework.resources import CASE
from handrail.casework.rules import CASE as CASE_STATES
from handrail.casework.rules import NoRisk, NotInCatalogue, NotInTeam
from handrail.directory.models import Member, Organisation
from handrail.gate import Act, Actor, Conflict, NotFound, action
from handrail.sharing.actions.telling import knows
from handrail.sharing.models import HoldingState, PersonRecord
from handrail.sharing.resources import HOLDING


@dataclass(frozen=True, slots=True)
class NewRisk:
    """A risk to record: its kind and severity (codes), in whose words, owned by whom, drawn from which items."""

    kind: str
    severity: str
    description: str
    owner_organisation: UUID
    owner_member: UUID
    draws_on: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that now exists."""

    case: UUID
    reference: str


@action("case.open_new")
def open_case(
    *,
    by: Actor,
    purpose: str,
    person: UUID,
    police: UUID,
    risks: Sequence[NewRisk],
    review_on: date,
    partners: Mapping[UUID, str] | None = None,
) -> Opened:
    """Open a case about a person whom the actor's organisation holds something about, and who has none that they see.

    The police are in the team from the first moment, and at least one risk with exactly one owner is recorded. The
    case is led by the actor's organisation, and the actor is its coordinator. ``partners`` are the other organisations
    in the team, each with why it joins: one of the rulebook's reasons.
    """
    act = gate.current()
    act.about(person)
    holdings = tuple(act.visible(HOLDING, "holding.read").filter(person_id=person, state=HoldingState.HELD))
    record = PersonRecord.objects.filter(organisation_id=act.organisation, person_id=person).first()
    if not holdings or record is None:
        raise NotFound
    for holding in holdings:
        act.require("holding.bring_to_case", HOLDING, holding)
    if not risks:
        raise NoRisk
    check_review(act, review_on)
    if Case.objects.filter(organisation_id=act.organisation, person_id=person, state="open").exists():
        raise Conflict
    intake.refuse_to_double(act, person)
    force = Organisation.objects.filter(pk=police, kind="police_force").first()
    if force is None:
        raise NotInCatalogue("police")
    case = Case(
        id=uuid4(),
        organisation_id=act.organisation,
        person_id=person,
        reference=record.reference,
        police=force,
        centre_id=record.centre_id,
        programme=record.programme,
        partners=[act.organisation, force.pk],
        team=[act.by.id],
        marking=max(holding.marking for holding in holdings),
        told=knows(act.organisation, person),
        opened_by=act.by.id,
        opened_at=act.now,
        review_on=review_on,
    )
    case.save(force_insert=True)
    team.lead(act, case)
    team.join(act, case, force, "owns_risk", field="police")
    for partner in Organisation.objects.filter(pk__in=partners or ()).exclude(pk__in=(act.organisation, police)):
        team.join(act, case, partner, (partners or {})[partner.pk], field="partners")
    team.assign(act, case, Member.objects.get(pk=act.by.id), "case_coordinator")
    team.refresh(case)
    for new in risks:
        record_risk(act, case, new)
    history.record(act, case, "opened")
    raise_review(act, case)
    deconfliction.ask(act, case, deconfliction.OPENED)
    intake.case_opened(act, case)
    act.note(case=case.id, risks=len(risks), police=police)
    return Opened(case.id, case.reference)


def record_risk(act: Act, case: Case, new: NewRisk) -> UUID:
    """Record one risk: its owner's organisation is in the team, its named owner is assigned, its sources are noted."""
    if new.owner_organisation not in case.partners:
        raise NotInTeam("owner")
    role = "police_risk_owner" if new.owner_organisation == case.police_id else "single_point_of_contact"
    owner = team.member_of(new.owner_organisation, new.owner_member, role=role, field="owner")
    team.assign(act, case, owner, "risk_owner")
    team.refresh(case)
    risk = ownership.open_risk(
        act,
        case,
        kind=new.kind,
        severity=new.severity,
        description=new.description,
        owner=owner,
        why="first_owner",
    )
    sources.lean(act, keeper=case.organisation_id, person=case.person_id, kind="risk", row=risk.id, items=new.draws_on)
    if owner.pk != act.by.id:
        # Whoever is named by somebody else has to know it: nobody owns a risk that they think is somebody else's.
        proposals.ask(
            act, risk, organisation=owner.organisation_id, kind=proposals.CONFIRM, role=role, owner=owner.pk
        )  # fmt: skip
    history.record(act, case, "risk_recorded", new.kind)
    return risk.id


@action("case.add_risk", resource=CASE)
def add_risk(*, by: Actor, purpose: str, case: UUID, risk: NewRisk) -> UUID:
    """Record a further risk with its one owner."""
    act = gate.current()
    found = act.resource(CASE)
    CASE_STATES.next(found.state, "work")
    recorded = record_risk(act, found, risk)
    act.note(risk=recorded, kind=risk.kind, owner=risk.owner_organisation)
    return recorded
