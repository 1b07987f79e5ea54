"""Worlds around the lines of the rules: in each, one rule decides, and beside it stand those that differ in one thing.

They are looked for, not drawn: starting from what usually lets a request through, one attribute after another is
changed to a value at the rules' own boundaries until exactly the rule that is meant decides. Boundaries are the codes
that the rules name, the actor's own ids, the other organisation, a threshold and one either side of it, the empty set.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from handrail.policy import Value
from handrail.policy.in_words import is_day
from handrail.policy.model import Types
from handrail.policy.rules import Rule
from handrail.policy.tree import And, Attribute, Constant, Expression, Not, Or, fold, parts, walk
from tests.unit.policy.requests import COLLEAGUE, COUNCIL, CTU, ME, TODAY

World = dict[Attribute, Value]


@dataclass(frozen=True)
class Goal:
    """A condition, what it reads, and whether it is to hold."""

    condition: Expression
    wanted: bool
    reads: frozenset[Attribute]

    @classmethod
    def of(cls, condition: Expression, wanted: bool) -> "Goal":
        """The goal that ``condition`` holds, or doesn't."""
        return cls(condition, wanted, frozenset(each for each in walk(condition) if isinstance(each, Attribute)))

    def far(self, world: World) -> int:
        """How many single statements in the condition stand between it and being as wanted."""
        return _far(self.condition, self.wanted, world)


#: What lets most rules be.
LIKELY: Mapping[str, Value] = {
    "active": True, "training_until": TODAY, "clearance": 2, "purpose": "safeguarding_support", "regime": "general",
    "today": TODAY, "marking": 2, "until": TODAY, "expires_on": TODAY, "programme_ends": TODAY, "centre_ends": TODAY,
    "state": "held", "authors": frozenset(), "team": frozenset(), "in_catalogue": True, "programme": "mac",
    "organisation": COUNCIL, "id": ME, "organisation_kind": "council", "owner_kind": "police_force",
    "agreement_accepted": True, "abroad": False, "police_lead": False,
}  # fmt: skip#: How much more it counts that the rule meant holds: the others give way to it, and not it to them.
WEIGHT = 3


@dataclass(frozen=True)
class Lines:
    """The rules that bear on one kind of request, and what may be tried for each attribute that they read."""

    rules: tuple[Rule, ...]
    choices: Mapping[Attribute, tuple[Value, ...]]
    shown: Mapping[str, Sequence[World]]

    @classmethod
    def of(cls, rules: Sequence[Rule], types: Types, shown: Mapping[str, Sequence[World]]) -> "Lines":
        """The boundaries of these rules, for attributes of these types. ``shown`` are worlds in which a rule fires."""
        words = _words(rules)
        choices = {each: tuple(_choices(each, kind, words)) for each, kind in types.items()}
        return cls(tuple(rules), choices, shown)

    def usual(self) -> World:
        """The likeliest value of everything."""
        return {attribute: values[0] for attribute, values in self.choices.items()}

    def deciding(self) -> Iterator[tuple[Rule, World]]:
        """For each rule a world in which it alone decides, where one is found."""
        starts = [self.usual()]
        for rule in sorted(self.rules, key=lambda rule: rule.effect == "forbid"):
            begin = [*starts, *(each for each in self.shown.get(rule.id, ()) if each.keys() == self.choices.keys())]
            found = next(filter(None, (self._towards(self._goals(rule), start) for start in begin)), None)
            if found is not None:
                yield rule, found
                if rule.effect == "permit":
                    starts.insert(0, found)

    def beside(self, world: World) -> Iterator[World]:
        """The worlds that differ from ``world`` in one attribute that the rules read."""
        for attribute, values in self.choices.items():
            yield from ({**world, attribute: value} for value in values if value != world[attribute])

    # --- within -----------------------------------------------------------------------------------------------

    def _goals(self, decisive: Rule) -> list[Goal]:
        """That ``decisive`` alone permits, or alone forbids what some rule permits."""
        others = [rule for rule in self.rules if rule is not decisive]
        goals = [Goal.of(decisive.condition, True)] * WEIGHT
        goals += [Goal.of(rule.condition, False) for rule in others if rule.effect == "forbid"]
        permits = [rule.condition for rule in others if rule.effect == "permit"]
        if decisive.effect == "permit":
            return [*goals, *(Goal.of(condition, False) for condition in permits)]
        return [*goals, Goal.of(Or(tuple(permits)), True)]

    def _towards(self, goals: Sequence[Goal], start: World) -> World | None:
        """A world that meets the goals: step by step the one change that brings them nearest."""
        world = start
        while unmet := [goal for goal in goals if goal.far(world)]:
            nearer, best = 0, world
            for attribute in sorted(frozenset[Attribute]().union(*(goal.reads for goal in unmet)), key=str):
                concerned = [goal for goal in goals if attribute in goal.reads]
                now = sum(goal.far(world) for goal in concerned)
                for value in self._changes(attribute, world[attribute]):
                    there = {**world, attribute: value}
                    gained = now - sum(goal.far(there) for goal in concerned)
                    if gained > nearer:
                        nearer, best = gained, there
            if not nearer:
                return None
            world = best
        return world

    def _changes(self, attribute: Attribute, now: Value) -> Iterator[Value]:
        """Other values of an attribute: those worth trying, and for a set the same with one member more or fewer."""
        yield from self.choices[attribute]
        if isinstance(now, frozenset):
            yield from (now ^ one for one in self.choices[attribute] if isinstance(one, frozenset) and len(one) == 1)


