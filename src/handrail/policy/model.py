"""The rules as Z3 understands them: over every request that the schema allows, not only over those that were tried.

Strings are an uninterpreted sort: any number of them, of which policy can only ask whether two are the same. Different
literals are different. Longs are whole numbers of 64 bits. Sets are arrays from strings to truth.

Such an array may hold infinitely many strings, and no set of Cedar's does, but nothing is proved or refuted by that. A
condition has no quantifiers: it asks about the strings that it names, and each set that isn't empty, isn't within
another or meets another needs one string to show it. Cut every set down to those strings, and each answer stays what it
was. So a request that Z3 finds is one that could be made; and where it finds none, there is none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce

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
    """A world of unknowns, one for each attribute, in which conditions are looked at together. For one thread.

    ``types`` are the attributes that there are. Models that share a ``context`` can't be mixed all the same.
    """

    def __init__(self, types: Types, context: z3.Context | None = None) -> None:
        self._types = types
        self._context = z3.Context() if context is None else context
        self._string = z3.DeclareSort("String", self._context)
        self._number = z3.Function("number", self._string, z3.IntSort(self._context))
        self._true, self._false = (z3.BoolVal(value, self._context) for value in (True, False))
        self._nothing = z3.K(self._string, self._false)
        self._literals: dict[str, z3.ExprRef] = {}
        self._numbers: dict[str, int] = {}
        # By identity: to compare conditions takes longer than to translate them. They are kept, so that no other
        # takes one's place in memory.
        self._terms: dict[int, tuple[Expression, z3.BoolRef]] = {}

    def solver(self) -> z3.Solver:
        """An empty solver for what this model says."""
        return z3.SimpleSolver(ctx=self._context)

    def knows(self, attribute: Attribute) -> bool:
        """Whether there is such an attribute."""
        return attribute in self._types

    def always(self, condition: Expression) -> Iterator[tuple[Constant | Attribute, z3.BoolRef]]:
        """What is so of the literals and the attributes in a condition, in every world.

        Literals are different strings, which their numbers tell apart; Longs have 64 bits.
        """
        for each in walk(condition):
            match each:
                case Attribute() if self._types.get(each) == "Long":
                    number = self._attribute(each)
                    yield each, z3.And(number >= _LEAST, number <= _MOST)
                case Constant(str(word)):
                    yield self._numbered(word)
                case Constant(frozenset() as words):
                    yield from map(self._numbered, sorted(words))

    def holds(self, condition: Expression) -> z3.BoolRef:
        """That ``condition`` is so. Raises NotModelled for what has no meaning here."""
        if id(condition) not in self._terms:
            self._terms[id(condition)] = (condition, self._made(condition))
        return self._terms[id(condition)][1]

    def world(self, found: z3.ModelRef, words: Iterable[str]) -> dict[Attribute, Value]:
        """The request that Z3 found, in plain values. ``words`` are the literals that it was held to.

        Other strings are named by number. Sets are cut down to the strings that there are.
        """
        named = {str(found.eval(self._literal(word))): word for word in words}
        others = [str(each) for each in found.get_universe(self._string) or () if str(each) not in named]
        named |= {each: f"another string, {number}" for number, each in enumerate(others, start=1)}
        strings = [(each, named[str(each)]) for each in found.get_universe(self._string) or ()]
        return {each: self._found(found, each, strings) for each in self._types}

    # --- within -----------------------------------------------------------------------------------------------

    def _made(self, condition: Expression) -> z3.BoolRef:
        match condition:
            case Constant(bool(value)):
                found = self._true if value else self._false
            case Attribute():
                found = self._attribute(condition)
            case Not(of):
                found = z3.Not(self.holds(of))
            case And(of):
                found = z3.And([self._true, *map(self.holds, of)])
            case Or(of):
                found = z3.Or([self._false, *map(self.holds, of)])
            case Compare(how, left, right):
                found = _compared(how, self._value(left), self._value(right))
            case Contains(whole, element):
                found = z3.Select(self._value(whole), self._value(element))
            case ContainsAll(whole, elements):
                found = self._within(elements, whole)
            case ContainsAny(left, right):
                found = z3.Not(self._apart(left, right))
            case IsEmpty(of):
                found = self._value(of) == self._nothing
            case _:
                raise NotModelled(f"{type(condition).__name__} has no meaning to the proofs")
        return found

    def _attribute(self, attribute: Attribute) -> z3.ExprRef:
        if attribute not in self._types:
            raise NotModelled(f"{attribute} is not in the schema", str(attribute))
        return z3.Const(str(attribute), self._sort(attribute))

    def _found(self, found: z3.ModelRef, attribute: Attribute, strings: Sequence[tuple[z3.ExprRef, str]]) -> Value:
        unknown = self._attribute(attribute)
        match self._types[attribute]:
            case "String":
                value = found.eval(unknown, model_completion=True)
                return next((word for string, word in strings if string.eq(value)), "any string")
            case "Long":
                return int(found.eval(unknown, model_completion=True).as_long())
            case "Bool":
                return bool(z3.is_true(found.eval(unknown, model_completion=True)))
            case _:
                members = (word for string, word in strings if z3.is_true(found.eval(z3.Select(unknown, string), True)))
                return frozenset(members)

    def _numbered(self, word: str) -> tuple[Constant, z3.BoolRef]:
        literal = self._literal(word)
        return Constant(word), self._number(literal) == self._numbers[word]

    def _sort(self, attribute: Attribute) -> z3.SortRef:
        cedar_type = self._types[attribute]
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

    def _value(self, expression: Expression) -> z3.ExprRef:
        """What ``expression`` comes to: a string, a number, a truth or a set."""
        match expression:
            case Constant(value):
                return self._constant(value)
            case SetOf(elements):
                return self._set(self._value(each) for each in elements)
            case Attribute():
                return self._attribute(expression)
            case _:
                return self.holds(expression)

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
            self._numbers[word] = len(self._numbers)
            self._literals[word] = z3.Const(f'"{word}"', self._string)
        return self._literals[word]

    def _set(self, elements: Iterable[z3.ExprRef]) -> z3.ArrayRef:
        return reduce(lambda whole, element: z3.Store(whole, element, self._true), elements, self._nothing)

    def _within(self, inner: Expression, outer: Expression) -> z3.BoolRef:
        """That every member of one set is a member of the other. Literals are asked about one by one."""
        whole = self._value(outer)
        if isinstance(inner, Constant) and isinstance(inner.value, frozenset):
            return z3.And([self._true, *(z3.Select(whole, self._literal(word)) for word in sorted(inner.value))])
        return z3.IsSubset(self._value(inner), whole)

    def _apart(self, left: Expression, right: Expression) -> z3.BoolRef:
        """That two sets have no member in common."""
        for one, other in ((left, right), (right, left)):
            if isinstance(one, Constant) and isinstance(one.value, frozenset):
                whole = self._value(other)
                members = (z3.Select(whole, self._literal(word)) for word in sorted(one.value))
                return z3.Not(z3.Or([self._false, *members]))
        return z3.SetIntersect(self._value(left), self._value(right)) == self._nothing


def _compared(how: Comparison, left: z3.ExprRef, right: z3.ExprRef) -> z3.BoolRef:
    match how:
        case "eq":
            return left == right
        case "less":
            return left < right
        case "less_eq":
            return left <= right
