"""What the tests of the repository ask of policy, asked of the internal form with one rule changed at a time.

A run of pytest for each of thousands of mutants would take days. The tests' own tables are read here instead: the
boundaries of the refusals, who may do what, what stops what. A mutant is caught if one of their lines would fail.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from handrail.policy import Value
from handrail.policy.engine import Engine
from handrail.policy.rules import Rule
from handrail.policy.schema import RequestType
from handrail.policy.tree import Attribute, Constant, Expression, fold
from tests.unit.policy.requests import Request


@dataclass(frozen=True, slots=True)
class Verdict:
    """The rules that fired for one question."""

    permits: frozenset[str]
    forbids: frozenset[str]

    @property
    def allowed(self) -> bool:
        """Permitted by one and forbidden by none."""
        return bool(self.permits) and not self.forbids

    @property
    def rules(self) -> frozenset[str]:
        """The rules that the decision names."""
        return self.forbids or self.permits


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a table: the questions that it asks, by number, and whether the answers are as it says."""

    name: str
    asks: tuple[int, ...]
    passes: Callable[[Callable[[int], Verdict]], bool]


@dataclass
class Questions:
    """Every question once, with the rules that fire for it, and the checks that ask it.

    Worlds (who, what and why, without the action) are kept apart from questions: a condition never reads the action.
    """

    engine: Engine
    _numbers: dict[tuple[str, int], int] = field(default_factory=dict)
    _worlds: list[Mapping[Attribute, Value]] = field(default_factory=list)
    _world_numbers: dict[object, int] = field(default_factory=dict)
    _world_of: list[int] = field(default_factory=list)
    _types: list[RequestType] = field(default_factory=list)
    _verdicts: list[Verdict] = field(default_factory=list)
    _of_type: defaultdict[RequestType, list[int]] = field(default_factory=lambda: defaultdict(list))
    _truths: defaultdict[str, dict[int, bool]] = field(default_factory=lambda: defaultdict(dict))
    _asked_by: defaultdict[int, list[Check]] = field(default_factory=lambda: defaultdict(list))

    def number(self, request: Request) -> int:
        """The number of a question; a new one if it was never asked."""
        world = self._world(request)
        known = self._numbers.get((request.action, world))
        if known is not None:
            return known
        number = self._numbers[request.action, world] = len(self._world_of)
        self._world_of.append(world)
        request_type = RequestType(request.principal.type, request.action, request.resource.type)
        self._of_type[request_type].append(number)
        self._types.append(request_type)
        self._verdicts.append(self._verdict(request_type, world))
        return number

    def add(self, check: Check) -> None:
        """Another line of a table. What it says is so of the rules as they are, or the table is wrong."""
        if not check.passes(self._verdicts.__getitem__):
            raise AssertionError(f"{check.name}: fails without any mutant")
        for number in check.asks:
            self._asked_by[number].append(check)

    def verdict(self, number: int) -> Verdict:
        """The rules that fire for a question, as the rules are."""
        return self._verdicts[number]

    def caught(self, original: Rule, mutant: Rule | None) -> str:
        """The name of a check that fails when ``mutant`` stands in place of ``original``, "" if none does."""
        answers = _Answers(self, original, mutant)
        for number in answers.concerned():
            if answers(number) != self._verdicts[number]:
                for check in self._asked_by[number]:
                    if not check.passes(answers):
                        return check.name
        return ""

    # --- within -----------------------------------------------------------------------------------------------

    def _world(self, request: Request) -> int:
        known = request.world()
        key = (request.principal.type, request.resource.type, frozenset(known.items()))
        if key not in self._world_numbers:
            self._world_numbers[key] = len(self._worlds)
            self._worlds.append(known)
        return self._world_numbers[key]

    def _verdict(self, request_type: RequestType, world: int) -> Verdict:
        fired: dict[str, set[str]] = {"permit": set(), "forbid": set()}
        for rule in self.engine._bearing(request_type.principal, request_type.action, request_type.resource).rules:
            if self._holds(rule.condition, world, self._truths[rule.id]):
                fired[rule.effect].add(rule.id)
        return Verdict(frozenset(fired["permit"]), frozenset(fired["forbid"]))

    def _holds(self, condition: Expression, world: int, truths: dict[int, bool]) -> bool:
        if world not in truths:
            folded = fold(condition, self._worlds[world])
            if not isinstance(folded, Constant):
                raise TypeError(f"a world leaves {folded} open")
            truths[world] = folded.value is True
        return truths[world]


class _Answers:
    """The verdicts with one rule changed, each worked out when it is asked for."""

    def __init__(self, asked: Questions, original: Rule, mutant: Rule | None) -> None:
        self.asked = asked
        self.original = original
        self.mutant = mutant
        self.alike = mutant is not None and mutant.condition == original.condition
        self.truths = asked._truths[original.id] if self.alike else {}
        self.found: dict[int, Verdict] = {}

    def concerned(self) -> Iterator[int]:
        """The questions whose verdict may be another."""
        for request_type, numbers in self.asked._of_type.items():
            before = self.original.covers(request_type)
            after = self.mutant is not None and self.mutant.covers(request_type)
            same = self.alike and self.mutant is not None and self.mutant.effect == self.original.effect
            if (before or after) and not (before and after and same):
                yield from numbers

    def __call__(self, number: int) -> Verdict:
        if number not in self.found:
            self.found[number] = self._verdict(number)
        return self.found[number]

    def _verdict(self, number: int) -> Verdict:
        name, mutant = self.original.id, self.mutant
        before = self.asked._verdicts[number]
        permits, forbids = before.permits - {name}, before.forbids - {name}
        if mutant and mutant.covers(self.asked._types[number]) and self._holds(number, mutant.condition):
            if mutant.effect == "permit":
                return Verdict(permits | {name}, forbids)
            return Verdict(permits, forbids | {name})
        return Verdict(permits, forbids)

    def _holds(self, number: int, condition: Expression) -> bool:
        return self.asked._holds(condition, self.asked._world_of[number], self.truths)