def _far(expression: Expression, wanted: bool, world: World) -> int:
    match expression:
        case Not(of):
            return _far(of, not wanted, world)
        case And(of) | Or(of):
            each = [_far(part, wanted, world) for part in of]
            return sum(each) if isinstance(expression, And) is wanted else min(each, default=1)
        case _:
            return int(fold(expression, world) != Constant(wanted))


# --- values -----------------------------------------------------------------------------------------------------


def _words(rules: Iterable[Rule]) -> Mapping[Attribute, tuple[str, ...]]:
    """The codes that these rules compare each attribute with, in the order of the text."""
    found: dict[Attribute, dict[str, None]] = {}
    for attribute in (each for rule in rules for each in walk(rule.condition) if isinstance(each, Attribute)):
        usual = LIKELY.get(attribute.name)
        found[attribute] = {usual: None} if isinstance(usual, str) else {}
    alike: list[list[Attribute]] = []  # compared with one another: what one is compared with, the other may be
    for rule in rules:
        for part in walk(rule.condition):
            sides = parts(part)
            words = [word for side in sides if isinstance(side, Constant) for word in _strings(side)]
            beside = [side for side in sides if isinstance(side, Attribute)]
            for attribute in beside:
                found[attribute].update(dict.fromkeys(words))
            alike += [beside] if len(beside) > 1 else []
    for together in alike:
        shared = {word: None for attribute in together for word in found[attribute]}
        for attribute in together:
            found[attribute].update(shared)
    return {attribute: tuple(words) for attribute, words in found.items()}


def _strings(constant: Constant) -> Iterable[str]:
    if isinstance(constant.value, frozenset):
        return sorted(constant.value)
    return (constant.value,) if isinstance(constant.value, str) else ()


def _choices(attribute: Attribute, cedar_type: str, words: Mapping[Attribute, tuple[str, ...]]) -> Iterator[Value]:
    """Values worth trying for one attribute, the likeliest first."""
    name, codes = attribute.name, words.get(attribute, ())
    values: list[Value]
    match cedar_type:
        case "Bool":
            values = [True, False]
        case "Long":
            values = [TODAY, TODAY - 1, TODAY + 1] if is_day(name) else [2, 1, 3]
        case "Set<String>":
            sets = ((), (COUNCIL,), (ME,), (CTU, COUNCIL), *((code,) for code in codes), *pairwise(codes), codes)
            values = [*map(frozenset, sets)]
        case _:
            values = [*codes[:1], COUNCIL, CTU, ME, COLLEAGUE, *codes[1:], "something-else"]
    if name in LIKELY and type(LIKELY[name]) is type(values[0]):
        values.insert(0, LIKELY[name])
    yield from dict.fromkeys(values)
