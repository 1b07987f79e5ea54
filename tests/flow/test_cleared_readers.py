"""Whoever isn’t cleared for a marking doesn’t get round it by what was left to do, or by what was sealed."""

import re
from uuid import UUID

import pytest
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.urls import reverse

from handrail.casework.models import Case
from handrail.directory.models import Member
from handrail.gate import Refused
from handrail.meetings.models import AgendaCase, MeetingAction
from handrail.meetings.queries.papers import open_action
from handrail.sharing.actions import recalling, unsealing
from handrail.sharing.models import Holding, RecallNotice
from handrail.sharing.queries.followups import open_opening
from tests.acting import act_as
from tests.browsing import signed_in
from tests.nominating import OFFICER, PURPOSE, acting_for
from tests.sitting import NURSE, begun, left_to_do
from tests.working import COORDINATOR, SUPPORT, Given, disclosed, opened
from tests.worlds import World

CONTACT = "single_point_of_contact@council"
DATA_PROTECTION = "data_protection_officer@council"
OFFICIAL, SENSITIVE = 1, 2


@pytest.fixture
def given(pilot: World) -> Given:
    return disclosed(pilot, "council")["council"]


@pytest.fixture
def case(pilot: World, given: Given) -> UUID:
    """A case of the marking SENSITIVE, with the trust in its team."""
    found = opened(pilot, given, partners=("nhs", "housing"))
    with act_as(pilot, COORDINATOR):
        Case.objects.filter(pk=found).update(marking=SENSITIVE)
    return found


def clear(pilot: World, who: str, clearance: int) -> None:
    """Clear a member for markings up to this one."""
    with acting_for(pilot.organisation(who.partition("@")[2])):
        Member.objects.filter(pk=pilot.member(who)).update(clearance=clearance)


def test_what_was_left_to_do_is_marked_as_its_case_and_read_by_those_who_are_cleared(pilot: World, case: UUID) -> None:
    _, (item,) = begun(pilot, case)
    action = left_to_do(pilot, item)
    assert open_action(by=pilot.actor(NURSE), purpose=SUPPORT, meeting_action=action).marking == SENSITIVE
    clear(pilot, NURSE, OFFICIAL)
    with pytest.raises(Refused) as refused:
        open_action(by=pilot.actor(NURSE), purpose=SUPPORT, meeting_action=action)
    assert refused.value.rules == ("marking-above-clearance",)


def test_a_reader_below_the_marking_is_told_so_and_keeps_what_waits_for_them(pilot: World, case: UUID) -> None:
    _, (item,) = begun(pilot, case)
    action = left_to_do(pilot, item)
    clear(pilot, NURSE, OFFICIAL)
    with act_as(pilot, COORDINATOR):
        person = AgendaCase.objects.get(pk=item).person_id
    browser = signed_in(pilot, NURSE)
    asked = reverse("purpose", args=[person])
    (reason, *_) = re.findall(r'name="reason"[^>]*value="([a-z_]+)"', browser.get(asked).content.decode())
    browser.post(asked, {"reason": reason})
    answer = browser.get(reverse("work:meeting_action", args=[person, action]))
    assert answer.status_code == 403
    assert "This is marked above what you are cleared to read." in answer.content.decode()
    assert "Clearance for the marking, recorded by your administrator." in answer.content.decode()
    for page in ("work:waiting", "work:meetings"):
        assert browser.get(reverse(page)).status_code == 200


def test_nobody_reads_why_sealed_text_is_to_be_opened_or_the_text_above_their_clearance(
    pilot: World, given: Given
) -> None:
    recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=given.items[1], reason="inaccurate")
    with acting_for(pilot.organisation("council")):
        holding = RecallNotice.objects.get(item=given.items[1]).holding_id
        Holding.objects.filter(pk=holding).update(marking=SENSITIVE)
    contact, officer = pilot.actor(CONTACT), pilot.actor(DATA_PROTECTION)
    opening = unsealing.request_opening(
        by=contact, purpose=SUPPORT, holding=holding, ground="complaint", reason="She complained about it."
    )
    unsealing.approve(by=officer, purpose="individual_rights", unsealing=opening)
    assert unsealing.read_sealed(by=contact, purpose=SUPPORT, unsealing=opening)
    clear(pilot, CONTACT, OFFICIAL)
    for read in (open_opening, unsealing.read_sealed):
        with pytest.raises(Refused) as refused:
            read(by=contact, purpose=SUPPORT, unsealing=opening)
        assert refused.value.rules == ("marking-above-clearance",)


def test_what_was_left_to_do_before_it_was_marked_is_marked_by_the_upgrade(pilot: World, case: UUID) -> None:
    _, (item,) = begun(pilot, case)
    action = left_to_do(pilot, item)
    with act_as(pilot, COORDINATOR):
        AgendaCase.objects.filter(pk=item).update(marking=OFFICIAL)
    name, before = ("meetings", "0004_left_to_do_is_marked"), ("meetings", "0003_refer_to_what_is_seen")
    loader = MigrationLoader(connections["owner"])
    migration = loader.get_migration(*name)
    with connections["owner"].schema_editor() as editor:
        migration.unapply(loader.project_state([before]), editor)
    with connections["owner"].schema_editor() as editor:
        migration.apply(loader.project_state([before]), editor)
    with act_as(pilot, COORDINATOR):
        assert MeetingAction.objects.get(pk=action).marking == OFFICIAL
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname LIKE 'meetings_%' AND relkind = 'r' "
            "AND relrowsecurity AND NOT relforcerowsecurity"
        )
        assert cursor.fetchall() == []
