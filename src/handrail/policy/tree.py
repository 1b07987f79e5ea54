"""The one internal form of a condition, and its folding once some of what it speaks of is known.

Everything that is made of a rule other than Cedar's own decision (the SQL filter, the check of what it reads) is made
from this form. Folding with all attributes known leaves a constant: the condition's value.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from handrail.policy.entities import Value

Whose = Literal["principal", "resource", "context"]
Comparison = Literal["eq", "less", "less_eq"]

_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal of the text, or a value known at the request."""

    value: Value


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of who acts, of what they act on, or of the circumstances."""

    whose: Whose
    name: str

    def __str__(self) -> str:
        return f"{self.whose}.{self.name}"


@dataclass(frozen=True, slots=True)
class SetOf:
    """A set written out element by element."""

    elements: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Negation."""

    of: "Expression"


@dataclass(frozen=True, slots=True)
class And:
    """All of them; true when there are none."""

    of: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them; false when there are none."""

    of: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """``left`` equals, is less than, or is at most ``right``. Only whole numbers are ordered."""

    how: Comparison
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Contains:
    """The set has this element."""

    set: "Expression"
    element: "Expression"


@dataclass(frozen=True, slots=True)
class ContainsAll:
    """The set has every element of the other."""

    set: "Expression"
    elements: "Expression"


@dataclass(frozen=True, slots=True)
class ContainsAny:
    """The two sets share an element."""

    set: "Expression"
    elements: "Expression"


@dataclass(frozen=True, slots=True)
class IsEmpty:
    """The set has no element."""

    set: "Expression"


Expression = Constant | Attribute | SetOf | Not | And | Or | Compare | Contains | ContainsAll | ContainsAny | IsEmpty

#: What is known at a request: the value of each attribute.
Known = Mapping[Attribute, Value]

TRUE = Constant(True)
FALSE = Constant(False)


def parts(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside ``expression``."""
    match expression:
        case Constant() | Attribute():
            return ()
        case SetOf(elements):
            return elements
        case And(of) | Or(of):
            return of
        case Not(of) | IsEmpty(of):
            return (of,)
        case Compare(_, left, right) | Contains(left, right) | ContainsAll(left, right) | ContainsAny(left, right):
            return left, right


def walk(expression: Expression) -> Iterator[Expression]:
    """``expression`` and everything inside it."""
    yield expression
    for part in parts(expression):
        yield from walk(part)


def attributes(expression: Expression, whose: Whose) -> frozenset[str]:
    """The names of the attributes that ``expression`` reads of ``whose``."""
    return frozenset(each.name for each in walk(expression) if isinstance(each, Attribute) and each.whose == whose)


def chain(kind: type[And] | type[Or], expression: Expression) -> tuple[Expression, ...]:
    """What a chain of the same connective holds; of anything else, itself."""
    return expression.of if isinstance(expression, And | Or) and type(expression) is kind else (expression,)


def belonging(whose: Whose, told: Mapping[str, _Told]) -> dict[Attribute, _Told]:
    """What is told of each attribute of ``whose``, its value or its type, by the attribute instead of by its name."""
    return {Attribute(whose, name): each for name, each in told.items()}


def fold(expression: Expression, known: Known) -> Expression:
    """``expression`` with what is known put in and worked out; what is left reads only attributes not known."""
    match expression:
        case Constant():
            folded: Expression = expression
        case Attribute():
            folded = Constant(known[expression]) if expression in known else expression
        case SetOf(elements):
            folded = _set(tuple(fold(each, known) for each in elements))
        case Not(of):
            folded = _negation(fold(of, known))
        case And(of):
            folded = _all(of, known)
        case Or(of):
            folded = _any(of, known)
        case Compare(how, left, right):
            folded = _comparison(how, fold(left, known), fold(right, known))
        case Contains(left, right):
            folded = _contains(fold(left, known), fold(right, known))
        case ContainsAll(left, right):
            folded = _contains_all(fold(left, known), fold(right, known))
        case ContainsAny(left, right):
            folded = _contains_any(fold(left, known), fold(right, known))
        case IsEmpty(of):
            inner = fold(of, known)
            folded = Constant(not inner.value) if isinstance(inner, Constant) else IsEmpty(inner)
    return folded


def _all(of: tuple[Expression, ...], known: Known) -> Expression:
    kept: list[Expression] = []
    for each in of:
        folded = fold(each, known)
        if folded == FALSE:
            return FALSE
        if folded != TRUE:
            kept.append(folded)
    return kept[0] if len(kept) == 1 else And(tuple(kept)) if kept else TRUE


def _any(of: tuple[Expression, ...], known: Known) -> Expression:
    kept: list[Expression] = []
    for each in of:
        folded = fold(each, known)
        if folded == TRUE:
            return TRUE
        if folded != FALSE:
            kept.append(folded)
    return kept[0] if len(kept) == 1 else Or(tuple(kept)) if kept else FALSE


def _negation(of: Expression) -> Expression:
    match of:
        case Constant(value):
            return Constant(not value)
        case Not(inner):
            return inner
        case _:
            return Not(of)


def _set(elements: tuple[Expression, ...]) -> Expression:
    if all(isinstance(each, Constant) for each in elements):
        return Constant(frozenset(str(each.value) for each in elements if isinstance(each, Constant)))
    return SetOf(elements)


def _comparison(how: Comparison, left: Expression, right: Expression) -> Expression:
    match how, left, right:
        case "eq", Constant(first), Constant(second):
            return Constant(first == second)
        case "less", Constant(int(first)), Constant(int(second)):
            return Constant(first < second)
        case "less_eq", Constant(int(first)), Constant(int(second)):
            return Constant(first <= second)
        case _:
            return Compare(how, left, right)


def _contains(whole: Expression, element: Expression) -> Expression:
    match whole, element:
        case Constant(frozenset() as members), Constant(value):
            return Constant(value in members)
        case Constant(frozenset() as members), _ if not members:
            return FALSE
        case _:
            return Contains(whole, element)


def _contains_all(whole: Expression, elements: Expression) -> Expression:
    match whole, elements:
        case Constant(frozenset() as members), Constant(frozenset() as others):
            return Constant(members >= others)
        case _, Constant(frozenset() as others) if not others:
            return TRUE
        case Constant(frozenset() as members), _ if not members:
            return IsEmpty(elements)
        case _:
            return ContainsAll(whole, elements)


def _contains_any(whole: Expression, elements: Expression) -> Expression:
    match whole, elements:
        case Constant(frozenset() as members), Constant(frozenset() as others):
            return Constant(not members.isdisjoint(others))
        case (_, Constant(frozenset() as members)) | (Constant(frozenset() as members), _) if not members:
            return FALSE
        case _:
            return ContainsAny(whole, elements)
