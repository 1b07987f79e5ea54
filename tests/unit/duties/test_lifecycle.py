"""The lifecycle of a duty, as the table has it."""

import pytest

from handrail.duties.models import DutyState
from handrail.duties.rules import DUTY
from handrail.gate import RuleBroken


def test_the_table_has_every_state_and_each_can_be_reached() -> None:
    assert set(DutyState.values) == DUTY.states == DUTY.reachable() == set(DUTY.titles)


@pytest.mark.parametrize("state", sorted({"done", "cancelled"}))
@pytest.mark.parametrize("step", sorted(DUTY.actions))
def test_what_has_ended_stays_ended(state: str, step: str) -> None:
    with pytest.raises(RuleBroken):
        DUTY.next(state, step)
