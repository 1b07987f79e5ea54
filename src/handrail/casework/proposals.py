"""What is proposed about a risk and waits for somebody else: an offer to hand it over, or another kind for it.

Making and answering are in ``actions.handing_over`` and ``actions.changing_kind``; this is what both end with, and what
happens to them when the risk or its case is closed or the member who was asked is gone.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from handrail import duties
from handrail.casework import history
from handrail.casework.models import Case, Risk, RiskKindChange, RiskOffer
from handrail.casework.risk_rules import KIND_CHANGE, OFFER, owning_role
from handrail.gate import Act

SUBJECT = "Risk"
ACCEPT, CONFIRM = "accept_handover", "confirm_ownership"
SIGN, REVIEW = "sign_kind_of_risk", "review_kind_of_risk"


def subject(risk: Risk) -> tuple[str, UUID]:
    """What the duties about a risk are about."""
    return (SUBJECT, risk.id)


def look_up(risks: Iterable[Risk]) -> None:
    """Read what waits of many risks at once: deciding on each would else look for it one by one."""
    rows = {risk.id: risk for risk in risks}
    for risk in rows.values():
        risk.open_offer, risk.open_change = None, None
    for offer in RiskOffer.objects.filter(risk__in=rows, state="offered").select_related("to_organisation"):
        rows[offer.risk_id].open_offer = offer
    for change in RiskKindChange.objects.filter(risk__in=rows, state__in=("proposed", "signed")):
        rows[change.risk_id].open_change = change


def ask(act: Act, risk: Risk, *, organisation: UUID, kind: str, role: str, owner: UUID | None = None) -> None:
    """Make something about the risk due from a role, or a member in it, of an organisation in the case's team."""
    with act.deliver_to(organisation):
        duties.raise_about(
            act, risk.case, organisation=organisation, kind=kind, role=role, subject=subject(risk), owner=owner
        )


def no_longer_ask(act: Act, risk: Risk, *, organisation: UUID, kind: str) -> None:
    """End what was asked of an organisation about the risk, because it is needless now."""
    with act.deliver_to(organisation):
        duties.cancel(act, subject=subject(risk), kind=kind)


def end_offer(act: Act, risk: Risk, offer: RiskOffer, how: str, *, at: datetime | None = None) -> None:
    """Take the step that ends an offer, as the actor, now or at the moment ``at`` at which the risk passed."""
    offer.state = OFFER.next(offer.state, how)
    offer.answered_by, offer.answered_at = act.by.id, at or act.now
    offer.save()
    risk.open_offer = None
    if how in ("accept", "refuse"):
        duties.complete(act, subject=subject(risk), kind=ACCEPT)
    else:
        no_longer_ask(act, risk, organisation=offer.to_organisation_id, kind=ACCEPT)


def end_change(act: Act, risk: Risk, change: RiskKindChange, how: str) -> None:
    """Take the step that ends a change of kind, as the actor, now."""
    duties.complete(act, subject=subject(risk), kind=REVIEW if change.signed_by else SIGN)
    asked = risk.case.partners if change.signed_by else [risk.case.police_id]
    for organisation in asked:
        no_longer_ask(act, risk, organisation=organisation, kind=REVIEW if change.signed_by else SIGN)
    change.state = KIND_CHANGE.next(change.state, how)
    change.ended_for_id, change.ended_by, change.ended_at = act.organisation, act.by.id, act.now
    change.save()
    risk.open_change = None


def overtake(act: Act, risk: Risk) -> None:
    """The risk is closed: nothing about it waits for anybody any more."""
    if risk.open_offer:
        end_offer(act, risk, risk.open_offer, "overtake")
    if risk.open_change:
        end_change(act, risk, risk.open_change, "overtake")
    no_longer_ask(act, risk, organisation=risk.owner_id, kind=CONFIRM)


def leave_with_owners(act: Act, case: Case) -> None:
    """The case is closed: what was proposed about its risks is overtaken, and each risk stays with its owner.

    The owner by name is asked to confirm it: nobody else watches over it any more. A risk that somebody is handing over
    at this very moment is left to them: they hold it, and wait for the case that is being closed.
    """
    open_risks = Risk.objects.filter(case=case, state="open").select_related("owner").order_by("id")
    for risk in open_risks.select_for_update(of=("self",), no_key=True, skip_locked=True):
        risk.case = case
        if risk.open_offer:
            history.record(act, case, "risk_offer_overtaken", risk.kind)
        overtake(act, risk)
        ask(
            act, risk, organisation=risk.owner_id, kind=CONFIRM, role=owning_role(risk.owner.kind),
            owner=risk.owner_member_id,
        )  # fmt: skip
