"""The risks that an organisation owns now; one risk with all that happened to it; and who owned it at a moment."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F

from handrail import duties, gate
from handrail.casework import proposals, sources
from handrail.casework.escalated import open_escalations
from handrail.casework.models import Case, Risk, RiskKindChange, RiskOffer, RiskOwnership
from handrail.casework.queries.risk_history import earlier, events
from handrail.casework.resources import RISK
from handrail.casework.risk_values import (
    Clause,
    OfferedRisk,
    OpenChange,
    OpenOffer,
    OurRisks,
    OwnedRisk,
    OwnedThen,
    RiskPage,
)
from handrail.casework.takers import takers
from handrail.casework.team import SUPPORT
from handrail.casework.values import Owner
from handrail.directory.agreements import agreement_between
from handrail.duties.working_time import Unit, WorkingTime
from handrail.gate import Act, Actor, listing, query
from handrail.programme import load
from handrail.sharing.initials import initials_of

#: Rows on one page of what an organisation owns.
PAGE = 50


@listing("risk.list")
def owned_now(*, by: Actor, purpose: str, page: int = 1) -> OurRisks:
    """What the actor's organisation owns now, longest owned first, and what it is asked to take."""
    act = gate.current()
    related = ("owner", "owner_member", "case__organisation", "case__police")
    mine = act.visible(RISK).filter(state="open", owner_id=act.organisation).select_related(*related)
    stretches = mine.filter(ownerships__during__upper_inf=True).annotate(since=F("ownerships__during__startswith"))
    owned = list(stretches.order_by("since", "id")[(page - 1) * PAGE : page * PAGE])
    asked = act.visible(RISK).filter(offers__state="offered", offers__to_organisation_id=act.organisation)
    offered = list(asked.select_related(*related).order_by("offers__offered_at", "id"))
    every = [*owned, *offered]
    proposals.look_up(every)
    initials = initials_of(act, {risk.case.person_id for risk in every})
    confirm, escalated = _to_confirm(owned), _escalated(owned)
    act.listed(risk.id for risk in every)
    return OurRisks(
        owned=tuple(
            _owned(
                risk, initials, to_confirm=risk.id in confirm, may_offer=risk.id not in escalated and _offers(act, risk)
            )
            for risk in owned
        ),
        total=mine.count(),
        offered=tuple(_offered(act, risk, initials) for risk in offered),
        clauses=_clauses(act, every),
    )


@query("risk.open", resource=RISK)
def open_risk(*, by: Actor, purpose: str, risk: UUID, at: datetime | None = None) -> RiskPage:
    """One risk with everything that happened to it; with ``at``, also who owned it at that moment."""
    act = gate.current()
    record = act.resource(RISK)
    case = record.case
    act.about(case.person_id)
    if at is not None:
        act.note(asked=at)
    words = sources.text(act, case, "risk", [record], "description")
    last = RiskOwnership.objects.filter(risk=record).latest("during")
    ours = record.owner_id == act.organisation
    steps = _steps(act, record)
    return RiskPage(
        id=record.id,
        person=case.person_id,
        case=case.id,
        reference=case.reference,
        initials=initials_of(act, [case.person_id]).get(case.person_id, ""),
        programme=case.programme,
        marking=case.marking,
        lead=case.organisation.name,
        kind=record.kind,
        severity=record.severity,
        description=words.get(record.id),
        state=record.state,
        owner=_owner(record),
        since=last.during.lower,
        ours=ours,
        offer=_open_offer(act, record),
        change=_open_change(act, record),
        to_confirm=ours and bool(_to_confirm([record])),
        then=_owned_then(act, record, at) if at is not None else None,
        events=events(act, record),
        clauses=_clauses(act, [record]),
        takers=takers(act, record) if "offer" in steps else (),
        steps=steps,
    )


def _owned(risk: Risk, initials: dict[UUID, str], *, to_confirm: bool, may_offer: bool) -> OwnedRisk:
    case, offer = risk.case, risk.open_offer
    return OwnedRisk(
        id=risk.id,
        person=case.person_id,
        reference=case.reference,
        initials=initials.get(case.person_id, ""),
        programme=case.programme,
        kind=risk.kind,
        severity=risk.severity,
        owner=_owner(risk),
        since=risk.since,  # type: ignore[attr-defined]  # annotated by the listing
        offered_to=offer.to_organisation.name if offer else "",
        to_confirm=to_confirm,
        kind_in_question=risk.open_change is not None,
        may_offer=may_offer,
    )


