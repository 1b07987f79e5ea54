"""Roles: an administrator asks, a role approver agrees, the rulebook has its say, and nobody does it alone."""

from uuid import uuid4

import pytest

from handrail import duties
from handrail.directory.actions.accounts import invite
from handrail.directory.actions.members import edit_member, leave
from handrail.directory.actions.roles import approve_role, end_role, refuse_role, request_role
from handrail.directory.models import RoleGrant
from handrail.directory.queries.people import open_member, waiting_roles
from handrail.gate import NotFound, Refused, RuleBroken
from tests.worlds import World

WHY = "administration"


def held(pilot: World, who: str) -> set[str]:
    grants = RoleGrant.objects.filter(member=pilot.member(who), state="granted")
    return set(grants.values_list("role", flat=True))


def test_a_role_is_held_once_a_second_person_agrees(pilot: World) -> None:
    approver = pilot.actor("role_approver@council")
    grant = request_role(
        by=pilot.actor("administrator@council"),
        member=pilot.member("practitioner@council"),
        role="panel_chair",
        purpose=WHY,
    )
    assert held(pilot, "practitioner@council") == {"practitioner"}
    assert [each.id for each in waiting_roles(by=approver, purpose=WHY)] == [grant]
    approve_role(by=approver, grant=grant, purpose=WHY)
    assert held(pilot, "practitioner@council") == {"practitioner", "panel_chair"}
    assert waiting_roles(by=approver, purpose=WHY) == ()


def test_the_approver_is_told_and_need_not_be_reminded_once_it_is_decided(pilot: World) -> None:
    approver = pilot.actor("role_approver@council")
    grant = request_role(
        by=pilot.actor("administrator@council"),
        member=pilot.member("practitioner@council"),
        role="panel_chair",
        purpose=WHY,
    )
    assert [due.subject for due in duties.waiting_for(by=approver, purpose=WHY).later.duties] == [grant]
    refuse_role(by=approver, grant=grant, purpose=WHY)
    assert duties.waiting_for(by=approver, purpose=WHY).count == 0
    assert held(pilot, "practitioner@council") == {"practitioner"}


def test_an_administrator_cannot_agree_to_a_role(pilot: World) -> None:
    grant = request_role(
        by=pilot.actor("administrator@council"),
        member=pilot.member("practitioner@council"),
        role="panel_chair",
        purpose=WHY,
    )
    for who in ("administrator@council", "second_administrator@council"):
        with pytest.raises(Refused):
            approve_role(by=pilot.actor(who), grant=grant, purpose=WHY)


def test_an_approver_cannot_agree_to_their_own_role(pilot: World) -> None:
    approver = pilot.actor("role_approver@council")
    grant = request_role(by=pilot.actor("administrator@council"), member=approver.id, role="panel_chair", purpose=WHY)
    with pytest.raises(Refused) as refused:
        approve_role(by=approver, grant=grant, purpose=WHY)
    assert refused.value.rules == ("nobody-grants-to-themselves",)


def test_nobody_asks_for_a_role_for_themselves(pilot: World) -> None:
    administrator = pilot.actor("administrator@council")
    with pytest.raises(Refused) as refused:
        request_role(by=administrator, member=administrator.id, role="agreement_signatory", purpose=WHY)
    assert refused.value.rules == ("nobody-asks-for-themselves",)


@pytest.mark.parametrize(
    ("who", "role", "why"),
    [
        ("practitioner@council", "police_risk_owner", "doesn’t let members of this kind"),
        ("practitioner@council", "town_crier", "from the list"),
        ("practitioner@council", "auditor", "can’t be an auditor and a practitioner"),
        ("originating_officer@ctu", "administrator", "can’t be an administrator and an originating officer"),
        ("pursuit_officer@force", "police_risk_owner", "can’t be a police risk owner and an investigator"),
        ("practitioner@council", "practitioner", "already"),
    ],
)
def test_the_rulebook_says_who_may_hold_a_role(pilot: World, who: str, role: str, why: str) -> None:
    administrator = pilot.actor(f"administrator@{who.partition('@')[2]}")
    with pytest.raises(RuleBroken, match=why) as refused:
        request_role(by=administrator, member=pilot.member(who), role=role, purpose=WHY)
    assert refused.value.field == "role"


