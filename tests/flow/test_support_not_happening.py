"""Support that petered out is noticed within a day, by those who are to give it, and never by the police."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from handrail.casework.actions import contacts, planning
from handrail.casework.models import SupportAction
from handrail.casework.queries.delivery import contacts_of, not_happening
from handrail.casework.rules import DateNotPast, NotInCatalogue
from handrail.duties.models import Duty
from handrail.duties.queries import waiting_for
from handrail.gate import NotFound, Refused, clock
from handrail.upkeep.sweep import sweep_organisation
from tests.acting import act_as
from tests.working import COORDINATOR, SUPPORT, disclosed, opened, planned
from tests.worlds import NOW, World

HOUSING = "single_point_of_contact@housing"
POLICE = "police_risk_owner@force"


def mentored(pilot: World) -> tuple[UUID, UUID]:
    """A case, and support that a housing association has begun to give."""
    case = opened(pilot, disclosed(pilot, "council")["council"], partners=("housing",))
    support = planned(pilot, case, owner="housing")
    planning.start(by=pilot.actor(HOUSING), purpose=SUPPORT, support_action=support)
    return case, support


def told(pilot: World, who: str) -> bool:
    """Whether somebody has been told that support isn't happening."""
    waiting = waiting_for(by=pilot.actor(who), purpose=SUPPORT)
    groups = (waiting.today_and_late, waiting.this_week, waiting.later)
    return any(due.kind == "support_not_delivered" for group in groups for due in group.duties)


def sweep(pilot: World) -> None:
    sweep_organisation(pilot.organisation("council"))


def test_a_mentor_whose_plan_petered_out_is_noticed_and_passed_up(pilot: World) -> None:
    mentored(pilot)
    for days, housing, council in ((20, False, False), (21, True, False), (30, True, False), (31, True, True)):
        with clock.at(NOW + timedelta(days=days)):
            sweep(pilot)
            assert (told(pilot, HOUSING), told(pilot, COORDINATOR)) == (housing, council)


def test_each_rung_hears_once_however_often_it_is_swept(pilot: World) -> None:
    _, support = mentored(pilot)
    with clock.at(NOW + timedelta(days=40)):
        sweep(pilot)
        sweep(pilot)
        with act_as(pilot, HOUSING):
            assert Duty.objects.filter(subject_id=support, kind="support_not_delivered").count() == 1


def test_a_contact_ends_it_at_once(pilot: World) -> None:
    _, support = mentored(pilot)
    with clock.at(NOW + timedelta(days=40)) as now:
        sweep(pilot)
        contacts.record_contact(
            by=pilot.actor(HOUSING), purpose=SUPPORT, support_action=support, on=clock.today(), result="met"
        )
        overdue = not_happening(by=pilot.actor(COORDINATOR), purpose=SUPPORT)
        assert [row.rule for row in overdue] == ["overdue"], now


def test_done_is_done(pilot: World) -> None:
    _, support = mentored(pilot)
    with clock.at(NOW + timedelta(days=40)):
        sweep(pilot)
        planning.complete(by=pilot.actor(HOUSING), purpose=SUPPORT, support_action=support, outcome="She has a home.")
        assert not told(pilot, HOUSING)
        assert not told(pilot, COORDINATOR)
        assert not_happening(by=pilot.actor(COORDINATOR), purpose=SUPPORT) == ()


def test_that_somebody_did_not_come_reaches_no_police_officer(pilot: World) -> None:
    _, support = mentored(pilot)
    for result in ("did_not_come", "not_reached"):
        contacts.record_contact(
            by=pilot.actor(HOUSING),
            purpose=SUPPORT,
            support_action=support,
            on=date(2025, 6, 2),
            result=result,
            note="No answer at the door.",
        )
    with clock.at(NOW + timedelta(days=60)):
        sweep(pilot)
        sweep_organisation(pilot.organisation("force"))
        with act_as(pilot, POLICE):
            assert not Duty.objects.filter(kind="support_not_delivered").exists()
        for officer in (POLICE, "single_point_of_contact@force", "duty_officer@force", "centre_lead@force"):
            for purpose in (SUPPORT, "risk_management"):
                with pytest.raises((NotFound, Refused)):
                    contacts_of(by=pilot.actor(officer), purpose=purpose, support_action=support)
            assert not_happening(by=pilot.actor(officer), purpose=SUPPORT) == ()
    with act_as(pilot, POLICE):
        assert SupportAction.objects.get(pk=support).contacts.count() == 0


def test_whoever_leads_reads_the_contacts(pilot: World) -> None:
    _, support = mentored(pilot)
    contacts.record_contact(
        by=pilot.actor(HOUSING),
        purpose=SUPPORT,
        support_action=support,
        on=date(2025, 6, 1),
        result="met",
        note="Fine.",
    )
    seen = contacts_of(by=pilot.actor(COORDINATOR), purpose=SUPPORT, support_action=support)
    assert [(line.result, line.note) for line in seen.contacts] == [("met", "Fine.")]


@pytest.mark.parametrize(
    ("on", "result", "error"),
    [(date(2025, 6, 3), "met", DateNotPast), (date(2025, 6, 2), "was_seen_in_town", NotInCatalogue)],
)
def test_a_contact_is_of_today_or_before_and_from_the_list(
    pilot: World, on: date, result: str, error: type[Exception]
) -> None:
    _, support = mentored(pilot)
    with pytest.raises(error):
        contacts.record_contact(by=pilot.actor(HOUSING), purpose=SUPPORT, support_action=support, on=on, result=result)


def test_a_review_that_was_forgotten_is_on_the_list(pilot: World) -> None:
    opened(pilot, disclosed(pilot, "council")["council"])
    for day, rules in ((date(2025, 8, 1), []), (date(2025, 8, 2), ["review_missed"])):
        with clock.at(NOW.replace(month=day.month, day=day.day)):
            assert [row.rule for row in not_happening(by=pilot.actor(COORDINATOR), purpose=SUPPORT)] == rules
