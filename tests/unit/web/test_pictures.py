"""Bars drawn on the server."""

from handrail.web.oversee.pictures import BESIDE, WIDTH, bars


def test_the_longest_bar_leaves_room_for_its_amount() -> None:
    drawn = bars("Hours", [("Paid for", 60, "1 hour"), ("Nobody pays", 240, "4 hours")]).bars
    assert [bar.length for bar in drawn] == [(WIDTH - BESIDE) // 4, WIDTH - BESIDE]


def test_what_may_not_be_said_and_what_is_nothing_get_no_bar() -> None:
    drawn = bars("Hours", [("Paid for", None, "Hidden"), ("Nobody pays", 0, "None")]).bars
    assert [(bar.length, bar.said) for bar in drawn] == [(0, "Hidden"), (0, "None")]
