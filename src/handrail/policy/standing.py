"""How a rule stands for somebody before the record is looked at, and what about them or their purpose would change it.

Nothing here is given a record. Whatever is said from it (the page that explains a decision, the command for operators)
says nothing of a record beyond which rules refused, and that its reader has been told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from handrail.policy.entities import Value
from handrail.policy.rules import Rule
from handrail.policy.tree import (
    FALSE,
    TRUE,
    Attribute,
    Constant,
    Expression,
    Known,
    fold,
    parts,
    walk,
)

#: ``holds`` and ``fails`` whatever the record; else it depends on the record.
Outcome = Literal["holds", "fails", "depends"]
#: What could be otherwise: they hold a role, or don't; come for another purpose; are trained; are cleared.
Otherwise = Literal["with_role", "without_role", "purpose", "training", "clearance"]

_ROLES, _TRAINED = Attribute("principal", "roles"), Attribute("principal", "training_until")
_CLEARED = Attribute("principal", "clearance")
_PURPOSE, _REGIME, _TODAY = (Attribute("context", name) for name in ("purpose", "regime", "today"))

#: The highest clearance: OFFICIAL with SENSITIVE.
_CLEARED_FOR_ALL = 2


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that could be otherwise; ``code`` is the role or the purpose."""

    what: Otherwise
    code: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one rule stands for somebody.

    ``changes``: for a permit that fails, each that alone could let it hold; for a forbid that holds or may hold, each
    that alone would stop it for certain.
    """

    rule: str
    effect: Literal["permit", "forbid"]
    outcome: Outcome
    changes: tuple[Change, ...]


def standing(rule: Rule, known: Known, purposes: Mapping[str, str]) -> Standing:
    """How ``rule`` stands with this ``known`` of a member and of why they come.

    ``purposes`` are those that they may have, each with its regime.
    """
    left = fold(rule.condition, known)
    wanted = [
        change for change in _possible(rule.condition, known, purposes) if _helps(rule, left, change, known, purposes)
    ]
    return Standing(rule.id, rule.effect, _outcome(left), tuple(wanted))


def _outcome(left: Expression) -> Outcome:
    return "holds" if left == TRUE else "fails" if left == FALSE else "depends"


def _helps(rule: Rule, left: Expression, change: Change, known: Known, purposes: Mapping[str, str]) -> bool:
    after = fold(rule.condition, {**known, **_with(change, known, purposes)})
    return left == FALSE != after if rule.effect == "permit" else left != FALSE == after


def _possible(condition: Expression, known: Known, purposes: Mapping[str, str]) -> Iterator[Change]:
    """What could be otherwise of what the condition asks about."""
    asked = {each for each in walk(condition) if isinstance(each, Attribute)}
    held = known[_ROLES]
    if _ROLES in asked and isinstance(held, frozenset):
        for role in sorted(_roles(condition)):
            yield Change("without_role" if role in held else "with_role", role)
    if _PURPOSE in asked or _REGIME in asked:
        for purpose in purposes:
            if purpose != known[_PURPOSE]:
                yield Change("purpose", purpose)
    if _TRAINED in asked:
        yield Change("training")
    if _CLEARED in asked:
        yield Change("clearance")


def _with(change: Change, known: Known, purposes: Mapping[str, str]) -> dict[Attribute, Value]:
    """What is known once ``change`` is made."""
    held = known[_ROLES]
    roles = held if isinstance(held, frozenset) else frozenset[str]()
    match change.what:
        case "with_role":
            return {_ROLES: roles | {change.code}}
        case "without_role":
            return {_ROLES: roles - {change.code}}
        case "purpose":
            return {_PURPOSE: change.code, _REGIME: purposes[change.code]}
        case "training":
            return {_TRAINED: known[_TODAY]}
        case "clearance":
            return {_CLEARED: _CLEARED_FOR_ALL}


def _roles(condition: Expression) -> frozenset[str]:
    """The roles that the condition names."""
    sides = [side for each in walk(condition) if _ROLES in parts(each) for side in parts(each)]
    named = [side.value for side in sides if isinstance(side, Constant)]
    return frozenset(role for value in named for role in (value if isinstance(value, frozenset) else (str(value),)))
