"""What is late: the sweep reminds of it, or lets it lapse, once a day."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from handrail import duties
from handrail.duties import raising
from handrail.duties.models import Duty, DutyState
from handrail.duties.rules import NeverLapses, NotLate
from handrail.gate import Actor, NotFound, clock
from tests.unit.duties.conftest import Acting
from tests.unit.duties.test_waiting import owe
from tests.worlds import NOW, World

Sweep = Callable[[UUID], Actor]
PURPOSE = "administration"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[duties.Raised]:
    heard: list[duties.Raised] = []
    monkeypatch.setattr(raising, "_listeners", [heard.append])
    return heard


def test_what_is_late_is_reminded_of_once_a_day(
    pilot: World, acting: Acting, sweep: Sweep, told: list[duties.Raised]
) -> None:
    by = sweep(pilot.organisation("council"))
    owe(acting, "single_point_of_contact@council", NOW + timedelta(hours=1))
    told.clear()
    assert duties.look_after_late(by=by, purpose=PURPOSE) == 0
    with clock.at(NOW + timedelta(hours=1)):
        assert duties.look_after_late(by=by, purpose=PURPOSE) == 1
    with clock.at(NOW + timedelta(hours=9)):
        assert duties.look_after_late(by=by, purpose=PURPOSE) == 0
    with clock.at(NOW + timedelta(days=1)):
        assert duties.look_after_late(by=by, purpose=PURPOSE) == 1
    assert [raised.late for raised in told] == [True, True]


def test_each_organisation_has_its_own_sweep(pilot: World, acting: Acting, sweep: Sweep) -> None:
    id_ = owe(acting, "single_point_of_contact@council", NOW)
    by = sweep(pilot.organisation("nhs"))
    assert duties.late(by=by, purpose=PURPOSE) == ()
    with pytest.raises(NotFound):
        duties.remind(by=by, purpose=PURPOSE, duty=id_)


def test_what_the_rulebook_lets_lapse_is_ended(pilot: World, acting: Acting, sweep: Sweep) -> None:
    owe(acting, "role_approver@council", NOW, kind="approve_role")
    by = sweep(pilot.organisation("council"))
    assert duties.look_after_late(by=by, purpose=PURPOSE) == 1
    assert duties.look_after_late(by=by, purpose=PURPOSE) == 0
    with acting("auditor@council"):
        duty = Duty.objects.get()
    assert (duty.state, duty.ended_at, duty.ended_by) == (DutyState.CANCELLED, NOW, by.id)


def test_nothing_else_lapses(pilot: World, acting: Acting, sweep: Sweep) -> None:
    id_ = owe(acting, "single_point_of_contact@council", NOW)
    with pytest.raises(NeverLapses):
        duties.lapse(by=sweep(pilot.organisation("council")), purpose=PURPOSE, duty=id_)


def test_what_is_not_late_or_was_done_is_left_alone(pilot: World, acting: Acting, sweep: Sweep) -> None:
    by, subject = sweep(pilot.organisation("council")), ("Notice", uuid4())
    with acting("single_point_of_contact@council") as act:
        id_ = duties.raise_duty(
            act,
            organisation=act.organisation,
            programme="mac",
            kind="acknowledge_recall",
            role="single_point_of_contact",
            subject=subject,
        )
    with pytest.raises(NotLate):
        duties.remind(by=by, purpose=PURPOSE, duty=id_)
    with acting("single_point_of_contact@council") as act:
        duties.complete(act, subject=subject, kind="acknowledge_recall")
    with clock.at(NOW + timedelta(days=30)), pytest.raises(NotLate):
        duties.remind(by=by, purpose=PURPOSE, duty=id_)


def test_members_cannot_do_what_the_sweep_does(pilot: World, acting: Acting) -> None:
    id_ = owe(acting, "single_point_of_contact@council", NOW)
    by = pilot.actor("single_point_of_contact@council")
    for do in (lambda: duties.late(by=by, purpose=PURPOSE), lambda: duties.remind(by=by, purpose=PURPOSE, duty=id_)):
        with pytest.raises(LookupError, match="by a Member"):
            do()
