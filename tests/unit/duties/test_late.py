"""What is late: the sweep reminds of it, or lets it lapse, once a day."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest

from handrail import duties
from handrail.duties import actions, queries, raising
from handrail.duties.models import Duty, DutyState
from handrail.gate import Actor, clock
from tests.at_once import held, row
from tests.harness.databases import Databases
from tests.recorded import recorded
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


def said_of(step: str) -> list[UUID]:
    """The duties of which the ledger says that the sweep took ``step``, in its order."""
    return [entry.subject[1] for entry in recorded(action=step) if entry.subject]


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
    assert duties.look_after(by=by, purpose=PURPOSE, those=(id_,)) == 0


def test_each_that_was_looked_after_is_in_the_record_by_itself(pilot: World, acting: Acting, sweep: Sweep) -> None:
    late = owe(acting, "single_point_of_contact@council", NOW)
    over = owe(acting, "role_approver@council", NOW, kind="approve_role")
    assert duties.look_after_late(by=sweep(pilot.organisation("council")), purpose=PURPOSE) == 2
    assert (said_of("duty.remind"), said_of("duty.lapse")) == ([late], [over])


def test_a_long_list_is_looked_after_in_short_transactions(
    pilot: World, acting: Acting, sweep: Sweep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    monkeypatch.setattr(queries, "LATE_AT_ONCE", 4)
    late = {owe(acting, "single_point_of_contact@council", NOW) for _ in range(9)}
    assert duties.look_after_late(by=sweep(pilot.organisation("council")), purpose=PURPOSE) == 9
    assert sorted(said_of("duty.remind")) == sorted(late)
    assert [each.facts["results"] for each in recorded(action="duty.look_after")] == [2, 2, 2, 2, 1]


def test_what_somebody_has_in_hand_is_left_to_the_next_round(
    pilot: World, acting: Acting, sweep: Sweep, databases: Databases
) -> None:
    by = sweep(pilot.organisation("council"))
    in_hand = owe(acting, "single_point_of_contact@council", NOW)
    other = owe(acting, "single_point_of_contact@council", NOW)
    with held(databases, row("duties_duty"), in_hand):
        assert duties.look_after_late(by=by, purpose=PURPOSE) == 1
    assert said_of("duty.remind") == [other]
    assert duties.look_after_late(by=by, purpose=PURPOSE) == 1
    assert said_of("duty.remind") == [other, in_hand]


def test_what_the_rulebook_lets_lapse_is_ended(pilot: World, acting: Acting, sweep: Sweep) -> None:
    owe(acting, "role_approver@council", NOW, kind="approve_role")
    by = sweep(pilot.organisation("council"))
    assert duties.look_after_late(by=by, purpose=PURPOSE) == 1
    assert duties.look_after_late(by=by, purpose=PURPOSE) == 0
    with acting("auditor@council"):
        duty = Duty.objects.get()
    assert (duty.state, duty.ended_at, duty.ended_by) == (DutyState.CANCELLED, NOW, by.id)


def test_nothing_else_lapses(pilot: World, acting: Acting, sweep: Sweep) -> None:
    owe(acting, "single_point_of_contact@council", NOW)
    assert duties.look_after_late(by=sweep(pilot.organisation("council")), purpose=PURPOSE) == 1
    with acting("auditor@council"):
        assert Duty.objects.get().state == DutyState.OPEN


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
    assert duties.look_after(by=by, purpose=PURPOSE, those=(id_,)) == 0
    with acting("single_point_of_contact@council") as act:
        duties.complete(act, subject=subject, kind="acknowledge_recall")
    with clock.at(NOW + timedelta(days=30)):
        assert duties.look_after(by=by, purpose=PURPOSE, those=(id_,)) == 0


def test_members_cannot_do_what_the_sweep_does(pilot: World, acting: Acting) -> None:
    id_ = owe(acting, "single_point_of_contact@council", NOW)
    by = pilot.actor("single_point_of_contact@council")
    look_after = partial(duties.look_after, those=(id_,))
    for do in (lambda: duties.late(by=by, purpose=PURPOSE), lambda: look_after(by=by, purpose=PURPOSE)):
        with pytest.raises(LookupError, match="by a Member"):
            do()
