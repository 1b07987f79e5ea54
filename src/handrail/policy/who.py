"""The filter turned round: what is done, and to what, is known, and who does it is not.

The same conditions from which a list is filtered are folded with the record and the circumstances put in; what is left
reads only attributes of whoever comes, and becomes a filter over a table of principals.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from handrail.policy.columns import ColumnRef
from handrail.policy.compile_sql import NotFilterable, as_filter, check_filterable
from handrail.policy.rules import Rule
from handrail.policy.tree import (
    FALSE,
    TRUE,
    And,
    Attribute,
    Constant,
    Contains,
    ContainsAny,
    Expression,
    Known,
    Not,
    Or,
    attributes,
    fold,
    walk,
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way in: the rule that permits it, the circumstances (their places in the list given), and for whom.

    ``roles`` are those that the rule asks one of; none where it lets in whom the record itself names.
    """

    rule: str
    circumstances: tuple[int, ...]
    whom: Q
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stop:
    """A rule that refuses it in all the circumstances given, and to whom."""

    rule: str
    whom: Q


@dataclass(frozen=True, slots=True)
class Who:
    """Who could do one thing to one record: ``anyone``, by which ways, and whom a rule stops.

    No way at all means nobody; ``anyone`` is then of no use.
    """

    anyone: Q
    ways: tuple[Way, ...]
    stops: tuple[Stop, ...]


def who(
    rules: Sequence[Rule],
    known: Known,
    circumstances: Sequence[Known],
    columns: Mapping[str, ColumnRef],
    *,
    given: Expression = TRUE,
) -> Who:
    """Who could do what these rules rule on, with what is ``known`` of the record and of whoever comes.

    ``columns`` are those of the principal's attributes that are not known; ``given`` is what must hold besides, in the
    same circumstances.
    """
    left = {rule.id: fold(rule.condition, known) for rule in rules}  # what the circumstances decide is little
    permits, forbids = ([rule for rule in rules if rule.effect == effect] for effect in ("permit", "forbid"))
    given = fold(given, known)
    found: dict[tuple[str, Expression], list[int]] = {}
    roles: dict[str, frozenset[str]] = {}
    for place, now in enumerate(circumstances):
        let_be = fold(And((given, *(Not(left[rule.id]) for rule in forbids))), now)
        for rule in permits:
            whom = fold(And((left[rule.id], let_be)), now)
            if whom != FALSE:
                found.setdefault((rule.id, whom), []).append(place)
                roles[rule.id] = roles.get(rule.id, frozenset()) | _roles(fold(left[rule.id], now))
    ways = tuple(
        Way(rule, tuple(places), as_filter(whom, columns), roles[rule]) for (rule, whom), places in found.items()
    )
    stops = tuple(
        Stop(rule.id, as_filter(whom, columns))
        for rule in forbids
        if (whom := _always(left[rule.id], circumstances)) != FALSE
    )
    return Who(as_filter(Or(tuple(whom for _, whom in found)), columns), ways, stops)


def check_askable(rule: Rule, types: Mapping[str, str], known: Iterable[str], columns: Iterable[str]) -> None:
    """Raise PolicyFault, naming the line, unless a table of principals can say whom ``rule`` permits or refuses.

    ``types`` are the Cedar types of the principal's attributes; each that is not ``known`` must have a column.
    """
    for name in sorted(attributes(rule.condition, "principal") - {*known, *columns}):
        raise rule.fault(f"principal.{name} has no column to filter by", f"principal.{name}")
    try:
        check_filterable(rule.condition, types, "principal")
    except NotFilterable as problem:
        raise rule.fault(str(problem), problem.needle) from problem


def _roles(condition: Expression) -> frozenset[str]:
    """The roles that a permit asks for."""
    named: set[str] = set()
    for part in walk(condition):
        match part:
            case Contains(Attribute("principal", "roles"), Constant(str(role))):
                named.add(role)
            case ContainsAny(Attribute("principal", "roles"), Constant(frozenset() as listed)):
                named |= listed
    return frozenset(named)


def _always(condition: Expression, circumstances: Sequence[Known]) -> Expression:
    """Of whom a condition holds in all the circumstances."""
    return fold(And(tuple(fold(condition, now) for now in circumstances)), {})
