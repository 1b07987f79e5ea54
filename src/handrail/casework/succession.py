"""Who owns a risk next when its owner by name leaves, or no longer holds the role that owns risks.

The organisation goes on owning it without a break. By name it passes to the cover who was named or, without one, to the
first who holds the role: somebody on the case before the others. Whoever it passes to is asked to confirm that they own
it. A member whom nobody could follow does not go.
"""

from uuid import UUID

from handrail.casework import history, ownership, proposals, team
from handrail.casework.models import Case, Risk, RiskOffer
from handrail.casework.risk_rules import NobodyToTakeRisk, owning_role
from handrail.directory.models import Member, MemberStatus
from handrail.directory.principals import live_roles
from handrail.gate import Act

#: Of immediate danger a duty officer is answerable too, at any hour, where there is no other risk owner.
STANDS_IN = "duty_officer"


def hand_on(act: Act, member: Member, cover: Member | None) -> None:
    """Pass on the risks that ``member`` owns by name, and end what was offered to them, once they have no such role."""
    # Whoever makes a member an owner locks them too: of the two, one waits and sees what the other did.
    Member.objects.select_for_update(of=("self",), no_key=True).get(pk=member.pk)
    role = owning_role(member.organisation.kind)
    if role in live_roles(member):
        return
    _end_offers_to(act, member)
    why = "left" if member.status == MemberStatus.LEFT else "role_ended"
    owned = (
        Risk.objects.filter(owner_member=member, state="open")
        .order_by("id")
        .select_for_update(of=("self",), no_key=True)
    )
    passed = []
    for risk in owned.select_related("case"):
        heir, held = _heir(risk.case, member, cover, role)
        ownership.hand_to(act, risk, heir, why=why)
        case = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=risk.case_id)
        team.assign(act, case, heir, "risk_owner")
        team.refresh(case)
        proposals.no_longer_ask(act, risk, organisation=member.organisation_id, kind=proposals.CONFIRM)
        proposals.ask(act, risk, organisation=member.organisation_id, kind=proposals.CONFIRM, role=held, owner=heir.pk)
        history.record(act, case, "risk_owner_followed", why)
        passed.append((("Risk", risk.id), case.person_id, {"before": member.pk, "owner_member": heir.pk, "why": why}))
    if passed:
        act.also_each("risk.followed", passed)
        act.note(risks=len(passed))


def _heir(case: Case, member: Member, cover: Member | None, role: str) -> tuple[Member, str]:
    """Who follows, and by which role; raises :class:`NobodyToTakeRisk`."""
    if cover is not None and role in live_roles(cover):
        return cover, role
    colleagues = Member.objects.filter(organisation_id=member.organisation_id, status=MemberStatus.ACTIVE)
    colleagues = colleagues.exclude(pk=member.pk).order_by("joined_at", "id")
    for held in (role, STANDS_IN):
        holders = colleagues.filter(grants__role=held, grants__state="granted")
        heir = holders.filter(pk__in=case.team).first() or holders.first()
        if heir is not None:
            return heir, held
    raise NobodyToTakeRisk


def _end_offers_to(act: Act, member: Member) -> None:
    """An offer to somebody who is gone waits for nobody: the risk is its owner's, who can offer it to another."""
    offers = RiskOffer.objects.filter(to_member=member, state="offered").values_list("risk_id", flat=True)
    ids: list[UUID] = list(offers)
    for risk in Risk.objects.filter(pk__in=ids).order_by("id").select_for_update(of=("self",), no_key=True):
        if risk.open_offer and risk.open_offer.to_member_id == member.pk:
            proposals.end_offer(act, risk, risk.open_offer, "overtake")
            history.record(act, risk.case, "risk_offer_overtaken", risk.kind)
