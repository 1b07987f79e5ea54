"""Rules that change nothing: one that is never the reason for a decision misleads whoever reads the policy.

A refusal of the core is weighed twice: against what is permitted today, and against all that a programme could permit.
The first may find that no decision changes without it; the second says whether it is needed all the same.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

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
    """Kinds of request that a permit names and can never permit, for one of ``refusing`` always refuses them."""

    permit: Rule
    kinds: tuple[RequestType, ...]
    refusing: tuple[Rule, ...]


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
    for idle in found.idle:
        if not idle.in_reserve and not idle.kept:
            yield idle.rule, "it changes no decision: take it out, or say in @kept why it stands nevertheless"
    for never in found.never:
        if not never.permit.notes.get("kept"):
            refused = " or ".join(f"{rule.id} refuses: “{rule.says}”" for rule in never.refusing)
            why = refused or "what it asks for is never so"
            yield never.permit, f"it can never permit {', '.join(map(str, never.kinds))}, because {why}"
    for rule in found.needlessly_kept:
        yield rule, "@kept says why it stands although it changes nothing, but it does change decisions"


def _look_at_permit(rule: Rule, weighing: Weighing, seen: _Seen) -> None:
    if not weighing.may_be(rule.condition, weighing.refused_by_none):
        seen.never.append(Never(rule, weighing.kinds, _refusing(rule, weighing)))
        return
    others = (weighing.unless(other) for other in weighing.permits if other is not rule)
    seen.changes = seen.changes or weighing.may_be(rule.condition, weighing.refused_by_none, *others)


def _refusing(permit: Rule, weighing: Weighing) -> tuple[Rule, ...]:
    """As few forbids as can be found of which one always holds where the permit does."""
    refusing = list(weighing.forbids)
    for rule in weighing.forbids:
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
