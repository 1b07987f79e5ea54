"""Lifecycles as tables."""

import pytest

from handrail.gate import RuleBroken, StateTable, Transition

DOOR = StateTable(
    name="door",
    initial="open",
    transitions={
        "open": {"close": Transition("shut", ("anyone",))},
        "shut": {"open": Transition("open", ("anyone",)), "brick_up": Transition("gone", ("mason",))},
        "gone": {},
    },
    titles={"open": "Open", "shut": "Shut", "gone": "Bricked up"},
)


def test_an_action_leads_to_its_state() -> None:
    assert DOOR.next("open", "close") == "shut"


def test_an_action_out_of_turn_says_what_state_the_thing_is_in() -> None:
    with pytest.raises(RuleBroken) as caught:
        DOOR.next("gone", "open")
    assert caught.value.rule == "state"
    assert caught.value.sentence == "This can’t be done now: the door is bricked up."


def test_every_state_is_reachable_from_the_first() -> None:
    assert DOOR.reachable() == DOOR.states == {"open", "shut", "gone"}


def test_a_state_that_nothing_leads_to_shows() -> None:
    table = StateTable("x", "a", {"a": {}, "b": {"go": Transition("a", ())}}, {"a": "A", "b": "B"})
    assert table.reachable() != table.states


def test_the_diagram_names_each_state_and_step() -> None:
    assert DOOR.mermaid() == (
        "stateDiagram-v2\n    [*] --> open\n    open: Open\n    open --> shut: close\n    shut: Shut\n"
        "    shut --> open: open\n    shut --> gone: brick_up\n    gone: Bricked up\n    gone --> [*]\n"
    )
