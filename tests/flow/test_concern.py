"""A concern that somebody chooses to tell the police: it goes once, and nothing can be asked through it."""

from uuid import UUID

import pytest
from django.apps import apps

from handrail.casework.actions import volunteering
from handrail.casework.models import Concern
from handrail.casework.queries.concerns import open_concern
from handrail.casework.rules import NotInCatalogue
from handrail.duties.queries import waiting_for
from handrail.gate import NotFound, Refused, RuleBroken
from tests.acting import act_as
from tests.working import COORDINATOR, SUPPORT, disclosed, opened
from tests.worlds import World

OFFICER = "police_risk_owner@force"
RISK = "risk_management"
WORDS = "He has begun to talk about the old flat again."


def told(pilot: World, *, by: str = COORDINATOR, ground: str = "they_agree") -> UUID:
    case = opened(pilot, disclosed(pilot, "council")["council"])
    return volunteering.volunteer_concern(by=pilot.actor(by), purpose=SUPPORT, case=case, ground=ground, words=WORDS)


def test_it_works(pilot: World) -> None:
    concern = told(pilot)
    (due,) = [
        due for due in waiting_for(by=pilot.actor(OFFICER), purpose=RISK).this_week.duties if due.subject == concern
    ]
    assert due.kind == "read_concern"

    seen = open_concern(by=pilot.actor(OFFICER), purpose=RISK, concern=concern)
    assert (seen.words, seen.organisation, seen.may_mark_read) == (WORDS, "Camden Council", True)
    volunteering.mark_read(by=pilot.actor(OFFICER), purpose=RISK, concern=concern)

    again = open_concern(by=pilot.actor(OFFICER), purpose=RISK, concern=concern)
    assert (again.state, again.may_mark_read) == ("read", False)
    assert not [
        due for due in waiting_for(by=pilot.actor(OFFICER), purpose=RISK).this_week.duties if due.subject == concern
    ]


@pytest.mark.parametrize(
    "who",
    ["case_coordinator@council", "single_point_of_contact@council", "pursuit_officer@force", "pursuit_officer@ctu",
     "police_risk_owner@ctu", "single_point_of_contact@school", "data_protection_officer@force"],
)  # fmt: skip
def test_nobody_but_the_police_risk_owner_of_that_force_learns_that_it_exists(pilot: World, who: str) -> None:
    concern = told(pilot)
    for purpose in (SUPPORT, RISK):
        with pytest.raises(NotFound):
            open_concern(by=pilot.actor(who), purpose=purpose, concern=concern)


def test_no_follow_up_can_be_asked_through_it(pilot: World) -> None:
    concern = told(pilot)
    volunteering.mark_read(by=pilot.actor(OFFICER), purpose=RISK, concern=concern)
    with pytest.raises(RuleBroken):
        volunteering.mark_read(by=pilot.actor(OFFICER), purpose=RISK, concern=concern)
    leaning = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.related_model is Concern and not field.auto_created
    ]
    assert leaning == []


def test_the_police_do_not_tell_themselves(pilot: World) -> None:
    case = opened(pilot, disclosed(pilot, "council")["council"])
    with pytest.raises(Refused) as refused:
        volunteering.volunteer_concern(
            by=pilot.actor("single_point_of_contact@force"), purpose=SUPPORT, case=case, ground="required", words=WORDS
        )
    assert refused.value.rules == ("police-record-a-risk-instead",)


def test_a_reason_why_the_police_may_be_told_is_needed(pilot: World) -> None:
    with pytest.raises(NotInCatalogue):
        told(pilot, ground="they_asked_me_to_watch")
    with act_as(pilot, OFFICER):
        assert not Concern.objects.exists()
