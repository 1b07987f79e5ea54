"""Handing a risk over, to a colleague or to another organisation: it needs both signatures (demand M10).

One offers it with reasons; the other accepts it, or refuses it with a reason. Until then it stays with the offerer.
Referral, meeting, receipt or action never moves a risk: only accepting an offer does, and the leaving of a member.
"""

from collections.abc import Sequence
from uuid import UUID, uuid4

from handrail import duties, gate
from handrail.casework import history, ownership, proposals, sources, takers, team
from handrail.casework.escalated import open_escalations
from handrail.casework.models import Case, Risk, RiskOffer
from handrail.casework.resources import RISK
from handrail.casework.risk_rules import RISK as RISK_STATES
from handrail.casework.risk_rules import (
    AlreadyOffered,
    EscalatedRiskStays,
    KindInQuestion,
    WrongReason,
    owning_role,
)
from handrail.casework.rules import NotInCatalogue
from handrail.casework.words import write
from handrail.directory.models import Member
from handrail.gate import Actor, Conflict, action
from handrail.programme import load


@action("risk.offer", resource=RISK)
def offer(
    *,
    by: Actor,
    purpose: str,
    risk: UUID,
    to: UUID,
    reason: str,
    words: str,
    to_member: UUID | None = None,
    draws_on: Sequence[UUID] = (),
) -> UUID:
    """Offer a risk to another organisation of the team, or (``to_member``) to a colleague who holds the owning role.

    Gives the offer's id. Raises what stands in the way: it is offered already, its kind is in question, it was
    escalated, the other is not in the team, has no agreement with whoever leads it, or may not own this kind.
    """
    act = gate.current()
    record = act.resource(RISK)
    case = record.case
    act.about(case.person_id)
    RISK_STATES.next(record.state, "offer")
    check_stays(record)
    if record.open_offer:
        raise AlreadyOffered
    if record.open_change:
        raise KindInQuestion
    # Who is in the team is settled until this act is over: nobody leaves it with an offer on the way to them.
    record.case = case = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    organisation, member = takers.asked(act, record, to, to_member)
    why = load(case.programme).handover_reasons.get(reason)
    if why is None:
        raise NotInCatalogue("reason")
    if not (why.within if member else why.between):
        raise WrongReason
    made = RiskOffer(
        id=uuid4(),
        risk=record,
        case=case,
        from_organisation=record.owner,
        to_organisation=organisation,
        to_member=member,
        reason=reason,
        offered_by=act.by.id,
        offered_at=act.now,
    )
    record.open_offer = made
    act.require("risk.offer", RISK, record)
    write(act, case.organisation_id, case.person_id, made, words=words)
    made.save(force_insert=True)
    sources.lean(act, keeper=case.organisation_id, person=case.person_id, kind="handover", row=made.id, items=draws_on)
    duties.complete(act, subject=proposals.subject(record), kind=proposals.CONFIRM)
    proposals.ask(
        act, record, organisation=organisation.pk, kind=proposals.ACCEPT, role=owning_role(organisation.kind),
        owner=member.pk if member else None,
    )  # fmt: skip
    history.record(act, case, "risk_offered", record.kind)
    act.note(offer=made.id, to=organisation.pk, to_member=member.pk if member else None, reason=reason)
    return made.id


@action("risk.accept", resource=RISK)
def accept(*, by: Actor, purpose: str, risk: UUID, offer: UUID) -> None:
    """Accept the offer: from this moment the actor's organisation owns the risk, and the actor by name.

    Everything that had to hold when it was offered is asked again. Raises :class:`Conflict` if what is offered now is
    not the ``offer`` that the actor read.
    """
    act = gate.current()
    record = act.resource(RISK)
    case = record.case
    act.about(case.person_id)
    made = _the_one_read(record, offer)
    check_stays(record)
    organisation, before = made.to_organisation, record.owner
    takers.check(act, record, organisation)
    # From here on the actor can't leave or lose the role before this act is over: the role is read once that is sure.
    ownership.check_at_work(act, Member.objects.get(pk=act.by.id))
    owner = team.member_of(organisation.pk, act.by.id, role=owning_role(organisation.kind), field="owner")
    why = load(case.programme).handover_reasons[made.reason].ownership
    moment = ownership.hand_to(act, record, owner, why=why)
    proposals.end_offer(act, record, made, "accept", at=moment)
    # Whoever else joins the team at this moment waits, so that neither is left out of it.
    case = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    team.assign(act, case, owner, "risk_owner")
    team.refresh(case)
    history.record(act, case, "risk_handed_over", record.kind)
    act.note(offer=made.id, before=before.pk, owner=organisation.pk, owner_member=owner.pk)
    if before != organisation:
        # Whoever gave the risk away has an entry of its own that shows it: it need not ask the new owner for theirs.
        act.also(
            "risk.handed_over",
            organisation=before.pk,
            subject=("Risk", record.id),
            offer=made.id,
            owner=organisation.pk,
        )


@action("risk.refuse", resource=RISK)
def refuse(*, by: Actor, purpose: str, risk: UUID, offer: UUID, refusal: str, words: str) -> None:
    """Refuse the offer, for a reason of the rulebook and in words. The risk stays where it is; its owner is told."""
    act = gate.current()
    record = act.resource(RISK)
    case = record.case
    act.about(case.person_id)
    made = _the_one_read(record, offer)
    if refusal not in load(case.programme).handover_refusals:
        raise NotInCatalogue("refusal")
    made.refusal = refusal
    write(act, case.organisation_id, case.person_id, made, answer=words)
    proposals.end_offer(act, record, made, "refuse")
    proposals.ask(
        act, record, organisation=record.owner_id, kind=proposals.CONFIRM, role=owning_role(record.owner.kind),
        owner=record.owner_member_id,
    )  # fmt: skip
    history.record(act, case, "risk_refused", refusal)
    act.note(offer=made.id, owner=record.owner_id, refusal=refusal)


@action("risk.withdraw_offer", resource=RISK)
def withdraw(*, by: Actor, purpose: str, risk: UUID, offer: UUID) -> None:
    """Take an offer back before it is answered."""
    act = gate.current()
    record = act.resource(RISK)
    act.about(record.case.person_id)
    made = _the_one_read(record, offer)
    proposals.end_offer(act, record, made, "withdraw")
    history.record(act, record.case, "risk_offer_withdrawn", record.kind)
    act.note(offer=made.id)


@action("risk.confirm", resource=RISK)
def confirm(*, by: Actor, purpose: str, risk: UUID) -> None:
    """Say that one has seen that the risk is one's own: somebody else recorded it, refused it, or owned it before."""
    act = gate.current()
    record = act.resource(RISK)
    act.about(record.case.person_id)
    RISK_STATES.next(record.state, "confirm")
    if duties.complete(act, subject=proposals.subject(record), kind=proposals.CONFIRM):
        history.record(act, record.case, "risk_confirmed", record.kind)


def check_stays(risk: Risk) -> None:
    """Raise :class:`EscalatedRiskStays` while the police are dealing with this risk as an escalation."""
    if open_escalations().filter(risk=risk).exists():
        raise EscalatedRiskStays


def _the_one_read(risk: Risk, offer: UUID) -> RiskOffer:
    if risk.open_offer is None or risk.open_offer.id != offer:
        raise Conflict
    return risk.open_offer
