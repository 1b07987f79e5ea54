"""For any world, the SQL filter leaves exactly the records that Cedar would permit, and the internal form agrees.

Values are drawn at the rules' own boundaries: the codes that the rules name, the actor's own ids, a threshold and one
either side of it, the empty set. Around each drawn record stand all the records that differ from it in one attribute.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.policy import Entity, PolicyFault, Value, engine
from handrail.policy.rules import Rule
from handrail.policy.tree import Attribute, Constant, fold, parts, walk
from tests.harness.databases import Databases
from tests.unit.policy import tables
from tests.unit.policy.requests import COLLEAGUE, COUNCIL, CTU, ME, TODAY

#: Actions that lists are filtered by get many worlds, those that are only ever decided on one record a few.
LISTED, DECIDED = 15, 2
LISTED_BY = ("holding.read", "holding.take_out", "holding.bring_to_case")

World = tuple[Entity, Mapping[str, Value], Sequence[Entity]]
RequestType = tuple[str, str, str]

#: What lets most rules be, so that the others get their turn.
LIKELY: Mapping[str, Value] = {
    "active": True, "training_until": TODAY, "clearance": 2, "purpose": "safeguarding_support", "regime": "general",
    "today": TODAY, "marking": 2, "until": TODAY, "expires_on": TODAY, "programme_ends": TODAY, "centre_ends": TODAY,
    "state": "held", "proposed_by": COLLEAGUE, "requested_by": COLLEAGUE, "beneficiary": COLLEAGUE,
    "authors": frozenset(), "team": frozenset(), "beneficiary_roles": frozenset(), "in_catalogue": True,
    "offered_to": COUNCIL, "kind": "safeguarding", "id": ME,
}  # fmt: skip
#: The same for the circumstances of one kind of resource, which is opened for one purpose only.
LIKELY_FOR: Mapping[str, Mapping[str, Value]] = {"Deconfliction": {"purpose": "deconfliction"}}
APART = frozenset({"administrator", "pursuit_officer"})


def filterable() -> list[RequestType]:
    """Every (principal, action, resource) that a list can be filtered by; Proposals are no records, so no lists."""
    return [
        (principal, action.name, resource)
        for action in engine().schema.actions.values()
        for resource in action.resources
        for principal in action.principals
        if resource not in {"House", "Proposal"} and _compiles(principal, action.name, resource)
    ]


def _compiles(*request_type: str) -> bool:
    try:
        engine()._filterable(*request_type)
    except PolicyFault:
        return False
    return True


@dataclass(frozen=True)
class Pools:
    """Values worth trying for each attribute, from the rules that bear on one kind of request; the likeliest first."""

    literals: Mapping[Attribute, tuple[str, ...]]

    @classmethod
    def of_rules(cls, rules: Iterable[Rule]) -> "Pools":
        """The codes that these rules compare each attribute with."""
        found: dict[Attribute, dict[str, None]] = {}
        for rule in rules:
            for part in walk(rule.condition):
                sides = parts(part)
                for attribute in (side for side in sides if isinstance(side, Attribute)):
                    words = [word for side in sides if isinstance(side, Constant) for word in _words(side)]
                    found.setdefault(attribute, {}).update(dict.fromkeys(words))
        return cls({attribute: tuple(words) for attribute, words in found.items()})

    def of(self, attribute: Attribute, cedar_type: str, own: str) -> list[Value]:
        """Values to try for one attribute. ``own`` is the actor's organisation."""
        name, words = attribute.name, self.literals.get(attribute, ())
        roles = [role for role in self.literals.get(Attribute("principal", "roles"), ()) if role not in APART]
        values: list[Value]
        match cedar_type:
            case "Bool":
                values = [True, False]
            case "Long":
                values = [TODAY - 1, TODAY, TODAY + 1] if tables.is_day(name) or name == "today" else [1, 2, 3]
            case "Set<String>" if attribute.whose == "principal":
                values = [
                    frozenset(words) - APART or frozenset(words),
                    frozenset(),
                    *_singles(words),
                    *map(frozenset, pairwise(words)),
                    frozenset(words),
                ]
            case "Set<String>":
                values = [frozenset({own, ME}), frozenset(), *_singles((COUNCIL, ME, *words, *roles))]
            case _:
                values = [*words[:1], own, COUNCIL, CTU, ME, COLLEAGUE, *words[1:], "something-else"]
        likely = [LIKELY[name]] if name in LIKELY and (attribute.whose != "principal" or name != "kind") else []
        return list(dict.fromkeys((*likely, *values)))


