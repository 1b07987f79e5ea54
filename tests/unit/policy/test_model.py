"""The model that proofs are made in finds a condition true exactly where Cedar does."""

from itertools import islice

import pytest
import z3

from handrail.policy.model import Model, NotModelled, Types
from handrail.policy.schema import RequestType
from handrail.policy.tree import (
    Attribute,
    Compare,
    Constant,
    Contains,
    ContainsAny,
    Expression,
    IsEmpty,
    Not,
    belonging,
    walk,
)
from handrail.policy.weighing import types_of
from tests.unit.policy.test_every_form import CONTEXT, FORMS, engine_of, entity, members, things

CONTEXT_OF_ALL = z3.Context()

ROLES, TEAM, ID = Attribute("principal", "roles"), Attribute("resource", "team"), Attribute("principal", "id")
TYPES = {ROLES: "Set<String>", TEAM: "Set<String>", ID: "String", Attribute("context", "today"): "Long"}


@pytest.mark.parametrize("condition", FORMS)
def test_a_form_is_true_in_the_model_where_cedar_permits(condition: str) -> None:
    engine = engine_of(condition)
    form = engine.rules["form"].condition
    types = types_of(engine.schema, RequestType("Member", "ask", "Thing"))
    for member in members():
        for thing in islice((entity(each) for each in things()), 0, None, 13):
            known = belonging("principal", member.attributes) | belonging("resource", thing.attributes)
            known |= belonging("context", CONTEXT)
            world = [Compare("eq", each, Constant(known[each])) for each in walk(form) if isinstance(each, Attribute)]
            decision = engine.decide(principal=member, action="ask", resource=thing, context=CONTEXT)
            assert possible(form, *world, types=types) is decision.allowed


def possible(*conditions: Expression, types: Types = TYPES) -> bool:
    """Whether some world meets all the conditions."""
    model = Model(types, CONTEXT_OF_ALL)
    solver = model.solver()
    for each in conditions:
        solver.add(*dict(model.always(each)).values(), model.holds(each))
    return str(solver.check()) == "sat"


def test_two_literals_are_never_one() -> None:
    assert not possible(Compare("eq", ID, Constant("a")), Compare("eq", ID, Constant("b")))


def test_there_is_always_another_string() -> None:
    assert possible(*(Not(Compare("eq", ID, Constant(word))) for word in "abcdefgh"))


def test_sets_that_share_nothing_may_both_hold_something() -> None:
    assert possible(Not(ContainsAny(ROLES, TEAM)), Not(IsEmpty(ROLES)), Not(IsEmpty(TEAM)))
    assert not possible(ContainsAny(ROLES, TEAM), IsEmpty(TEAM))


def test_a_day_has_64_bits() -> None:
    today = Attribute("context", "today")
    assert possible(Compare("less_eq", Constant(2**63 - 1), today))
    assert not possible(Compare("less", Constant(2**63 - 1), today))


def test_what_the_schema_does_not_know_has_no_meaning() -> None:
    with pytest.raises(NotModelled, match=r"resource\.other is not in the schema"):
        possible(Contains(ROLES, Attribute("resource", "other")))
