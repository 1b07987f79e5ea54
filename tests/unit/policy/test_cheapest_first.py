"""A condition in the order that a database answers soonest says the same, and asks nothing twice."""

from itertools import product
from random import Random

import pytest

from handrail.policy.cheapest import cheapest_first
from handrail.policy.tree import (
    And,
    Attribute,
    Compare,
    Constant,
    Contains,
    ContainsAny,
    Expression,
    IsEmpty,
    Not,
    Or,
    fold,
    parts,
    walk,
)

FLAGS = tuple(Attribute("resource", name) for name in "abc")
TEAM, AUDIENCE, STATE = (Attribute("resource", name) for name in ("team", "audience", "state"))


def drawn(random: Random, depth: int) -> Expression:
    """Some condition over the flags."""
    if depth == 0:
        return random.choice(FLAGS)
    inner = tuple(drawn(random, depth - 1) for _ in range(random.randint(0, 3)))
    return random.choice((And(inner), Or(inner), Not(drawn(random, depth - 1)), random.choice(FLAGS)))


@pytest.mark.parametrize("seed", range(40))
def test_the_order_changes_no_answer(seed: int) -> None:
    condition = drawn(Random(seed), 4)
    ordered = cheapest_first(condition)
    for values in product((True, False), repeat=len(FLAGS)):
        known = dict(zip(FLAGS, values, strict=True))
        assert fold(ordered, known) == fold(condition, known), known


def test_whom_an_item_is_meant_for_is_asked_without_looking_into_arrays_first() -> None:
    held = Contains(Constant(frozenset({"draft", "held"})), STATE)
    named = Contains(TEAM, Constant("me"))
    by_role = And((held, IsEmpty(TEAM), ContainsAny(AUDIENCE, Constant(frozenset({"contact"})))))
    anybody = And((held, IsEmpty(TEAM), IsEmpty(AUDIENCE)))

    ordered = cheapest_first(Or((And((named, held)), by_role, anybody)))

    assert ordered == And((held, Or((And(anybody.of[1:]), named, And(by_role.of[1:])))))


def test_what_every_alternative_asks_is_asked_once() -> None:
    mac = Compare("eq", Attribute("resource", "programme"), Constant("mac"))
    ordered = cheapest_first(Or((And((mac, FLAGS[0])), And((FLAGS[1], mac)), And((mac, FLAGS[0], FLAGS[2])))))
    assert sum(each == mac for each in walk(ordered)) == 1
    assert mac in parts(ordered)
