"""The rules as Z3 understands them: over every request that the schema allows, not only over those that were tried.

Strings are an uninterpreted sort: any number of them, of which policy can only ask whether two are the same. Different
literals are different. Longs are whole numbers of 64 bits. Sets are arrays from strings to truth.

Such an array may hold infinitely many strings, and no set of Cedar's does, but nothing is proved or refuted by that. A
condition has no quantifiers: it asks about the strings that it names, and each set that isn't empty, isn't within
another or meets another needs one string to show it. Cut every set down to those strings, and each answer stays what it
was. So a request that Z3 finds is one that could be made; and where it finds none, there is none.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache, reduce

import z3

from handrail.policy.entities import Value
from handrail.policy.tree import (
    And,
    Attribute,
    Compare,
    Comparison,
    Constant,
    Contains,
    ContainsAll,
    ContainsAny,
    Expression,
    IsEmpty,
    Known,
    Not,
    Or,
    SetOf,
    walk,
)

#: The Cedar type of each attribute that a condition may read.
Types = Mapping[Attribute, str]

#: What Cedar keeps a Long in.
_LEAST, _MOST = -(2**63), 2**63 - 1


class NotModelled(Exception):
    """A condition that Z3 is given no meaning for. ``needle`` is where it stands in the text."""

    def __init__(self, problem: str, needle: str = "") -> None:
        super().__init__(problem)
        self.needle = needle


class Model:
    """A world of unknowns, one for each attribute, in which conditions are looked at together. For one thread."""

    def __init__(self) -> None:
        self._context = z3.Context()
        self._string = z3.DeclareSort("String", self._context)
        self._true, self._false = (z3.BoolVal(value, self._context) for value in (True, False))
        self._nothing = z3.K(self._string, self._false)
        self._literals: dict[str, z3.ExprRef] = {}

    def solver(self, conditions: Iterable[tuple[Expression, Types]]) -> z3.Solver:
        """A solver that knows what is so in every world in which these conditions may be asked together."""
        conditions = tuple(conditions)
        solver = z3.SimpleSolver(ctx=self._context)
        literals = sorted({word for condition, _ in conditions for word in _words(condition)})
        if len(literals) > 1:
            solver.add(z3.Distinct(*map(self._literal, literals)))
        longs = {
            each: types[each]
            for condition, types in conditions
            for each in walk(condition)
            if isinstance(each, Attribute) and types.get(each) == "Long"
        }
        for attribute, cedar_type in longs.items():
            number = self.attribute(attribute, cedar_type)
            solver.add(number >= _LEAST, number <= _MOST)
        return solver

    def holds(self, condition: Expression, types: Types) -> z3.BoolRef:
        """That ``condition`` is so. Raises NotModelled for what has no meaning here."""
        match condition:
            case Constant(bool(value)):
                found = self._true if value else self._false
            case Attribute():
                found = self._attribute_of(condition, types)
            case Not(of):
                found = z3.Not(self.holds(of, types))
            case And(of):
                found = z3.And([self._true, *(self.holds(each, types) for each in of)])
            case Or(of):
                found = z3.Or([self._false, *(self.holds(each, types) for each in of)])
            case Compare(how, left, right):
                found = _compared(how, self._value(left, types), self._value(right, types))
            case Contains(whole, element):
                found = z3.Select(self._value(whole, types), self._value(element, types))
            case ContainsAll(whole, elements):
                found = self._within(elements, whole, types)
            case ContainsAny(left, right):
                found = z3.Not(self._apart(left, right, types))
            case IsEmpty(of):
                found = self._value(of, types) == self._nothing
            case _:
                raise NotModelled(f"{type(condition).__name__} has no meaning to the proofs")
        return found

    def attribute(self, attribute: Attribute, cedar_type: str) -> z3.ExprRef:
        """The unknown that stands for ``attribute``."""
        return z3.Const(f"{attribute}: {cedar_type}", self._sort(attribute, cedar_type))

    # --- within -----------------------------------------------------------------------------------------------

    def _sort(self, attribute: Attribute, cedar_type: str) -> z3.SortRef:
        match cedar_type:
            case "String":
                return self._string
            case "Long":
                return z3.IntSort(self._context)
            case "Bool":
                return z3.BoolSort(self._context)
            case "Set<String>":
                return z3.ArraySort(self._string, z3.BoolSort(self._context))
            case _:
                raise NotModelled(f"{attribute} is a {cedar_type}, which has no meaning to the proofs", str(attribute))

    def _attribute_of(self, attribute: Attribute, types: Types) -> z3.ExprRef:
        if attribute not in types:
            raise NotModelled(f"{attribute} is not in the schema", str(attribute))
        return self.attribute(attribute, types[attribute])

    def _value(self, expression: Expression, types: Types) -> z3.ExprRef:
        """What ``expression`` comes to: a string, a number, a truth or a set."""
        match expression:
            case Constant(value):
                return self._constant(value)
            case SetOf(elements):
                return self._set(self._value(each, types) for each in elements)
            case Attribute():
                return self._attribute_of(expression, types)
            case _:
                return self.holds(expression, types)

    def _constant(self, value: Value) -> z3.ExprRef:
        match value:
            case bool():
                return self._true if value else self._false
            case int():
                return z3.IntVal(value, self._context)
            case str():
                return self._literal(value)
            case frozenset():
                return self._set(map(self._literal, sorted(value)))

    def _literal(self, word: str) -> z3.ExprRef:
        if word not in self._literals:
            self._literals[word] = z3.Const(f'"{word}"', self._string)
        return self._literals[word]

    def _set(self, elements: Iterable[z3.ExprRef]) -> z3.ArrayRef:
        return reduce(lambda whole, element: z3.Store(whole, element, self._true), elements, self._nothing)

    def _within(self, inner: Expression, outer: Expression, types: Types) -> z3.BoolRef:
        """That every member of one set is a member of the other. Literals are asked about one by one."""
        whole = self._value(outer, types)
        if isinstance(inner, Constant) and isinstance(inner.value, frozenset):
            return z3.And([self._true, *(z3.Select(whole, self._literal(word)) for word in sorted(inner.value))])
        return z3.IsSubset(self._value(inner, types), whole)

    def _apart(self, left: Expression, right: Expression, types: Types) -> z3.BoolRef:
        """That two sets have no member in common."""
        for one, other in ((left, right), (right, left)):
            if isinstance(one, Constant) and isinstance(one.value, frozenset):
                whole = self._value(other, types)
                members = (z3.Select(whole, self._literal(word)) for word in sorted(one.value))
                return z3.Not(z3.Or([self._false, *members]))
        return z3.SetIntersect(self._value(left, types), self._value(right, types)) == self._nothing


def _compared(how: Comparison, left: z3.ExprRef, right: z3.ExprRef) -> z3.BoolRef:
    match how:
        case "eq":
            return left == right
        case "less":
            return left < right
        case "less_eq":
            return left <= right


@lru_cache(maxsize=1)
def _one_model() -> Model:
    return Model()


def agrees(condition: Expression, known: Known) -> bool:
    """Whether the model finds ``condition`` true in one world, where ``known`` has every attribute that it reads.

    Raises NotModelled if one is missing.
    """
    model = _one_model()
    read = {each: known[each] for each in walk(condition) if isinstance(each, Attribute) and each in known}
    types = {attribute: _type(value) for attribute, value in read.items()}
    world = [Compare("eq", attribute, Constant(value)) for attribute, value in read.items()]
    solver = model.solver((each, types) for each in (condition, *world))
    solver.add(*(model.holds(each, types) for each in world))
    return bool(solver.check(model.holds(condition, types)) == z3.sat)


def _type(value: Value) -> str:
    match value:
        case bool():
            return "Bool"
        case int():
            return "Long"
        case str():
            return "String"
        case frozenset():
            return "Set<String>"


def _words(expression: Expression) -> Iterable[str]:
    """The string literals in a condition."""
    for each in walk(expression):
        match each:
            case Constant(str(word)):
                yield word
            case Constant(frozenset() as words):
                yield from words
