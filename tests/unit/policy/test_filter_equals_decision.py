"""In any world, Cedar's decision, the SQL filter, the proofs' model and the internal form say the same.

The worlds stand around the rules' own lines (`around.py`): in one of them each rule decides, alone, for every kind of
request that it bears on. Where no world is found for that, Z3 has to say that there is none.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

import pytest

from handrail.policy import Decision, Entity, PolicyFault, Value, engine
from handrail.policy.rules import Rule
from handrail.policy.schema import RequestType
from handrail.policy.tree import And, Attribute, Compare, Constant, Expression, Not, Or, fold, walk
from handrail.policy.weighing import Weighing, types_of, weighings
from tests.harness.databases import Databases
from tests.unit.policy import tables
from tests.unit.policy.around import Lines, World
from tests.unit.policy.requests import ME
from tests.unit.policy.test_core_rules import FORBIDS

#: No records, so no lists: before there is one, and what is only weighed.
NEVER_LISTED = {"House", "Proposal"}
#: The worlds in which each refusal is shown to fire.
SHOWN = {forbid.rule: [request.world() for request in forbid.fires] for forbid in FORBIDS}


@cache
def kinds() -> Sequence[Weighing]:
    """Every kind of request, those together on which the same rules bear."""
    return tuple(weighings(engine().schema, tuple(engine().rules.values())))


def _named(weighing: Weighing) -> str:
    first, *others = weighing.kinds
    return f"{first}{f' and {len(others)} more' if others else ''}"


@pytest.fixture(scope="module")
def one_database(databases: Databases) -> Iterator[None]:
    """One database for all the tables here: they live as long as the connection, and nothing else is written."""
    with databases.fresh():
        for resource in sorted({kind.resource for weighing in kinds() for kind in weighing.kinds} - NEVER_LISTED):
            tables.create(resource)
        yield


@pytest.mark.usefixtures("one_database")
@pytest.mark.parametrize("weighing", kinds(), ids=_named)
def test_cedar_the_filter_and_the_model_agree_where_each_rule_decides(weighing: Weighing) -> None:
    lines = Lines.of(weighing.rules, types_of(engine().schema, weighing.kinds[0]), SHOWN)
    deciding = dict(lines.deciding())
    for rule in weighing.rules:
        assert rule in deciding or not _could_decide(weighing, rule), f"no world was found in which {rule.id} decides"

    for kind in weighing.kinds:
        for rule, world in deciding.items():
            assert _decided(kind, world) == Decision(rule.effect == "permit", (rule.id,))

    first = weighing.kinds[0]
    let_through = [world for rule, world in deciding.items() if rule.effect == "permit"] or [lines.usual()]
    beside = [each for world in let_through for each in lines.beside(world)]
    for world in beside:
        assert _decided(first, world).allowed == _holds(weighing.permitted, world)
    for world in (*deciding.values(), *_across(weighing, beside)):
        assert _modelled(weighing, world) == _holds(weighing.permitted, world)
    if _is_listed(first):
        _filters_alike(first, weighing, [*let_through, *deciding.values(), *beside])


def _could_decide(weighing: Weighing, rule: Rule) -> bool:
    """Whether there is any request that ``rule`` alone permits, or alone forbids although another permits it."""
    others = [each for each in weighing.rules if each is not rule]
    forbids = And(tuple(Not(each.condition) for each in others if each.effect == "forbid"))
    permits = Or(tuple(each.condition for each in others if each.effect == "permit"))
    return weighing.may_be(rule.condition, forbids, Not(permits) if rule.effect == "permit" else permits)


def _across(weighing: Weighing, worlds: Sequence[World]) -> Iterator[World]:
    """Those just across each line: the first refused for each set of rules that refuse."""
    seen = set()
    for world in worlds:
        refusing = frozenset(rule.id for rule in weighing.forbids if _holds(rule.condition, world))
        if refusing not in seen:
            seen.add(refusing)
            yield world


# --- the four of them -------------------------------------------------------------------------------------------


def _decided(kind: RequestType, world: World) -> Decision:
    """Cedar's decision."""
    return engine().decide(
        principal=Entity(kind.principal, ME, _of(world, "principal")),
        action=kind.action,
        resource=Entity(kind.resource, "record", _of(world, "resource")),
        context=_of(world, "context"),
    )


def _holds(condition: Expression, world: World) -> bool:
    """The internal form, folded."""
    folded = fold(condition, world)
    assert isinstance(folded, Constant)
    return folded.value is True


def _modelled(weighing: Weighing, world: World) -> bool:
    """What the proofs' model says of a request in this world."""
    read = {each for rule in weighing.rules for each in walk(rule.condition) if isinstance(each, Attribute)}
    return weighing.may_be(weighing.permitted, *(_is(each, world[each]) for each in read))


@lru_cache(maxsize=None, typed=True)
def _is(attribute: Attribute, value: Value) -> Expression:
    """That the attribute has this value; said once, for the model to translate once."""
    return Compare("eq", attribute, Constant(value))


def _filters_alike(kind: RequestType, weighing: Weighing, worlds: Sequence[World]) -> None:
    """For everybody who asks in these worlds, the filter leaves the records on which it would be allowed."""
    records = list({_key(world, "resource"): world for world in worlds}.values())
    rows = tables.keep([Entity(kind.resource, "", _of(world, "resource")) for world in records])
    asking = {(_key(world, "principal"), _key(world, "context")): world for world in worlds}
    # Those for whom the same is left to ask of a record get the same filter.
    alike = {fold(weighing.permitted, _without_a_record(who)): who for who in asking.values()}
    for left_to_ask, who in alike.items():
        query = engine().filter(
            principal=Entity(kind.principal, ME, _of(who, "principal")),
            action=kind.action,
            resource_type=kind.resource,
            columns=tables.columns(kind.resource),
            context=_of(who, "context"),
        )
        found = set(tables.model(kind.resource)._default_manager.filter(query).values_list("pk", flat=True))
        for row, record in zip(rows, records, strict=True):
            assert (row.pk in found) == _holds(left_to_ask, record), (who, record)


def _is_listed(kind: RequestType) -> bool:
    """Whether lists of such records can be filtered by it."""
    if kind.resource in NEVER_LISTED:
        return False
    try:
        engine()._filterable(kind.principal, kind.action, kind.resource)
    except PolicyFault:
        return False
    return True


def _of(world: World, whose: str) -> Mapping[str, Value]:
    return {attribute.name: value for attribute, value in world.items() if attribute.whose == whose}


def _without_a_record(world: World) -> World:
    return {attribute: value for attribute, value in world.items() if attribute.whose != "resource"}


def _key(world: World, whose: str) -> frozenset[tuple[Attribute, Value]]:
    return frozenset((attribute, value) for attribute, value in world.items() if attribute.whose == whose)
