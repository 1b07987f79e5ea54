"""From a condition to the filter of a list: the same rules, asked of a whole table at once.

Columns are never NULL (see ``columns``), so that SQL's three-valued logic is Cedar's two-valued one.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, IntegerField, Q, Transform

from handrail.policy.cheapest import cheapest_first
from handrail.policy.columns import LONGEST_IN_SET, ColumnRef, as_date
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
    Not,
    Or,
    SetOf,
    Whose,
    attributes,
    parts,
)

Columns = Mapping[str, ColumnRef]


@ArrayField.register_lookup
class Cardinality(Transform):
    """How many are in an array: what a filter asks of a set that could be empty.

    Behind row security PostgreSQL may estimate a comparison of numbers, and not one of arrays (``= '{}'``).
    """

    lookup_name = "cardinality"
    function = "cardinality"
    output_field = IntegerField()


_NOTHING = Q(pk__in=())

#: The lookup that says the same with the two sides exchanged.
_LOOKUPS = {"less": ("lt", "gt"), "less_eq": ("lte", "gte")}


class NotFilterable(Exception):
    """A condition that a database column can't answer. ``needle`` is where it stands in the text."""

    def __init__(self, problem: str, needle: str) -> None:
        super().__init__(problem)
        self.needle = needle


def check_filterable(expression: Expression, types: Mapping[str, str], whose: Whose = "resource") -> None:
    """Raise :class:`NotFilterable` if, the others known, ``expression`` could become a filter that can't be written.

    ``types`` are the Cedar types of the attributes that are columns: those of the resource where records are listed,
    those of the principal where it is asked who could do something.
    """
    for part in parts(expression):
        check_filterable(part, types, whose)
    match expression:
        case SetOf() if attributes(expression, whose):
            raise NotFilterable("a set made of columns can't be filtered by", "[")
        case Contains(Attribute(one), Attribute(other) as element) if one == other == whose:
            raise NotFilterable("a column in another column can't be filtered by", str(element))
        case Compare(_, left, right) if any(
            attributes(side, whose) and not isinstance(side, Attribute) for side in (left, right)
        ):
            raise NotFilterable("a comparison of anything but a column can't be filtered by", "")
        case Compare("eq", left, right):
            for side in (left, right):
                if isinstance(side, Attribute) and side.whose == whose and types[side.name] == "Set<String>":
                    raise NotFilterable("sets are compared by containsAll, not by ==", side.name)


def as_filter(expression: Expression, columns: Columns) -> Q:
    """The Django filter of a folded condition (constants and attributes of the resource only)."""
    return _as_filter(cheapest_first(expression), columns)


def _as_filter(expression: Expression, columns: Columns) -> Q:
    match expression:
        case Constant(value):
            found = Q() if value else _NOTHING
        case Attribute(_, name):
            found = Q(**{columns[name].path: True})
        case Not(of):
            found = ~_as_filter(of, columns)
        case And(of):
            found = Q(*(_as_filter(each, columns) for each in of))
        case Or(of):
            found = Q(*(_as_filter(each, columns) for each in of), _connector=Q.OR)
        case _:
            found = Q(**dict([_lookup(expression, columns)]))
    return found


def _lookup(expression: Expression, columns: Columns) -> tuple[str, Any]:
    """One comparison as Django writes it: the path with its lookup, and the other side."""
    match expression:
        case Compare("eq", Attribute() as column, other) | Compare("eq", other, Attribute() as column):
            return columns[column.name].path, _value(column, other, columns)
        case Compare(how, Attribute() as column, other):
            return f"{columns[column.name].path}__{_LOOKUPS[how][0]}", _value(column, other, columns)
        case Compare(how, other, Attribute() as column):
            return f"{columns[column.name].path}__{_LOOKUPS[how][1]}", _value(column, other, columns)
        case IsEmpty(Attribute(_, name)):
            return f"{columns[name].path}__cardinality", 0
        case _:
            return _membership(expression, columns)


def _membership(expression: Expression, columns: Columns) -> tuple[str, Any]:
    match expression:
        case Contains(Attribute(_, name), Constant(str(value))):
            return f"{columns[name].path}__contains", _strings((value,))
        case Contains(Constant(frozenset() as values), Attribute(_, name)):
            return f"{columns[name].path}__in", sorted(values)
        case ContainsAll(Attribute(_, name), elements):
            return f"{columns[name].path}__contains", _members(elements, columns)
        case ContainsAll(Constant() as whole, Attribute(_, name)):
            return f"{columns[name].path}__contained_by", _members(whole, columns)
        case ContainsAny(Attribute(_, name), other) | ContainsAny(other, Attribute(_, name)):
            return f"{columns[name].path}__overlap", _members(other, columns)
        case _:
            raise NotFilterable(f"{type(expression).__name__} can't be filtered by", "")


def _value(column: Attribute, other: Expression, columns: Columns) -> Any:
    """The other side of a comparison with a column: another column of the same kind, or a value as it is kept."""
    kind = columns[column.name].kind
    match other:
        case Attribute(_, name) if columns[name].kind == kind:
            return F(columns[name].path)
        case Constant(int(day)) if kind == "day":
            return as_date(day)
        case Constant(value):
            return value
        case _:
            raise NotFilterable(f"{column} can't be compared with {other} in a database", str(column))


def _members(other: Expression, columns: Columns) -> Any:
    """The other side of a comparison of sets: another column, or the strings of a constant."""
    match other:
        case Attribute(_, name):
            return F(columns[name].path)
        case Constant(frozenset() as values):
            return _strings(values)
        case _:
            raise NotFilterable(f"a set can't be compared with {type(other).__name__} in a database", "")


def _strings(values: Iterable[str]) -> list[str]:
    listed = sorted(values)
    if any(len(value) > LONGEST_IN_SET for value in listed):
        raise NotFilterable(f"no value in a set is longer than {LONGEST_IN_SET} characters", "")
    return listed