def _offered(act: Act, risk: Risk, initials: dict[UUID, str]) -> OfferedRisk:
    case, offer = risk.case, _open_offer(act, risk)
    assert offer is not None  # noqa: S101, the listing asked for those that are offered
    return OfferedRisk(
        id=risk.id,
        person=case.person_id,
        reference=case.reference,
        initials=initials.get(case.person_id, ""),
        programme=case.programme,
        kind=risk.kind,
        severity=risk.severity,
        by=offer.by,
        to_member=offer.to_member,
        answer_by=offer.answer_by,
        late=offer.answer_by <= act.now,
        may_answer=act.allows("risk.accept", RISK, risk),
    )


def _owner(risk: Risk) -> Owner:
    return Owner(risk.owner_id, risk.owner.name, risk.owner_member.name)


def _to_confirm(risks: Iterable[Risk]) -> frozenset[UUID]:
    """Those of these risks that their owner is asked to confirm."""
    ids = [risk.id for risk in risks]
    return frozenset(duties.due_about(subject_kind=proposals.SUBJECT, subjects=ids, kind=proposals.CONFIRM))


def _escalated(risks: Iterable[Risk]) -> frozenset[UUID]:
    """Those of these risks that the police are dealing with as an escalation."""
    found = open_escalations().filter(risk__in=[risk.id for risk in risks])
    return frozenset(found.values_list("risk_id", flat=True))


def _offers(act: Act, risk: Risk) -> bool:
    return not risk.open_offer and not risk.open_change and act.allows("risk.offer", RISK, risk)


def _open_offer(act: Act, risk: Risk) -> OpenOffer | None:
    offer, case = risk.open_offer, risk.case
    if offer is None:
        return None
    timescale = load(case.programme).timescales[proposals.ACCEPT]
    return OpenOffer(
        id=offer.id,
        by=offer.from_organisation.name,
        to=offer.to_organisation.name,
        to_member=offer.to_member.name if offer.to_member else "",
        reason=offer.reason,
        words=_words(act, case, "handover", offer),
        offered_at=offer.offered_at,
        answer_by=WorkingTime().due(offer.offered_at, timescale.amount, Unit(timescale.unit)),
    )


def _open_change(act: Act, risk: Risk) -> OpenChange | None:
    change = risk.open_change
    if change is None:
        return None
    return OpenChange(
        id=change.id,
        was=change.was,
        becomes=change.becomes,
        by=change.organisation.name,
        words=_words(act, risk.case, "risk_kind", change),
        proposed_at=change.proposed_at,
        signed_for=change.signed_for.name if change.signed_for else "",
    )


def _words(act: Act, case: Case, kind: str, record: RiskOffer | RiskKindChange) -> str | None:
    return sources.text(act, case, kind, [record], "words").get(record.id)


def _owned_then(act: Act, risk: Risk, at: datetime) -> OwnedThen:
    """Who owned it at that moment: a stretch has its beginning and not its end, so there is one answer or none.

    Before its case came from another area, that is who owned it there.
    """
    found = (
        RiskOwnership.objects.filter(risk=risk, during__contains=at).select_related("organisation", "member").first()
    )
    before = (stretch for each in earlier(act, risk) for stretch in each.stretches)
    if found is None and at < risk.judged_at:
        found = next((each for each in before if each.during.lower <= at < each.during.upper), None)
    if found is None:
        return OwnedThen(at=at, owner=None, since=None, until=None, why="")
    owner = Owner(found.organisation_id, found.organisation.name, found.member.name)
    return OwnedThen(at=at, owner=owner, since=found.during.lower, until=found.during.upper, why=found.why)


def _clauses(act: Act, risks: Iterable[Risk]) -> tuple[Clause, ...]:
    """The agreements in force under which these risks are owned: between each owner and who leads, or the police."""
    between = {
        (risk.owner_id, other, risk.case.centre_id)
        for risk in risks
        for other in (risk.case.organisation_id, risk.case.police_id)
        if other != risk.owner_id
    }
    found = (
        agreement_between(owner, other, centre=centre, purpose=SUPPORT, on=act.today)
        for owner, other, centre in between
    )
    agreements = {agreement.id: agreement for agreement in found if agreement}
    return tuple(
        Clause(agreement.id, agreement.title, agreement.duties, agreement.liability)
        for agreement in sorted(agreements.values(), key=lambda each: each.title)
    )


def _steps(act: Act, risk: Risk) -> frozenset[str]:
    """What the reader might do now: what its state and what waits allow, as far as policy lets them."""
    if risk.state != "open":
        return frozenset()
    possible: tuple[str, ...] = ("judge",)
    if risk.open_offer:
        possible += ("accept", "refuse", "withdraw_offer")
    elif risk.open_change:
        possible += ("withdraw_kind", "review_kind" if risk.open_change.signed_by else "sign_kind")
    if not _escalated([risk]):
        possible += ("close",) if risk.open_offer or risk.open_change else ("close", "offer", "propose_kind")
    return frozenset(step for step in possible if act.allows(f"risk.{step}", RISK, risk))
