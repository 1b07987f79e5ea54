"""Who works on a case. The two arrays on the case that policy and row security read are made here and nowhere else."""

from uuid import UUID

from handrail.casework.models import Case, CaseMember, CasePartner
from handrail.casework.rules import MayNotJoin, NotInCatalogue, NotInTeam, PursuesNobodyHere
from handrail.directory.agreements import agreement_between
from handrail.directory.models import Member, MemberStatus, Organisation
from handrail.gate import FAR_FUTURE_MOMENT, Act
from handrail.programme import load
from handrail.programme.kinds import NEVER_RECIPIENTS

#: Who works on investigations, and so has no part in a case (M13).
PURSUIT = "pursuit_officer"

#: What a case is for, whatever its programme.
SUPPORT = "safeguarding_support"


def lead(act: Act, case: Case) -> None:
    """Put the organisation that leads the case into its team, first of all."""
    _add(act, case, case.organisation, "leads")


def join(act: Act, case: Case, organisation: Organisation, why: str, *, field: str) -> None:
    """Add an organisation to the team for a reason of the rulebook; one that is in it already stays as it is.

    Raises :class:`NotInCatalogue` for another reason, and :class:`MayNotJoin` for an organisation that nothing about a
    person ever goes to, or that has not accepted an agreement with the one that leads: what is written in a case flows
    to its team as a disclosure does.
    """
    if why not in load(case.programme).partner_reasons:
        raise NotInCatalogue("why")
    agreement = agreement_between(
        case.organisation_id, organisation.pk, centre=case.centre_id, purpose=SUPPORT, on=act.today
    )
    if organisation.kind in NEVER_RECIPIENTS or organisation.abroad or agreement is None:
        raise MayNotJoin(field)
    _add(act, case, organisation, why)


def _add(act: Act, case: Case, organisation: Organisation, why: str) -> None:
    if CasePartner.objects.filter(case=case, organisation=organisation, until=FAR_FUTURE_MOMENT).exists():
        return
    CasePartner.objects.create(case=case, organisation=organisation, why=why, since=act.now, added_by=act.by.id)


def assign(act: Act, case: Case, member: Member, part: str) -> None:
    """Assign a member of an organisation in the team to the case. Raises :class:`PursuesNobodyHere`."""
    if member.grants.filter(role=PURSUIT, state="granted").exists():
        raise PursuesNobodyHere
    if CaseMember.objects.filter(case=case, member=member, until=FAR_FUTURE_MOMENT).exists():
        return
    CaseMember.objects.create(
        case=case, organisation_id=member.organisation_id, member=member, part=part, since=act.now
    )


def leave(act: Act, case: Case, organisation: UUID) -> None:
    """Take an organisation and its members out of the team."""
    CasePartner.objects.filter(case=case, organisation_id=organisation, until=FAR_FUTURE_MOMENT).update(until=act.now)
    CaseMember.objects.filter(case=case, organisation_id=organisation, until=FAR_FUTURE_MOMENT).update(until=act.now)
    refresh(case)


def refresh(case: Case) -> None:
    """Make the case's arrays say what its rows say."""
    partners = CasePartner.objects.filter(case=case, until=FAR_FUTURE_MOMENT).values_list("organisation_id", flat=True)
    members = CaseMember.objects.filter(case=case, until=FAR_FUTURE_MOMENT).values_list("member_id", flat=True)
    case.partners = sorted(partners)
    case.team = sorted(members)
    case.save(update_fields=("partners", "team"))


def member_of(organisation: UUID, member: UUID, *, role: str, field: str) -> Member:
    """A member at work in ``organisation`` who holds ``role``; raises :class:`NotInTeam` for anybody else."""
    found = Member.objects.filter(
        pk=member,
        organisation_id=organisation,
        status=MemberStatus.ACTIVE,
        grants__role=role,
        grants__state="granted",
    ).first()
    if found is None:
        raise NotInTeam(field)
    return found
