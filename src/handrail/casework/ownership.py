"""Exactly one owner of every risk at every instant."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import connection
from psycopg.types.range import TimestamptzRange

from handrail.casework import proposals
from handrail.casework.models import Case, Risk, RiskOwnership
from handrail.casework.resources import RISK
from handrail.casework.risk_rules import RISK as RISK_STATES
from handrail.casework.risk_rules import HasGone
from handrail.casework.rules import MayNotOwn, NotInCatalogue
from handrail.casework.words import write
from handrail.directory.models import Member, MemberStatus
from handrail.gate import Act
from handrail.programme import load

#: Clocks of two servers may differ: a stretch of ownership is never empty, and never ends before it began.
SHORTEST = timedelta(microseconds=1)

_AT_WORK = (MemberStatus.ACTIVE, MemberStatus.AWAY)


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
    check_at_work(act, owner)
    write(act, case.organisation_id, case.person_id, risk, description=description)
    risk.save(force_insert=True)
    _begin(risk, owner, act.now, why)
    return risk


def hand_to(act: Act, risk: Risk, member: Member, *, why: str) -> datetime:
    """Make ``member``, and their organisation, the owner from now on; gives the moment from which they are.

    Between organisations the caller has both signatures, in an offer that was accepted at that moment: the database
    refuses anything else. Raises :class:`HasGone` for somebody who has left meanwhile.
    """
    if risk.owner_member_id == member.pk:
        return act.now
    check_at_work(act, member)
    moment = end(act, risk)
    _begin(risk, member, moment, why)
    risk.owner, risk.owner_member = member.organisation, member
    risk.save(update_fields=("owner", "owner_member"))
    return moment


def close_risk(act: Act, risk: Risk) -> None:
    """Close a risk; its ownership ends with it, and stays in the history. What was proposed about it is overtaken."""
    risk.state = RISK_STATES.next(risk.state, "close")
    proposals.overtake(act, risk)
    risk.closed_at = end(act, risk)
    risk.save(update_fields=("state", "closed_at"))


def go_on(act: Act, risk: Risk, made: Risk) -> None:
    """End ``risk`` where its case was, and begin ``made`` in the case that goes on elsewhere, with the same owner.

    Called in the owner's house, who alone sees both cases; so the database is asked here, and not at the end, whether
    each of the two has exactly one owner.
    """
    moment = end(act, risk)
    risk.state, risk.closed_at = RISK_STATES.next(risk.state, "move"), moment
    risk.save(update_fields=("state", "closed_at"))
    made.owner, made.owner_member = risk.owner, risk.owner_member
    made.judged_at, made.continues = moment, risk
    made.save(force_insert=True)
    _begin(made, risk.owner_member, moment, "case_moved")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS exactly_one_owner, both_signatures IMMEDIATE")
        cursor.execute("SET CONSTRAINTS exactly_one_owner, both_signatures DEFERRED")


def end(act: Act, risk: Risk) -> datetime:
    """End the present ownership now, and give the moment at which it ended."""
    current = RiskOwnership.objects.select_for_update(no_key=True).get(risk=risk, during__upper_inf=True)
    began: datetime = current.during.lower
    moment = max(act.now, began + SHORTEST)
    current.during = TimestamptzRange(began, moment)
    current.save(update_fields=("during",))
    return moment


def check_at_work(act: Act, member: Member) -> None:
    """Raise :class:`HasGone` unless the member is at work, and keep them from leaving until this act is over.

    Whoever records that a member leaves locks the same row and then looks for their risks: of the two, one waits.
    """
    with act.deliver_to(member.organisation_id):
        found = Member.objects.select_for_update(of=("self",), no_key=True).get(pk=member.pk)
    if found.status not in _AT_WORK:
        raise HasGone


def _begin(risk: Risk, member: Member, moment: datetime, why: str) -> None:
    RiskOwnership.objects.create(
        risk=risk,
        case=risk.case,
        organisation=member.organisation,
        member=member,
        during=TimestamptzRange(moment, None),
        why=why,
    )
