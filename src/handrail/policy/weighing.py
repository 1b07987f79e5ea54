"""Looking for a request: among all that are of one kind, is there one for which these conditions hold together?"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TypeVar

import z3

from handrail.policy.model import Model, NotModelled, Types
from handrail.policy.rules import Rule
from handrail.policy.schema import RequestType, Schema
from handrail.policy.texts import CORE
from handrail.policy.tree import TRUE, And, Attribute, Constant, Expression, Known, Not, Or, belonging, fold

_Found = TypeVar("_Found")


class Weighing:
    """Some kinds of request on which the same rules bear, and whose records have the same attributes.

    What holds of one of them holds of all, so they are weighed once.
    """

    def __init__(self, kinds: Sequence[RequestType], rules: Sequence[Rule], model: Model) -> None:
        self.kinds = tuple(kinds)
        self.rules = tuple(rules)
        self.permits = tuple(rule for rule in rules if rule.effect == "permit")
        self.forbids = tuple(rule for rule in rules if rule.effect == "forbid")
        self._model = model
        self._solver = model.solver()
        self._known: set[int] = set()
        self._given: set[Constant | Attribute] = set()

    @cached_property
    def permitted(self) -> Expression:
        """Permitted by one rule, refused by none."""
        return And((self.permitted_by_one, self.refused_by_none))

    @cached_property
    def permitted_by_one(self) -> Expression:
        """That some permit holds."""
        return Or(tuple(rule.condition for rule in self.permits))

    @cached_property
    def refused_by_none(self) -> Expression:
        """That no forbid holds."""
        return And(tuple(map(self.unless, self.forbids)))

    @cached_property
    def refused_by_no_core(self) -> Expression:
        """That no forbid of the core holds."""
        return And(tuple(self.unless(rule) for rule in self.forbids if rule.statement.text.file == CORE))

    @cached_property
    def could_be_permitted(self) -> Expression:
        """That some permit holds, or that some programme could permit it: any of the records that are a programme's."""
        return TRUE if self.knows(Attribute("resource", "programme")) else self.permitted_by_one

    def unless(self, rule: Rule) -> Expression:
        """That ``rule`` doesn't hold."""
        return self._negations[rule.id]

    def knows(self, attribute: Attribute) -> bool:
        """Whether these kinds of request have such an attribute."""
        return self._model.knows(attribute)

    def may_be(self, *conditions: Expression) -> bool:
        """Whether some request meets all the conditions."""
        return self._find(conditions, lambda: True) or False

    def find(self, *conditions: Expression) -> "World | None":
        """A request that meets all the conditions, if there is one.

        Raises NotModelled if it would not meet them outside Z3: then the model means something else than the rules do.
        """
        found = self._find(conditions, lambda: World(self, self._model.world(self._solver.model(), self._words())))
        if found and not all(map(found.has, conditions)):
            raise NotModelled(f"what Z3 found for {self.kinds[0]} is no such request")
        return found

    def follows(self, facts: Sequence[Expression], conclusion: Expression) -> bool:
        """Whether ``conclusion`` holds in every request in which the facts do."""
        return not self.may_be(*facts, Not(conclusion))

    def term(self, condition: Expression) -> z3.BoolRef:
        """``condition`` as Z3 has it, once the solver knows what is always so of what it speaks of."""
        term = self._model.holds(condition)
        if id(condition) not in self._known:  # the model keeps it, so that no other gets its id
            self._known.add(id(condition))
            for each, always in self._model.always(condition):
                if each not in self._given:
                    self._given.add(each)
                    self._solver.add(always)
        return term

    def _words(self) -> list[str]:
        """The literals that the solver was told of."""
        return [str(each.value) for each in self._given if isinstance(each, Constant)]

    def _find(self, conditions: Sequence[Expression], answer: Callable[[], _Found]) -> _Found | None:
        terms = [self.term(each) for each in conditions]
        self._solver.push()
        try:
            self._solver.add(*terms)
            if (found := self._solver.check()) == z3.unknown:
                raise NotModelled(f"Z3 can't say: {self._solver.reason_unknown()}")
            return answer() if found == z3.sat else None
        finally:
            self._solver.pop()

    @cached_property
    def _negations(self) -> dict[str, Expression]:
        return {rule.id: Not(rule.condition) for rule in self.rules}


class World:
    """One request that Z3 found: the value of each attribute, ``known``."""

    def __init__(self, weighing: Weighing, known: Known) -> None:
        self.weighing = weighing
        self.known = known

    def has(self, condition: Expression) -> bool:
        """Whether ``condition`` holds in it, worked out as everywhere else and not by Z3."""
        return fold(condition, self.known) == TRUE


def types_of(schema: Schema, kind: RequestType) -> Types:
    """The Cedar type of every attribute that a request of this kind has."""
    circumstances = schema.contexts[schema.actions[kind.action].context]
    return {
        **belonging("principal", schema.entities[kind.principal]),
        **belonging("resource", schema.entities[kind.resource]),
        **belonging("context", circumstances),
    }


def weighings(
    schema: Schema, rules: Sequence[Rule], tell_apart: Callable[[RequestType], object] = lambda kind: None
) -> Iterator[Weighing]:
    """All kinds of request, those together that can be weighed together and that ``tell_apart`` finds alike.

    Raises PolicyFault, at its line, for a rule that has no meaning to the proofs.
    """
    alike: defaultdict[object, list[RequestType]] = defaultdict(list)
    bearing: dict[RequestType, tuple[Rule, ...]] = {}
    for kind in schema.request_types():
        bearing[kind] = tuple(rule for rule in rules if rule.covers(kind))
        ids = tuple(rule.id for rule in bearing[kind])
        alike[kind.principal, kind.resource, ids, schema.actions[kind.action].context, tell_apart(kind)].append(kind)
    models: dict[tuple[str, str, str], Model] = {}
    context = z3.Context()
    for kinds in alike.values():
        first = kinds[0]
        attributes = (first.principal, first.resource, schema.actions[first.action].context)
        if attributes not in models:
            models[attributes] = Model(types_of(schema, first), context)
        for rule in bearing[first]:
            try:
                models[attributes].holds(rule.condition)
            except NotModelled as problem:
                raise rule.fault(str(problem), problem.needle) from problem
        yield Weighing(kinds, bearing[first], models[attributes])
