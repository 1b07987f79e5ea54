"""Who could take a risk on: organisations of the case's team, and colleagues of its owner by name.

What has to hold is asked when it is offered and again when it is accepted: much can have changed in between.
"""

from uuid import UUID

from handrail.casework import team
from handrail.casework.models import Risk
from handrail.casework.risk_rules import NoAgreement, NobodyThere, OwnsIt, owning_role
from handrail.casework.risk_values import Taker
from handrail.casework.rules import MayNotOwn, NotInTeam
from handrail.directory.agreements import agreement_between
from handrail.directory.models import Member, Organisation
from handrail.directory.names import members_in_role
from handrail.gate import Act, RuleBroken
from handrail.programme import load


def takers(act: Act, risk: Risk) -> tuple[Taker, ...]:
    """Who can be offered ``risk`` now: other organisations first, then colleagues."""
    others = Organisation.objects.filter(pk__in=risk.case.partners).exclude(pk=risk.owner_id).order_by("name")
    colleagues = members_in_role(risk.owner_id, owning_role(risk.owner.kind))
    return (
        *(Taker(each.id, each.name, None, "") for each in others if _could(act, risk, each)),
        *(
            Taker(risk.owner_id, risk.owner.name, each.id, each.name)
            for each in colleagues
            if each.id != risk.owner_member_id
        ),
    )


def asked(act: Act, risk: Risk, to: UUID, to_member: UUID | None) -> tuple[Organisation, Member | None]:
    """The organisation that is asked and, where it owns the risk already, the colleague; raises what forbids it."""
    if to != risk.owner_id:
        organisation = Organisation.objects.filter(pk=to, pk__in=risk.case.partners).first()
        if organisation is None:
            raise NotInTeam("to")
        check(act, risk, organisation)
        return organisation, None
    if to_member is None or to_member == risk.owner_member_id:
        raise OwnsIt("to")
    return risk.owner, team.member_of(to, to_member, role=owning_role(risk.owner.kind), field="to")


def check(act: Act, risk: Risk, organisation: Organisation) -> None:
    """Raise unless the rulebook lets this kind of organisation own the risk, under an agreement with who leads, and
    somebody there could accept it."""
    case = risk.case
    if organisation.kind not in load(case.programme).risk_kinds[risk.kind].may_own:
        raise MayNotOwn("to", "risk")
    leads = organisation.pk == case.organisation_id
    other = risk.owner_id if leads else case.organisation_id
    if other != organisation.pk and not agreement_between(
        other, organisation.pk, centre=case.centre_id, purpose=team.SUPPORT, on=act.today
    ):
        raise NoAgreement
    if not members_in_role(organisation.pk, owning_role(organisation.kind)):
        raise NobodyThere


def _could(act: Act, risk: Risk, organisation: Organisation) -> bool:
    try:
        check(act, risk, organisation)
    except RuleBroken:
        return False
    return True