def _likely_first(resource: str, name: str, values: list[Value]) -> list[Value]:
    likely = LIKELY_FOR.get(resource, {}).get(name)
    return values if likely is None else [likely, *values]


def _singles(words: Iterable[str]) -> list[Value]:
    return [frozenset({word}) for word in words]


def _words(constant: Constant) -> Iterable[str]:
    if isinstance(constant.value, frozenset):
        return sorted(constant.value)
    return (constant.value,) if isinstance(constant.value, str) else ()


def _biased(values: Sequence[Value]) -> st.SearchStrategy[Value]:
    if isinstance(values[0], frozenset):
        return st.one_of(st.just(values[0]), st.sampled_from(values))
    return st.one_of(st.just(values[0]), st.just(values[0]), st.sampled_from(values))


@st.composite
def worlds(draw: st.DrawFn, principal: str, action: str, resource: str) -> World:
    """An actor, the circumstances, and a record with all its neighbours."""
    schema = engine().schema
    pools = Pools.of_rules(engine()._bearing(principal, action, resource).rules)
    own = draw(st.sampled_from((COUNCIL, CTU)))
    actor = {
        name: own if name == "organisation" else draw(_biased(pools.of(Attribute("principal", name), kind, own)))
        for name, kind in schema.entities[principal].items()
    }
    context = {
        name: draw(_biased(_likely_first(resource, name, pools.of(Attribute("context", name), kind, own))))
        for name, kind in schema.contexts["Circumstances"].items()
    }
    choices = {
        name: pools.of(Attribute("resource", name), kind, own) for name, kind in schema.entities[resource].items()
    }
    record = {name: draw(_biased(values)) for name, values in choices.items()}
    neighbours = [record, *({**record, name: value} for name, values in choices.items() for value in values)]
    return Entity(principal, ME, actor), context, [Entity(resource, str(i), row) for i, row in enumerate(neighbours)]


@pytest.fixture(scope="module")
def one_database(databases: Databases) -> Iterator[None]:
    """One database for all the tables here: they live as long as the connection, and nothing else is written."""
    with databases.fresh():
        for resource in sorted({resource for _, _, resource in filterable()}):
            tables.create(resource)
        yield


@pytest.mark.usefixtures("one_database")
@pytest.mark.parametrize("request_type", filterable(), ids="-".join)
def test_the_filter_leaves_what_cedar_permits(request_type: RequestType) -> None:
    principal, action, resource = request_type
    outcomes: Counter[bool] = Counter()

    listed = action.endswith(".see") or action in LISTED_BY

    @settings(
        max_examples=LISTED if listed else DECIDED,
        deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(world=worlds(principal, action, resource))
    def compare(world: World) -> None:
        actor, context, records = world
        permitted = [
            engine().decide(principal=actor, action=action, resource=record, context=context).allowed
            for record in records
        ]
        assert _filtered(actor, action, records, context) == permitted
        assert [_folded(actor, action, record, context) for record in records] == permitted
        outcomes.update(permitted)

    compare()
    permits = any(rule.effect == "permit" for rule in engine()._bearing(*request_type).rules)
    assert outcomes[True] or not (listed and permits), "no world drawn here shows that anything is let through"


def _filtered(actor: Entity, action: str, records: Sequence[Entity], context: Mapping[str, Value]) -> list[bool]:
    resource = records[0].type
    rows = tables.keep(list(records))
    query = engine().filter(
        principal=actor, action=action, resource_type=resource, columns=tables.columns(resource), context=context
    )
    left = set(tables.model(resource)._default_manager.filter(query).values_list("pk", flat=True))
    return [row.pk in left for row in rows]


def _folded(actor: Entity, action: str, record: Entity, context: Mapping[str, Value]) -> bool:
    condition = engine()._bearing(actor.type, action, record.type).condition
    known = {Attribute("principal", name): value for name, value in actor.attributes.items()}
    known |= {Attribute("resource", name): value for name, value in record.attributes.items()}
    known |= {Attribute("context", name): value for name, value in context.items()}
    folded = fold(condition, known)
    assert isinstance(folded, Constant)
    return folded.value is True
