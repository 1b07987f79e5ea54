"""Needs, strengths, and the plan: support actions from the closed catalogue, each owned and dated."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from handrail import duties, gate
from handrail.casework import deconfliction, history, sources, stalling, team
from handrail.casework.actions.providing import NOT_SAID, Provision, provide, settled
from handrail.casework.models import Case, Need, Objective, SupportAction
from handrail.casework.resources import CASE, SUPPORT_ACTION
from handrail.casework.rules import CASE as CASE_STATES
from handrail.casework.rules import SUPPORT_ACTION as STATES
from handrail.casework.rules import DateNotAhead, MayNotOwn, NotInCatalogue, NotInTeam, SaidNo
from handrail.casework.words import write
from handrail.directory.models import Member, Organisation
from handrail.duties.working_time import WorkingTime
from handrail.gate import Act, Actor, action
from handrail.programme import load


@action("case.add_need", resource=CASE)
def add_need(
    *, by: Actor, purpose: str, case: UUID, kind: str, strength: bool, description: str, draws_on: Sequence[UUID] = ()
) -> UUID:
    """Record a need, or a strength, as judged by the actor, and what the judgement draws on."""
    act = gate.current()
    found = act.resource(CASE)
    CASE_STATES.next(found.state, "work")
    programme = load(found.programme)
    if kind not in (programme.protective_factors if strength else programme.needs):
        raise NotInCatalogue("kind")
    need = Need(
        id=uuid4(),
        case=found,
        organisation_id=act.organisation,
        kind=kind,
        strength=strength,
        judged_by=act.by.id,
        judged_at=act.now,
    )
    write(act, found.organisation_id, found.person_id, need, description=description)
    need.save(force_insert=True)
    sources.lean(act, keeper=found.organisation_id, person=found.person_id, kind="need", row=need.id, items=draws_on)
    history.record(act, found, "strength_recorded" if strength else "need_recorded", kind)
    act.note(need=need.id, kind=kind, strength=strength)
    return need.id


@action("case.plan", resource=CASE)
def plan(
    *,
    by: Actor,
    purpose: str,
    case: UUID,
    support: str,
    owner: UUID,
    owner_member: UUID | None,
    due_on: date,
    objective: str,
    need: UUID | None = None,
    serves: UUID | None = None,
    consent: str = "not_asked",
    draws_on: Sequence[UUID] = (),
    provision: Provision = NOT_SAID,
) -> UUID:
    """Add a support action to the plan: one thing from the catalogue that one organisation will do by a date.

    Nothing that would bring the programme to the person is planned before they have been told (policy's
    ``no-contact-before-told``), and the police are asked whether it may go ahead; ordinary services go on either way.
    ``serves`` is the objective of the person that it serves. Its words draw on what ``need`` draws on, and on
    ``draws_on``.
    """
    act = gate.current()
    found = act.resource(CASE)
    CASE_STATES.next(found.state, "work")
    catalogue = load(found.programme).support_actions
    if support not in catalogue:
        raise NotInCatalogue("support")
    organisation = Organisation.objects.filter(pk=owner, pk__in=found.partners).first()
    if organisation is None:
        raise NotInTeam("owner")
    if organisation.kind not in catalogue[support].owners:
        raise MayNotOwn("owner", "support action")
    _check_due(act, due_on)
    member = Member.objects.filter(pk=owner_member, organisation=organisation).first() if owner_member else None
    if owner_member and member is None:
        raise NotInTeam("owner_member")
    if consent not in ("not_asked", "given", "refused"):
        raise NotInCatalogue("consent")
    if consent == "given" and found.consent in ("refused", "withdrawn"):
        raise SaidNo
    answers = Need.objects.filter(pk=need, case=found).first() if need else None
    if need and answers is None:
        raise NotInCatalogue("need")
    wanted = Objective.objects.filter(pk=serves, case=found, state="open").first() if serves else None
    if serves and wanted is None:
        raise NotInCatalogue("serves")
    record = SupportAction(
        id=uuid4(),
        case=found,
        need=answers,
        serves=wanted,
        action=support,
        programme_contact=catalogue[support].programme_contact,
        owner=organisation,
        owner_member=member,
        due_on=due_on,
        consent=consent,
        added_by=act.by.id,
        added_at=act.now,
    )
    act.require("support.add", SUPPORT_ACTION, record)
    write(act, found.organisation_id, found.person_id, record, objective=objective)
    provide(act, found, record, provision)
    record.save(force_insert=True)
    sources.lean(
        act, keeper=found.organisation_id, person=found.person_id, kind="support", row=record.id, items=draws_on
    )
    if answers is not None:
        sources.take_over(act, found, kind="support", row=record.id, records=[("need", answers.id)])
    if member is not None:
        team.assign(act, found, member, "practitioner")
        team.refresh(found)
    _owe(act, found, record)
    _ask_the_police(act, found, record)
    history.record(act, found, "support_planned", support)
    act.note(support_action=record.id, support=support, owner=owner, due_on=due_on)
    return record.id


@action("support.start", resource=SUPPORT_ACTION)
def start(*, by: Actor, purpose: str, support_action: UUID) -> None:
    """Start a planned support action.

    Policy refuses contact by the programme with a person who has not been told or has not agreed, and before the
    police have confirmed it. An ordinary service waits for none of these.
    """
    _step(gate.current(), "start", "support_started")


@action("support.complete", resource=SUPPORT_ACTION)
def complete(*, by: Actor, purpose: str, support_action: UUID, outcome: str) -> None:
    """Record that the support was given, and what came of it, in words."""
    act = gate.current()
    record = _step(act, "complete", "support_done")
    record.done_at = act.now
    write(act, record.case.organisation_id, record.case.person_id, record, outcome=outcome)
    record.save(update_fields=("done_at", "outcome_sealed"))
    with act.deliver_to(record.owner_id):
        duties.complete(act, subject=("SupportAction", record.id), kind="deliver_support")
    deconfliction.over(act, record.case, record.id)
    settled(act, record)


@action("support.cancel", resource=SUPPORT_ACTION)
def cancel(*, by: Actor, purpose: str, support_action: UUID) -> None:
    """Cancel a support action that will not happen."""
    act = gate.current()
    record = _step(act, "cancel", "support_cancelled")
    with act.deliver_to(record.owner_id):
        duties.cancel(act, subject=("SupportAction", record.id))
    with act.deliver_to(record.case.organisation_id):
        duties.complete(act, subject=("SupportAction", record.id), kind="plan_instead")
    deconfliction.over(act, record.case, record.id)
    settled(act, record)


@action("support.plan_again", resource=SUPPORT_ACTION)
def plan_again(*, by: Actor, purpose: str, support_action: UUID, due_on: date) -> None:
    """Take up again what stopped when the person said no, now that they agree; by a new date."""
    act = gate.current()
    # Read anew: whoever closes the case, or goes on with it elsewhere, held its support until they had.
    case = Case.objects.get(pk=act.resource(SUPPORT_ACTION).case_id)
    CASE_STATES.next(case.state, "work")
    if case.consent != "given":
        raise SaidNo
    _check_due(act, due_on)
    record = _step(act, "plan_again", "support_planned")
    record.consent, record.due_on = "given", due_on
    record.save(update_fields=("consent", "due_on"))
    _owe(act, record.case, record)
    _ask_the_police(act, record.case, record)
    settled(act, record)


def _step(act: Act, step: str, what: str) -> SupportAction:
    record = act.resource(SUPPORT_ACTION)
    record.state = STATES.next(record.state, step)
    if step == "start":
        record.started_on = act.today
    record.save(update_fields=("state", "started_on"))
    stalling.look_again(act, record)
    act.about(record.case.person_id)
    history.record(act, record.case, what, record.action)
    act.note(support=record.action, state=record.state)
    return record


def _check_due(act: Act, due_on: date) -> None:
    if not act.today < due_on <= date(act.today.year + 2, 1, 1):
        raise DateNotAhead("due_on", f"1 January {act.today.year + 2}")


def _ask_the_police(act: Act, case: Case, record: SupportAction) -> None:
    if record.programme_contact:
        deconfliction.ask(act, case, deconfliction.SUPPORT, subject=record.id, contact=record.action)


def _owe(act: Act, case: Case, record: SupportAction) -> None:
    """The owning organisation has the support action to do by its date."""
    with act.deliver_to(record.owner_id):
        duties.raise_about(
            act,
            case,
            organisation=record.owner_id,
            kind="deliver_support",
            role="single_point_of_contact",
            subject=("SupportAction", record.id),
            owner=record.owner_member_id,
            due_at=WorkingTime().by(act.now, record.due_on),
        )
