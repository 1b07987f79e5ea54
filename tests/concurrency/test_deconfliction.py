"""No interleaving starts a programme action that the police have not confirmed at that moment (demand M13)."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.casework.actions import deconflicting, planning
from handrail.casework.models import SupportAction
from handrail.gate import Refused, RuleBroken, clock
from tests.at_once import held, row
from tests.harness.databases import Databases
from tests.nominating import acting_for
from tests.working import (
    COORDINATOR,
    DECONFLICTION,
    OFFICER,
    SUPPORT,
    agreed,
    answers,
    asked,
    disclosed,
    says,
)
from tests.worlds import NOW, World, build_small_pilot

MENTOR = "single_point_of_contact@voluntary"


def start(pilot: World, action: UUID) -> Callable[[], object]:
    return partial(planning.start, by=pilot.actor(MENTOR), purpose=SUPPORT, support_action=action)


def hold(pilot: World, action: UUID) -> Callable[[], object]:
    return partial(
        deconflicting.answer,
        by=pilot.actor(OFFICER),
        purpose=DECONFLICTION,
        deconfliction=asked(pilot, action),
        confirm=False,
    )


def state_of(pilot: World, action: UUID) -> str:
    with acting_for(pilot.organisation("council")):
        return SupportAction.objects.get(pk=action).state


@pytest.mark.parametrize("order", [("start", "hold"), ("hold", "start")], ids="-".join)
def test_a_hold_at_the_moment_of_the_start(pilot: World, databases: Databases, order: tuple[str, ...]) -> None:
    """Whichever is first: what started had been confirmed, and what was held has not started."""
    _, action = agreed(pilot, disclosed(pilot, "council")["council"])
    answers(pilot, action, confirm=True)
    calls = {"start": start(pilot, action), "hold": hold(pilot, action)}
    with held(databases, row("casework_supportaction"), action) as lock:
        done = dict(zip(order, lock.race(*(calls[each] for each in order)), strict=True))
    assert done["hold"] is None
    if order[0] == "start":
        assert done["start"] is None
        assert state_of(pilot, action) == "under_way"
    else:
        assert isinstance(done["start"], Refused)
        assert done["start"].rules == ("support-needs-deconfliction",)
        assert state_of(pilot, action) == "planned"


@pytest.mark.parametrize("order", list(permutations(("start", "hold", "withdraw"))), ids="-".join)
def test_three_at_once_leave_nothing_under_way(pilot: World, databases: Databases, order: tuple[str, ...]) -> None:
    case, action = agreed(pilot, disclosed(pilot, "council")["council"])
    answers(pilot, action, confirm=True)
    calls: dict[str, Callable[[], object]] = {
        "start": start(pilot, action),
        "hold": hold(pilot, action),
        "withdraw": partial(says, pilot, case, "withdraw"),
    }
    with held(databases, row("casework_supportaction"), action) as lock:
        done = dict(zip(order, lock.race(*(calls[each] for each in order)), strict=True))
    assert (done["hold"], done["withdraw"]) == (None, None)
    assert state_of(pilot, action) == "withdrawn"
    with pytest.raises(Refused):
        start(pilot, action)()


#: Longer than any of the sequences below: a confirmation for as long as the rulebook has it.
WHOLE = 28

STEPS = st.lists(
    st.sampled_from(["confirm", "confirm for a day", "hold", "hold all", "ask", "a day passes", "start"]), max_size=14
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_it_starts_if_and_only_if_a_confirmation_stands(databases: Databases, steps: list[str]) -> None:
    """Any sequence of answers, questions and days, against the plainest model of what stands."""
    with databases.fresh("pilot", build_small_pilot) as (_, pilot):
        with clock.at(NOW):
            case, action = agreed(pilot, disclosed(pilot, "council")["council"])
        day, stands_until, started = 0, -1, False
        for step in steps:
            with clock.at(NOW + timedelta(days=day)):
                match step:
                    case "confirm":
                        answers(pilot, action, confirm=True)
                        stands_until = day + WHOLE
                    case "confirm for a day":
                        answers(pilot, action, confirm=True, until=clock.today())
                        stands_until = day
                    case "hold":
                        answers(pilot, action, confirm=False)
                        stands_until = -1
                    case "hold all":
                        answers(pilot, case, confirm=False, everything=True)
                        stands_until = -1
                    case "ask":
                        deconflicting.ask(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case)
                    case "a day passes":
                        day += 1
                    case _ if started or stands_until < day:
                        with pytest.raises(RuleBroken if started and stands_until >= day else Refused):
                            start(pilot, action)()
                    case _:
                        start(pilot, action)()
                        started = True
