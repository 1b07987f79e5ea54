"""A request that should not be permitted, in words: only what matters of it, and the rules that speak of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handrail.policy.in_words import in_words, listed, with_article
from handrail.policy.rules import Rule
from handrail.policy.schema import RequestType
from handrail.policy.tree import (
    And,
    Attribute,
    Compare,
    Constant,
    Contains,
    ContainsAny,
    Expression,
    Known,
    Not,
    Or,
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
        besides = f"\n  Everything else is in order: {listed(self.besides)}." if self.besides else ""
        request = _could(self.kind, self.facts)
        return (
            f"{request[0].upper()}{request[1:]}"
            f"\n  The rule {self.permit} ({self.line}) permits it, and no rule refuses it.{besides}"
        )


@dataclass(frozen=True, slots=True)
class Overruled:
    """A request that one permit by itself would permit, ``facts`` make it so, and that ``refusal`` refuses."""

    kind: RequestType
    refusal: Rule
    facts: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"By this rule alone {_could(self.kind, self.facts)}"
            f"\n  The rule {self.refusal.id} ({self.refusal.statement.place()}) refuses it: “{self.refusal.says}”"
        )


def _could(kind: RequestType, facts: Sequence[str]) -> str:
    who = "a member" if kind.principal == "Member" else "a service of Handrail"
    return f"{who} could do {kind.action} on {with_article(kind.resource)} if {listed(facts)}."


def also(kinds: Sequence[RequestType]) -> str:
    """In words, that it is the same with other kinds of request; nothing for none."""
    first, more = kinds[:_TOLD], len(kinds) - _TOLD
    said = [str(kind) for kind in first] + ([f"{more} more kinds of request"] if more > 0 else [])
    return f"\n  So it is with {listed(said)}." if said else ""


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
        tuple(in_words(fact, kind) for fact in needed if fact in telling),
        tuple(in_words(fact, kind) for fact in needed if fact not in telling),
    )


def overruled(weighing: Weighing, permit: Rule, refusal: Rule) -> Overruled | None:
    """A request for which ``permit`` asks and which ``refusal`` refuses, if there is one.

    Exact: whenever its facts hold, the one would permit it and the other refuses. None of them can be left out.
    """
    both = And((permit.condition, refusal.condition))
    world = telling_world(weighing, both)
    if world is None:
        return None
    kind = weighing.kinds[0]
    needed = _without_what_does_not_matter(world, list(_facts(both, world)), both)
    return Overruled(kind, refusal, tuple(in_words(fact, kind) for fact in needed))


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