def test_a_role_for_sensitive_papers_needs_the_clearance_first(pilot: World) -> None:
    administrator, member = pilot.actor("administrator@council"), pilot.member("practitioner@council")
    edit_member(by=administrator, member=member, name="A Colleague", phone="", clearance=1, centre=None, purpose=WHY)
    with pytest.raises(RuleBroken, match="must be cleared"):
        request_role(by=administrator, member=member, role="panel_chair", purpose=WHY)


def test_two_roles_that_are_kept_apart_cannot_both_be_asked_for(pilot: World) -> None:
    administrator, member = pilot.actor("administrator@council"), pilot.member("role_approver@council")
    request_role(by=administrator, member=member, role="auditor", purpose=WHY)
    with pytest.raises(RuleBroken, match="End the other role first"):
        request_role(by=administrator, member=member, role="panel_chair", purpose=WHY)


def test_one_person_can_take_a_role_away_at_once(pilot: World) -> None:
    card = open_member(by=pilot.actor("administrator@council"), member=pilot.member("panel_chair@council"), purpose=WHY)
    end_role(by=pilot.actor("role_approver@council"), grant=card.roles[0].id, purpose=WHY)
    assert held(pilot, "panel_chair@council") == set()
    with pytest.raises(RuleBroken, match="ended"):
        end_role(by=pilot.actor("role_approver@council"), grant=card.roles[0].id, purpose=WHY)


@pytest.mark.parametrize("others", [("administrator", "second_administrator"), ("role_approver",)])
def test_the_last_who_can_give_roles_keep_theirs(pilot: World, others: tuple[str, ...]) -> None:
    approver = pilot.actor("role_approver@school")
    *before, last = [
        open_member(by=approver, member=pilot.member(f"{who}@school"), purpose=WHY).roles[0].id for who in others
    ]
    for grant in before:
        end_role(by=approver, grant=grant, purpose=WHY)
    with pytest.raises(RuleBroken, match="Give it to somebody else first"):
        end_role(by=approver, grant=last, purpose=WHY)


def test_somebody_who_has_not_come_yet_is_not_counted_as_one_who_can_give_roles(pilot: World) -> None:
    administrator, approver = pilot.actor("administrator@school"), pilot.actor("role_approver@school")
    invited = invite(by=administrator, purpose=WHY, name="New Colleague", email="new.colleague@school.example")
    grant = request_role(by=administrator, member=invited.member, role="role_approver", purpose=WHY)
    approve_role(by=approver, grant=grant, purpose=WHY)
    with pytest.raises(RuleBroken, match="Give it to somebody else first"):
        leave(by=administrator, member=approver.id, purpose=WHY)


def test_another_organisations_roles_look_like_ones_that_never_were(pilot: World) -> None:
    grant = request_role(
        by=pilot.actor("administrator@council"),
        member=pilot.member("practitioner@council"),
        role="panel_chair",
        purpose=WHY,
    )
    for hidden in (grant, uuid4()):
        with pytest.raises(NotFound):
            approve_role(by=pilot.actor("role_approver@nhs"), grant=hidden, purpose=WHY)


def test_a_member_sees_their_own_roles_and_not_a_colleagues(pilot: World) -> None:
    practitioner = pilot.actor("practitioner@council")
    card = open_member(by=practitioner, member=practitioner.id, purpose=WHY)
    assert [role.title for role in card.roles] == ["Practitioner"]
    assert card.may == {"member.set_cover", "member.return"}
    with pytest.raises(Refused):
        open_member(by=practitioner, member=pilot.member("panel_chair@council"), purpose=WHY)
