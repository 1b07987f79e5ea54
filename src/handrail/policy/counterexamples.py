"""A request that should not be permitted and is, in words: only what matters of it, and the rule that permits it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handrail.policy.entities import Value
from handrail.policy.rules import Rule
from handrail.policy.schema import RequestType
from handrail.policy.tree import (
    And,
    Attribute,
    Compare,
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
from handrail.policy.weighing import Weighing, World

#: How many kinds of request are named before the others are only counted.
_TOLD = 5

#: What makes a request easy to picture.
_EVERYDAY: Known = {
    Attribute("resource", "programme"): "mac",
    Attribute("context", "regime"): "general",
    Attribute("context", "purpose"): "safeguarding_support",
}


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A request that is permitted. ``facts`` make it so; without ``besides`` some rule would refuse it."""

    kind: RequestType
    permit: str
    line: str
    facts: tuple[str, ...]
    besides: tuple[str, ...]

    def __str__(self) -> str:
        who = "A member" if self.kind.principal == "Member" else "A service of Handrail"
        besides = f"\n  Everything else is in order: {_listed(self.besides)}." if self.besides else ""
        return (
            f"{who} could do {self.kind.action} on {_a(self.kind.resource)} if {_listed(self.facts)}."
            f"\n  The rule {self.permit} ({self.line}) permits it, and no rule refuses it.{besides}"
        )


def also(kinds: Sequence[RequestType]) -> str:
    """In words, that it is the same with other kinds of request; nothing for none."""
    first, more = kinds[:_TOLD], len(kinds) - _TOLD
    said = [str(kind) for kind in first] + ([f"{more} more kinds of request"] if more > 0 else [])
    return f"\n  So it is with {_listed(said)}." if said else ""


def telling_world(weighing: Weighing, *conditions: Expression) -> World | None:
    """A request that meets the conditions, and is an everyday one as far as they leave it open."""
    world = weighing.find(*conditions)
    if world is None:
        return None
    met = list(conditions)
    for attribute, value in _EVERYDAY.items():
        everyday = Compare("eq", attribute, Constant(value))
        if weighing.knows(attribute) and (found := weighing.find(*met, everyday)):
            met.append(everyday)
            world = found
    return world


def counterexample(world: World, kind: RequestType, *wrong: Expression) -> Counterexample:
    """What of ``world`` makes the request permitted although ``wrong`` holds in it.

    Exact: whenever its facts hold, besides included, the request is permitted and wrong. None of them can be left out.
    """
    weighing = world.weighing
    permit = min((rule for rule in weighing.permits if world.has(rule.condition)), key=_length)
    telling = list(_facts(And((permit.condition, *wrong)), world))
    refusals = And(tuple(rule.condition for rule in weighing.forbids))
    quiet = [fact for fact in _facts(refusals, world) if fact not in telling]
    goal = And((permit.condition, *wrong, weighing.refused_by_none))
    needed = _without_what_does_not_matter(world, [*quiet, *telling], goal)
    return Counterexample(
        kind,
        permit.id,
        str(permit.statement.place()),
        tuple(_in_words(fact, kind) for fact in needed if fact in telling),
        tuple(_in_words(fact, kind) for fact in needed if fact not in telling),
    )


def _without_what_does_not_matter(world: World, facts: Sequence[Expression], goal: Expression) -> list[Expression]:
    """The facts without any from which the goal doesn't need to follow."""
    needed = list(facts)
    for fact in facts:
        rest = [each for each in needed if each is not fact]
        if world.weighing.follows(rest, goal):
            needed = rest
    return needed


def _length(rule: Rule) -> int:
    """How much a rule asks for, so that the simplest can be named."""
    return sum(isinstance(each, Attribute) for each in walk(rule.condition))


def _facts(expression: Expression, world: World) -> Iterator[Expression]:
    """The single statements in a condition, each as it stands in this world, without saying any of them twice."""
    said: dict[Expression, None] = {}
    for each in _statements(expression):
        for fact in _as_it_is(each, world):
            said.setdefault(fact)
    yield from said


def _statements(expression: Expression) -> Iterator[Expression]:
    match expression:
        case Constant():
            return
        case And(of) | Or(of):
            for each in of:
                yield from _statements(each)
        case Not(of):
            yield from _statements(of)
        case _:
            yield expression


def _as_it_is(statement: Expression, world: World) -> Iterator[Expression]:
    """A statement that holds in the world: this one, its opposite, or the one word of a list that makes it hold."""
    each: Iterator[Expression] = iter((statement,))
    match statement:
        case _ if not world.has(statement):
            each = iter((Not(statement),))
        case ContainsAny(whole, Constant(frozenset() as words)) | ContainsAny(Constant(frozenset() as words), whole):
            each = (Contains(whole, Constant(word)) for word in sorted(words))
        case Contains(Constant(frozenset() as words), element):
            each = (Compare("eq", element, Constant(word)) for word in sorted(words))
    yield next(found for found in each if world.has(found))


# --- in words ---------------------------------------------------------------------------------------------------


def _in_words(fact: Expression, kind: RequestType) -> str:
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
            named = _listed([_name(each, kind) for each in elements])
        case _:
            raise TypeError(f"{type(expression).__name__} has no name")
    return named


def _value(value: Value) -> str:
    match value:
        case frozenset():
            return _listed([_value(word) for word in sorted(value)])
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


def _a(kind: str) -> str:
    spoken = _spoken(kind)
    return f"{'an' if spoken[0] in 'aeiou' else 'a'} {spoken}"


def _listed(things: Sequence[str]) -> str:
    *first, last = things or ("nothing more is known",)
    return f"{', '.join(first)} and {last}" if first else last
