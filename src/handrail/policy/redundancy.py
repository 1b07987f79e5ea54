"""Rules that change nothing: one that is never the reason for a decision misleads whoever reads the policy.

A refusal of the core is weighed twice: against what is permitted today, and against all that a programme could permit.
The first may find that no decision changes without it; the second says whether it is needed all the same.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from handrail.policy.counterexamples import Overruled, also, overruled
from handrail.policy.rules import Rule
from handrail.policy.schema import RequestType
from handrail.policy.texts import CORE
from handrail.policy.weighing import Weighing


@dataclass(frozen=True, slots=True)
class Idle:
    """A rule without which every decision would be the same.

    ``in_reserve``: it refuses what a programme could permit one day. ``kept`` is why it stands nevertheless.
    """

    rule: Rule
    in_reserve: bool
    kept: str


@dataclass(frozen=True, slots=True)
class Never:
    """Kinds of request that a permit names and can never permit.

    ``shown``: for each of the rules of which one always refuses them, a request that it refuses; none if what the
    permit asks for is never so.
    """

    permit: Rule
    kinds: tuple[RequestType, ...]
    shown: tuple[Overruled, ...]

    @property
    def refusing(self) -> tuple[Rule, ...]:
        """The rules of which one always refuses them."""
        return tuple(each.refusal for each in self.shown)

    @property
    def loosens_the_core(self) -> bool:
        """Whether the permit asks for what the core refuses. The core refuses it all the same: a forbid always wins."""
        return any(rule.statement.text.file == CORE for rule in self.refusing)


@dataclass(frozen=True, slots=True)
class Redundancy:
    """Which rules do nothing to decisions, wholly or, ``never``, where they permit what is always refused."""

    idle: tuple[Idle, ...]
    never: tuple[Never, ...]
    needlessly_kept: tuple[Rule, ...]


@dataclass(slots=True)
class _Seen:
    """What is known of one rule so far."""

    changes: bool = False
    needed: bool = False
    never: list[Never] = field(default_factory=list)


def redundancy(rules: Sequence[Rule], weighings: Sequence[Weighing]) -> Redundancy:
    """Look at each rule wherever it bears, until somewhere it makes a difference."""
    seen: defaultdict[str, _Seen] = defaultdict(_Seen)
    for weighing in weighings:
        for rule in weighing.permits:
            _look_at_permit(rule, weighing, seen[rule.id])
        for rule in weighing.forbids:
            _look_at_forbid(rule, weighing, seen[rule.id])
    return Redundancy(
        idle=tuple(
            Idle(rule, seen[rule.id].needed, rule.notes.get("kept", "")) for rule in rules if not seen[rule.id].changes
        ),
        never=tuple(never for rule in rules for never in seen[rule.id].never),
        needlessly_kept=tuple(rule for rule in rules if "kept" in rule.notes and seen[rule.id].changes),
    )


def faults(found: Redundancy) -> Iterator[tuple[Rule, str]]:
    """What is wrong, and with which rule."""
    refused = [each for each in _alike(found.never) if _is_fault(each[0])]
    told = {each[0].permit.id for each in refused}
    for idle in found.idle:
        if not idle.in_reserve and not idle.kept and idle.rule.id not in told:
            yield idle.rule, "it changes no decision: take it out, or say in @kept why it stands nevertheless"
    for each in refused:
        yield each[0].permit, _never(each)
    for rule in found.needlessly_kept:
        yield rule, "@kept says why it stands although it changes nothing, but it does change decisions"


def _alike(found: Sequence[Never]) -> Iterator[tuple[Never, ...]]:
    """What is never permitted for one reason, together, so that it is said once."""
    alike: defaultdict[tuple[str, ...], list[Never]] = defaultdict(list)
    for never in found:
        alike[never.permit.id, *(rule.id for rule in never.refusing)].append(never)
    yield from map(tuple, alike.values())


def _is_fault(never: Never) -> bool:
    """Whether it is one. @kept says why a rule stands that does nothing yet; what the core refuses it never does."""
    return never.loosens_the_core or not never.permit.notes.get("kept")


def _never(refused: Sequence[Never]) -> str:
    """What a permit asks for in vain, shown by a request for each rule that refuses it."""
    first, *others = (kind for never in refused for kind in never.kinds)
    shown = refused[0].shown
    if not shown:
        return f"it can never permit {first}, because what it asks for is never so{also(others)}"
    tries = "it tries to loosen the core" if refused[0].loosens_the_core else "it permits what is always refused"
    return "".join((tries, *(f"\n  {each}" for each in shown), also(others)))


def _look_at_permit(rule: Rule, weighing: Weighing, seen: _Seen) -> None:
    if not weighing.may_be(rule.condition, weighing.refused_by_none):
        shown = (overruled(weighing, rule, refusal) for refusal in _refusing(rule, weighing))
        seen.never.append(Never(rule, weighing.kinds, tuple(each for each in shown if each)))
        return
    others = (weighing.unless(other) for other in weighing.permits if other is not rule)
    seen.changes = seen.changes or weighing.may_be(rule.condition, weighing.refused_by_none, *others)


def _refusing(permit: Rule, weighing: Weighing) -> tuple[Rule, ...]:
    """As few forbids as can be found of which one always holds where the permit does; those of the core, if they do."""
    refusing = list(weighing.forbids)
    for rule in reversed(weighing.forbids):  # the core stands first
        others = [other for other in refusing if other is not rule]
        if not weighing.may_be(permit.condition, *map(weighing.unless, others)):
            refusing = others
    return tuple(refusing)


def _look_at_forbid(rule: Rule, weighing: Weighing, seen: _Seen) -> None:
    others = [other for other in weighing.forbids if other is not rule]
    if not seen.changes:
        refused_by_no_other = map(weighing.unless, others)
        seen.changes = weighing.may_be(rule.condition, weighing.permitted_by_one, *refused_by_no_other)
    if not seen.changes and not seen.needed and rule.statement.text.file == CORE:
        core = (weighing.unless(other) for other in others if other.statement.text.file == CORE)
        seen.needed = weighing.may_be(rule.condition, weighing.could_be_permitted, *core)
