"""What holds of a request, said as a person would say it: “the copy’s marking is at most the member’s clearance”."""

import re
from collections.abc import Sequence

from handrail.policy.entities import Value
from handrail.policy.schema import RequestType
from handrail.policy.tree import (
    Attribute,
    Compare,
    Constant,
    Contains,
    ContainsAll,
    ContainsAny,
    Expression,
    IsEmpty,
    Not,
    SetOf,
)


def in_words(fact: Expression, kind: RequestType) -> str:
    """One fact as a person would say it."""
    match fact:
        case Not(of):
            return _said(of, kind, holds=False)
        case _:
            return _said(fact, kind, holds=True)


def _said(statement: Expression, kind: RequestType, *, holds: bool) -> str:
    is_, has = ("is", "include") if holds else ("is not", "do not include")
    match statement:
        case Attribute():
            said = f"{_name(statement, kind)} is {'true' if holds else 'false'}"
        case Compare("eq", left, right):
            said = f"{_name(left, kind)} {is_} {_name(right, kind)}"
        case Compare("less" | "less_eq" as how, left, right):
            # "not less" is "at least", and is said the other way round: nobody should have to turn it in their head
            first, second = (left, right) if holds else (right, left)
            said = f"{_name(first, kind)} is {_below(first, second, (how == 'less') is holds)} {_name(second, kind)}"
        case Contains(Constant() | SetOf() as whole, element):
            said = f"{_name(element, kind)} {is_} one of {_name(whole, kind)}"
        case Contains(whole, element):
            said = f"{_name(whole, kind)} {has} {_name(element, kind)}"
        case ContainsAll(whole, elements):
            said = f"{_name(whole, kind)} {has} all of {_name(elements, kind)}"
        case ContainsAny(left, right):
            said = f"{_name(left, kind)} include {'some' if holds else 'none'} of {_name(right, kind)}"
        case IsEmpty(of):
            said = f"{_name(of, kind)} {is_} empty"
        case _:
            raise TypeError(f"{type(statement).__name__} is no single statement")
    return said


def _below(first: Expression, second: Expression, strictly: bool) -> str:
    if any(isinstance(each, Attribute) and is_day(each.name) for each in (first, second)):
        return "before" if strictly else "not after"
    return "below" if strictly else "at most"


def _name(expression: Expression, kind: RequestType) -> str:
    match expression:
        case Attribute("context", name):
            named = "today" if name == "today" else f"the request’s {_spoken(name)}"
        case Attribute(whose, name):
            named = f"the {_spoken(kind.principal if whose == 'principal' else kind.resource)}’s {_spoken(name)}"
        case Constant(value):
            named = _value(value)
        case SetOf(elements):
            named = listed([_name(each, kind) for each in elements])
        case _:
            raise TypeError(f"{type(expression).__name__} has no name")
    return named


def _value(value: Value) -> str:
    match value:
        case frozenset():
            return listed([_value(word) for word in sorted(value)])
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return f"“{value}”" if value else "empty"


def is_day(attribute: str) -> bool:
    """Whether an attribute is a day, by its name."""
    return attribute == "today" or attribute.endswith(("until", "_on", "_ends"))


def _spoken(name: str) -> str:
    """``SupportAction`` or ``organisation_kind`` as words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").lower()


def with_article(kind: str) -> str:
    """A kind of record with “a” or “an” before it."""
    spoken = _spoken(kind)
    return f"{'an' if spoken[0] in 'aeiou' else 'a'} {spoken}"


def listed(things: Sequence[str]) -> str:
    """“this, that and another”."""
    *first, last = things or ("nothing more is known",)
    return f"{', '.join(first)} and {last}" if first else last
