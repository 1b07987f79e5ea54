"""Looking after members: training, absence with cover, and leaving."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import SESSION_KEY, authenticate
from django.contrib.sessions.models import Session
from django.db import transaction

from handrail import duties
from handrail.directory.actions.members import (
    come_back,
    edit_member,
    leave,
    record_training,
    reset_second_step,
    set_away,
)
from handrail.directory.actions.roles import request_role
from handrail.directory.models import Account, RoleGrant
from handrail.directory.queries.people import list_members, open_member
from handrail.gate import Faults, NotFound, Refused, RuleBroken, clock
from handrail.gate.row_security import set_acting_organisation
from tests.browsing import give_second_factor, signed_in
from tests.worlds import LAPSED_ON, World

WHY = "administration"


def test_the_list_shows_colleagues_and_nobody_else(pilot: World) -> None:
    names = {each.id for each in list_members(by=pilot.actor("administrator@school"), purpose=WHY)}
    assert names == {member for who, member in pilot.members.items() if who.endswith("@school")}


def test_the_list_is_searched_by_name_or_role(pilot: World) -> None:
    found = list_members(by=pilot.actor("administrator@council"), text="panel CHAIR", purpose=WHY)
    assert [each.id for each in found] == [pilot.member("panel_chair@council")]


def test_everything_wrong_with_changed_details_is_said_at_once(pilot: World) -> None:
    with pytest.raises(Faults) as refused:
        edit_member(
            by=pilot.actor("administrator@council"), member=pilot.member("practitioner@council"), purpose=WHY,
            name=" ", phone="", clearance=3, centre=uuid4(),
        )  # fmt: skip
    assert {fault.field for fault in refused.value.faults} == {"name", "clearance", "centre"}


def test_training_counts_for_as_long_as_the_rulebook_says(pilot: World) -> None:
    administrator, member = pilot.actor("administrator@council"), pilot.member("lapsed_contact@council")
    lapsed = {each.code: each for each in open_member(by=administrator, member=member, purpose=WHY).training}
    assert lapsed["information_handling"].valid_until == LAPSED_ON
    assert lapsed["information_handling"].lapsed
    until = record_training(
        by=administrator, member=member, course="information_handling", passed_on=date(2025, 6, 2), purpose=WHY
    )
    assert until == date(2026, 6, 2)
    renewed = {each.code: each for each in open_member(by=administrator, member=member, purpose=WHY).training}
    assert not renewed["information_handling"].lapsed
    assert renewed["safeguarding"].lapsed


def test_a_mistaken_record_of_training_is_put_right_by_another(pilot: World) -> None:
    administrator, member = pilot.actor("administrator@council"), pilot.member("practitioner@council")
    for minute, passed_on in enumerate((date(2025, 6, 1), date(2023, 6, 1))):
        with clock.at(pilot.now + timedelta(minutes=minute)):
            record_training(by=administrator, member=member, course="safeguarding", passed_on=passed_on, purpose=WHY)
    courses = {each.code: each for each in open_member(by=administrator, member=member, purpose=WHY).training}
    assert courses["safeguarding"].passed_on == date(2023, 6, 1)


def test_training_is_not_recorded_before_it_happened(pilot: World) -> None:
    with pytest.raises(Faults) as refused:
        record_training(
            by=pilot.actor("administrator@council"), member=pilot.member("practitioner@council"),
            course="basket_weaving", passed_on=date(2025, 6, 3), purpose=WHY,
        )  # fmt: skip
    assert {fault.field for fault in refused.value.faults} == {"course", "passed_on"}


def test_nobody_records_their_own_training(pilot: World) -> None:
    administrator = pilot.actor("administrator@council")
    with pytest.raises(Refused) as refused:
        record_training(
            by=administrator, member=administrator.id, course="safeguarding", passed_on=date(2025, 6, 1), purpose=WHY
        )
    assert refused.value.rules == ("nobody-records-own-training",)


def test_a_member_goes_away_and_a_colleague_covers(pilot: World) -> None:
    contact, second = pilot.actor("single_point_of_contact@council"), pilot.member("second_contact@council")
    set_away(by=contact, member=contact.id, cover=second, purpose=WHY)
    card = open_member(by=contact, member=contact.id, purpose=WHY)
    assert (card.status, card.cover) == ("away", second)
    come_back(by=contact, member=contact.id, purpose=WHY)
    assert open_member(by=contact, member=contact.id, purpose=WHY).status == "active"


@pytest.mark.parametrize(
    ("cover", "why"),
    [
        ("single_point_of_contact@council", "at work"),
        ("second_contact@nhs", "at work"),
        ("panel_chair@council", "holds one of the same roles"),
    ],
)
def test_cover_is_a_colleague_who_could_do_the_work(pilot: World, cover: str, why: str) -> None:
    contact = pilot.actor("single_point_of_contact@council")
    with pytest.raises(RuleBroken, match=why):
        set_away(by=contact, member=contact.id, cover=pilot.member(cover), purpose=WHY)


def test_somebody_who_is_away_cannot_cover(pilot: World) -> None:
    first, second = pilot.actor("single_point_of_contact@council"), pilot.actor("second_contact@council")
    set_away(by=first, member=first.id, cover=second.id, purpose=WHY)
    with pytest.raises(RuleBroken, match="at work"):
        set_away(by=second, member=second.id, cover=first.id, purpose=WHY)


def test_a_leaver_loses_every_role_and_cannot_sign_in(pilot: World) -> None:
    administrator, leaver = pilot.actor("administrator@council"), pilot.actor("practitioner@council")
    account = Account.objects.get(pk=pilot.account("practitioner@council"))
    account.set_password("correct horse battery staple")
    account.save()
    request_role(by=administrator, member=leaver.id, role="panel_chair", purpose=WHY)
    leave(by=administrator, member=leaver.id, purpose=WHY)
    assert authenticate(username=account.email, password="correct horse battery staple") is None
    states = RoleGrant.objects.filter(member=leaver.id).values_list("state", flat=True)
    assert set(states) == {"ended", "refused"}
    assert duties.waiting_for(by=pilot.actor("role_approver@council"), purpose=WHY).count == 0


def test_a_leaver_with_an_open_page_is_refused_at_once(pilot: World) -> None:
    leaver = pilot.actor("practitioner@council")
    leave(by=pilot.actor("administrator@council"), member=leaver.id, purpose=WHY)
    with pytest.raises(Refused) as refused:
        list_members(by=leaver, purpose=WHY)
    assert refused.value.rules == ("left-organisation",)


def _give(pilot: World, who: str, role: str) -> None:
    actor = pilot.actor(who)
    with transaction.atomic():
        set_acting_organisation(actor.organisation)
        RoleGrant.objects.create(
            organisation_id=actor.organisation,
            member_id=actor.id,
            role=role,
            state="granted",
            requested_by=actor.id,
            requested_at=clock.now(),
        )


def _make_due(pilot: World, who: str) -> None:
    """Something that ``who`` has taken on: to agree to a role that was asked for."""
    administrator, approver = pilot.actor("administrator@council"), pilot.actor(who)
    request_role(by=administrator, member=pilot.member("practitioner@council"), role="panel_chair", purpose=WHY)
    due = duties.waiting_for(by=approver, purpose=WHY).later.duties[0]
    duties.take(by=approver, duty=due.id, purpose=WHY)


def test_what_is_due_from_a_leaver_goes_to_the_cover(pilot: World) -> None:
    administrator = pilot.actor("administrator@council")
    _give(pilot, "single_point_of_contact@council", "role_approver")
    _make_due(pilot, "role_approver@council")
    heir = pilot.actor("single_point_of_contact@council")
    assert duties.waiting_for(by=heir, purpose=WHY).count == 0
    leave(by=administrator, member=pilot.member("role_approver@council"), cover=heir.id, purpose=WHY)
    assert [due.mine for due in duties.waiting_for(by=heir, purpose=WHY).later.duties] == [True]


def test_without_a_cover_it_falls_to_everybody_in_the_role(pilot: World) -> None:
    _give(pilot, "single_point_of_contact@council", "role_approver")
    _make_due(pilot, "role_approver@council")
    leave(by=pilot.actor("administrator@council"), member=pilot.member("role_approver@council"), purpose=WHY)
    waiting = duties.waiting_for(by=pilot.actor("single_point_of_contact@council"), purpose=WHY)
    assert [due.mine for due in waiting.later.duties] == [False]


def test_the_last_role_approver_cannot_leave(pilot: World) -> None:
    with pytest.raises(RuleBroken, match="Nobody else"):
        leave(by=pilot.actor("administrator@council"), member=pilot.member("role_approver@council"), purpose=WHY)


def test_an_administrator_does_not_record_their_own_leaving(pilot: World) -> None:
    administrator = pilot.actor("administrator@council")
    with pytest.raises(Refused) as refused:
        leave(by=administrator, member=administrator.id, purpose=WHY)
    assert refused.value.rules == ("nobody-resets-or-leaves-alone",)
    leave(by=pilot.actor("second_administrator@council"), member=administrator.id, purpose=WHY)


def test_another_organisations_member_looks_like_one_who_never_was(pilot: World) -> None:
    with pytest.raises(NotFound):
        leave(by=pilot.actor("administrator@nhs"), member=pilot.member("practitioner@council"), purpose=WHY)


def test_a_lost_second_step_is_reset_by_an_administrator_and_not_by_oneself(pilot: World) -> None:
    administrator = pilot.actor("administrator@council")
    for who in ("practitioner@council", "administrator@council"):
        give_second_factor(Account.objects.get(pk=pilot.account(who)))
    reset_second_step(by=administrator, member=pilot.member("practitioner@council"), purpose=WHY)
    assert not is_mfa_enabled(Account.objects.get(pk=pilot.account("practitioner@council")))
    with pytest.raises(Refused) as refused:
        reset_second_step(by=administrator, member=administrator.id, purpose=WHY)
    assert refused.value.rules == ("nobody-resets-or-leaves-alone",)
    assert is_mfa_enabled(Account.objects.get(pk=pilot.account("administrator@council")))


def test_forgetting_a_second_step_ends_the_sittings_that_it_opened(pilot: World) -> None:
    stolen, others = signed_in(pilot, "practitioner@council"), signed_in(pilot, "panel_chair@council")
    reset_second_step(by=pilot.actor("administrator@council"), member=pilot.member("practitioner@council"), purpose=WHY)
    assert stolen.get("/account/second-step")["Location"].startswith("/sign-in?")
    assert others.get("/account/second-step").status_code == 200


def test_whoever_leaves_is_signed_out_at_once_and_everywhere(pilot: World) -> None:
    who = "practitioner@council"
    theirs, another, others = signed_in(pilot, who), signed_in(pilot, who), signed_in(pilot, "panel_chair@council")
    assert sittings_of(pilot, who) == 2
    leave(by=pilot.actor("administrator@council"), member=pilot.member(who), purpose=WHY)
    assert sittings_of(pilot, who) == 0
    for browser in (theirs, another):
        assert browser.get("/account/second-step")["Location"].startswith("/sign-in?")
    assert others.get("/account/second-step").status_code == 200


def sittings_of(pilot: World, who: str) -> int:
    """How many sessions there are of the member's account."""
    opened = [session.get_decoded() for session in Session.objects.all()]
    return sum(session.get(SESSION_KEY) == str(pilot.account(who)) for session in opened)
