"""Exactly one owner of every risk at every instant."""

from uuid import uuid4

from psycopg.types.range import TimestamptzRange

from handrail.casework.models import Case, Risk, RiskOwnership
from handrail.casework.resources import RISK
from handrail.casework.rules import RISK as RISK_STATES
from handrail.casework.rules import MayNotOwn, NotInCatalogue
from handrail.casework.words import write
from handrail.directory.models import Member
from handrail.gate import Act
from handrail.programme import load


def open_risk(act: Act, case: Case, *, kind: str, severity: str, description: str, owner: Member, why: str) -> Risk:
    """Record a risk with its first owner.

    Raises :class:`NotInCatalogue`, :class:`MayNotOwn` (the rulebook's list of kinds of organisation), and
    :class:`~handrail.gate.Refused` where policy forbids the owner: a council never owns a terrorism risk, whatever a
    rulebook says.
    """
    programme = load(case.programme)
    if kind not in programme.risk_kinds:
        raise NotInCatalogue("kind")
    if severity not in programme.severities:
        raise NotInCatalogue("severity")
    risk = Risk(
        id=uuid4(),
        case=case,
        kind=kind,
        severity=severity,
        owner=owner.organisation,
        owner_member=owner,
        judged_by=act.by.id,
        judged_at=act.now,
    )
    act.require("risk.own", RISK, risk)
    if owner.organisation.kind not in programme.risk_kinds[kind].may_own:
        raise MayNotOwn("owner", "risk")
    write(act, case.organisation_id, case.person_id, risk, description=description)
    risk.save(force_insert=True)
    RiskOwnership.objects.create(
        risk=risk,
        case=case,
        organisation=owner.organisation,
        member=owner,
        during=TimestamptzRange(act.now, None),
        why=why,
    )
    return risk


def hand_to(act: Act, risk: Risk, member: Member, *, why: str) -> None:
    """Make ``member``, of the organisation that owns the risk already, the one who answers for it by name."""
    if risk.owner_member_id == member.pk:
        return
    current = RiskOwnership.objects.select_for_update().get(risk=risk, during__upper_inf=True)
    current.during = TimestamptzRange(current.during.lower, act.now)
    current.save(update_fields=("during",))
    RiskOwnership.objects.create(
        risk=risk,
        case=risk.case,
        organisation=member.organisation,
        member=member,
        during=TimestamptzRange(act.now, None),
        why=why,
    )
    risk.owner_member = member
    risk.save(update_fields=("owner_member",))


def close_risk(act: Act, risk: Risk) -> None:
    """Close a risk; its ownership ends with it, and stays in the history."""
    risk.state = RISK_STATES.next(risk.state, "close")
    risk.closed_at = act.now
    risk.save(update_fields=("state", "closed_at"))
    current = RiskOwnership.objects.select_for_update().get(risk=risk, during__upper_inf=True)
    current.during = TimestamptzRange(current.during.lower, act.now)
    current.save(update_fields=("during",))
