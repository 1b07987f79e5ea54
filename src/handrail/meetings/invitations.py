"""Who is asked to a meeting: by need to know, case by case, each with a reason.

The arrays on the meeting and its cases that policy and row security read are made here and nowhere else.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID, uuid4

from django.db.models import Q, QuerySet

from handrail import duties
from handrail.casework.models import Case, CaseMember
from handrail.directory.models import GrantState, Member, MemberStatus, RoleGrant
from handrail.duties.working_time import Unit, WorkingTime
from handrail.gate import FAR_FUTURE_MOMENT, Act
from handrail.meetings.models import AgendaCase, Attendee, Invited, Meeting, MeetingAction, MeetingPaper
from handrail.programme import load

#: Who hears of a case by their role, in any organisation of its team; and in the one that leads it.
_CONTACTS = ("single_point_of_contact", "police_risk_owner")
_LEADS = ("case_coordinator", "panel_chair")

#: The part that a member has in a case → why they are asked to a meeting about it.
_WHY: Mapping[str, str] = {
    "case_coordinator": "coordinates",
    "risk_owner": "owns_risk",
    "police_risk_owner": "owns_risk",
    "practitioner": "gives_support",
}
_OTHERWISE = "knows_the_person"


def may_come(case: Case) -> QuerySet[Member]:
    """Who may be asked to hear ``case``: its assigned team, and the contacts of the organisations in it."""
    granted = {"grants__state": GrantState.GRANTED}
    needs_to_know = (
        Q(pk__in=case.team)
        | Q(organisation_id__in=case.partners, grants__role__in=_CONTACTS, **granted)
        | Q(organisation_id=case.organisation_id, grants__role__in=_LEADS, **granted)
    )
    found = Member.objects.filter(needs_to_know, status=MemberStatus.ACTIVE, organisation_id__in=case.partners)
    return found.select_related("organisation").distinct().order_by("organisation__name", "name")


def team_of(case: Case) -> dict[UUID, str]:
    """The members assigned to ``case`` → why each is asked."""
    parts = CaseMember.objects.filter(case=case, until=FAR_FUTURE_MOMENT).order_by("-since")
    return {member: _WHY.get(part, _OTHERWISE) for member, part in parts.values_list("member_id", "part")}


def ask(act: Act, item: AgendaCase, members: Iterable[Member], why: Mapping[UUID, str]) -> int:
    """Ask members to hear one case; gives how many were not asked to it before. They have the invitation to answer."""
    asked = 0
    for member in members:
        attendee, new = Attendee.objects.get_or_create(
            meeting=item.meeting, member=member, defaults={"organisation_id": member.organisation_id}
        )
        _, made = Invited.objects.get_or_create(
            agenda_case=item,
            member=member,
            defaults={
                "id": uuid4(),
                "attendee": attendee,
                "organisation_id": member.organisation_id,
                "why": why[member.pk],
                "invited_by": act.by.id,
                "invited_at": act.now,
            },
        )
        asked += made
        if new:
            _owe_an_answer(act, item.meeting, member)
    refresh(item)
    return asked


def refresh(item: AgendaCase) -> None:
    """Make the arrays of a case at a meeting, of its meeting and of what came of it say what the rows say.

    Whoever has left the case's team is in none of them, also of a meeting that was held: the rows go on saying who was
    asked to it.
    """
    in_team = Case.objects.values_list("partners", flat=True).get(pk=item.case_id)
    rows = list(Invited.objects.filter(agenda_case=item, organisation_id__in=in_team))
    item.partners = sorted({row.organisation_id for row in rows})
    item.invited = sorted({row.member_id for row in rows})
    item.conflicted = sorted({row.member_id for row in rows if row.conflict})
    item.save(update_fields=("partners", "invited", "conflicted"))
    MeetingAction.objects.filter(agenda_case=item).update(conflicted=item.conflicted)
    MeetingPaper.objects.filter(agenda_case=item).update(conflicted=item.conflicted, readers=item.invited)
    meeting = item.meeting
    everyone = Attendee.objects.filter(meeting=meeting).values_list("organisation_id", "member_id")
    meeting.partners = sorted({organisation for organisation, _ in everyone})
    meeting.invited = sorted({member for _, member in everyone})
    meeting.save(update_fields=("partners", "invited"))


def leave_out(act: Act, invited: Invited) -> None:
    """Take back an invitation to one case; who is left with none is not asked to the meeting any more."""
    item, attendee = invited.agenda_case, invited.attendee
    invited.delete()
    if not attendee.invitations.exists():
        with act.deliver_to(attendee.organisation_id):
            duties.cancel(act, subject=("Meeting", item.meeting_id), owner=attendee.member_id)
        attendee.delete()
    refresh(item)


def nobody_answers_any_more(act: Act, meeting: Meeting) -> None:
    """The meeting has begun, or will not happen: nobody is asked whether they come."""
    for organisation in meeting.partners:
        with act.deliver_to(organisation):
            duties.cancel(act, subject=("Meeting", meeting.id), kind="answer_invitation")


def ask_again(act: Act, meeting: Meeting) -> None:
    """The time has changed: everybody says afresh whether they can come."""
    for attendee in meeting.attendees.select_related("member"):
        attendee.answer, attendee.answered_at = "waiting", None
        attendee.save(update_fields=("answer", "answered_at"))
        _owe_an_answer(act, meeting, attendee.member)


def _owe_an_answer(act: Act, meeting: Meeting, member: Member) -> None:
    if member.pk == act.by.id:
        return
    timescale = load(meeting.programme).timescales["answer_invitation"]
    held = RoleGrant.objects.filter(member=member, state=GrantState.GRANTED).values_list("role", flat=True)
    role = next((role for role in timescale.owed_by if role in set(held)), None)
    if role is None:
        return
    due = WorkingTime().due(act.now, timescale.amount, Unit(timescale.unit))
    with act.deliver_to(member.organisation_id):
        duties.raise_duty(
            act,
            organisation=member.organisation_id,
            programme=meeting.programme,
            kind="answer_invitation",
            role=role,
            subject=("Meeting", meeting.id),
            owner=member.pk,
            due_at=min(due, meeting.starts_at),
        )
