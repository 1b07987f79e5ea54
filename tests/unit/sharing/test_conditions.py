"""Handling conditions in plain English."""

import pytest

from handrail.sharing.conditions import Handling, handling_of, may_do, may_not_do, reliability
from handrail.sharing.models import Holding


def held(**grades: str) -> Handling:
    return handling_of(Holding(**{"handling": "P"} | grades), "")


FREE = held()
ASK_FIRST = held(handling="C", handling_action="A1", sanitisation="S2")
OPENLY = held(handling="C", handling_action="A3", sanitisation="S1")


def test_each_code_is_said_in_words() -> None:
    assert [code for code, _ in ASK_FIRST.codes] == ["C", "A1", "S2"]
    assert all(words for _, words in ASK_FIRST.codes)


def test_the_older_scheme_is_said_in_its_own_words() -> None:
    old = handling_of(Holding(grading_scheme="5x5x5", handling="5"), "Only you.")
    assert old.codes == (("5", "May be shared only under the conditions given"),)
    assert reliability("5x5x5", "E", "4") == "From a source who hasn't been tested. Can't be judged."
    assert reliability("3x5x2", "1", "A") == "From a source who has been reliable. Known directly by the source."


def test_passing_it_on_always_needs_asking() -> None:
    for items in ([], [(1, FREE)], [(1, ASK_FIRST)]):
        assert may_not_do(items)[0].startswith("Pass any of it to anyone outside your organisation")


@pytest.mark.parametrize(
    ("items", "line"),
    [
        ([(1, ASK_FIRST)], "Do anything because of it."),
        ([(1, FREE), (2, ASK_FIRST)], "Do anything because of it (item 2)."),
        ([(1, ASK_FIRST), (2, FREE), (4, ASK_FIRST)], "Do anything because of it (items 1 and 4)."),
    ],
)
def test_a_condition_names_the_items_that_it_is_about(items: list[tuple[int, Handling]], line: str) -> None:
    assert line in may_not_do(items)


def test_what_needs_no_asking_is_said_too() -> None:
    assert may_do([(1, FREE)])[1] == "Tell the colleagues in your organisation who need it to give that support."
    assert any(line.startswith("Act on it openly") for line in may_do([(1, OPENLY), (2, FREE)]))
    assert not any(line.startswith("Tell the colleagues") for line in may_do([(1, ASK_FIRST)]))
