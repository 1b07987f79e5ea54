"""Taking a duty on, and passing it on to a colleague."""

from uuid import UUID

import pytest
from django.db import transaction

from handrail import duties
from handrail.directory.models import Member, MemberStatus
from handrail.duties.rules import CannotTakeOn
from handrail.gate import NotFound, RuleBroken
from handrail.gate.row_security import set_acting_organisation
from tests.unit.duties.conftest import Acting
from tests.unit.duties.test_waiting import owe, shown, waiting
from tests.worlds import World

PURPOSE = "safeguarding_support"


def pass_on(pilot: World, duty: UUID, to: UUID) -> None:
    duties.pass_on(by=pilot.actor("single_point_of_contact@council"), purpose=PURPOSE, duty=duty, to=to)


def test_what_a_member_takes_on_leaves_their_colleagues_lists(pilot: World, acting: Acting) -> None:
    duty = owe(acting, "single_point_of_contact@council")
    duties.take(by=pilot.actor("second_contact@council"), purpose=PURPOSE, duty=duty)
    assert shown(waiting(pilot, "second_contact@council")) == [duty]
    assert shown(waiting(pilot, "single_point_of_contact@council")) == []


def test_it_can_be_passed_on_to_a_colleague_in_the_same_role(pilot: World, acting: Acting) -> None:
    duty = owe(acting, "single_point_of_contact@council")
    pass_on(pilot, duty, pilot.member("second_contact@council"))
    assert shown(waiting(pilot, "second_contact@council")) == [duty]


@pytest.mark.parametrize("who", ["practitioner@council", "single_point_of_contact@nhs", "auditor@council"])
def test_it_cannot_be_passed_on_to_anybody_else(pilot: World, acting: Acting, who: str) -> None:
    duty = owe(acting, "single_point_of_contact@council")
    with pytest.raises(CannotTakeOn):
        pass_on(pilot, duty, pilot.member(who))
    assert shown(waiting(pilot, "single_point_of_contact@council")) == [duty]


def test_it_cannot_be_passed_on_to_someone_who_has_left(pilot: World, acting: Acting) -> None:
    duty = owe(acting, "single_point_of_contact@council")
    with transaction.atomic():
        set_acting_organisation(pilot.organisation("council"))
        Member.objects.filter(pk=pilot.member("second_contact@council")).update(status=MemberStatus.LEFT)
    with pytest.raises(CannotTakeOn):
        pass_on(pilot, duty, pilot.member("second_contact@council"))


@pytest.mark.parametrize("who", ["practitioner@council", "single_point_of_contact@nhs", "administrator@council"])
def test_whoever_does_not_owe_it_does_not_learn_of_it(pilot: World, acting: Acting, who: str) -> None:
    duty = owe(acting, "single_point_of_contact@council")
    with pytest.raises(NotFound):
        duties.take(by=pilot.actor(who), purpose=PURPOSE, duty=duty)


def test_what_is_done_cannot_be_taken_on(pilot: World, acting: Acting) -> None:
    duty = owe(acting, "single_point_of_contact@council")
    (due,) = waiting(pilot, "single_point_of_contact@council").this_week.duties
    with acting("single_point_of_contact@council") as act:
        duties.complete(act, subject=(due.subject_kind, due.subject), kind=due.kind)
    with pytest.raises(RuleBroken, match="the duty is done"):
        duties.take(by=pilot.actor("second_contact@council"), purpose=PURPOSE, duty=duty)
