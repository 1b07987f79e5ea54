"""What policy sees of a record: one table of attributes, used both to decide on one record and to filter many.

Because the same :class:`Column` yields the value of an instance and the column of the SQL filter, a list and the
page behind it cannot disagree.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet, Subquery

from handrail.gate.clock import day_number
from handrail.policy import ColumnRef, Engine, Entity

M = TypeVar("M", bound=Model)

AttributeValue = str | int | bool | frozenset[str]


@dataclass(frozen=True, slots=True)
class Column:
    """An attribute that is a column, reached from the record by a Django path (``centre__ends_on``). Never NULL."""

    path: str
    kind: str

    def of(self, record: Model) -> AttributeValue:
        """The attribute's value for ``record``."""
        value: Any = record
        for step in self.path.split("__"):
            value = getattr(value, step)
        return as_attribute(value)


def text(path: str) -> Column:
    """A column that policy reads as a string (a code or an id)."""
    return Column(path, "string")


def number(path: str) -> Column:
    """A column that policy reads as a whole number."""
    return Column(path, "long")


def day(path: str) -> Column:
    """A date column; policy reads it as days since 1 January 1970."""
    return Column(path, "day")


def flag(path: str) -> Column:
    """A true-or-false column."""
    return Column(path, "bool")


def many(path: str) -> Column:
    """An array column; policy reads it as a set of strings."""
    return Column(path, "set")


@dataclass(frozen=True, slots=True)
class Computed(Generic[M]):
    """An attribute worked out for one record. A rule that a list is filtered by cannot use it."""

    of: Callable[[M], AttributeValue]


@dataclass(frozen=True, slots=True)
class FetchedAlong:
    """An attribute from other rows than the record's own, in the statement that fetches the record.

    Looked up in a statement of its own, it would cost more for a record that is hidden than for one that is not there,
    and time would tell the two apart. A rule that a list is filtered by cannot use it.
    """

    value: Subquery


def as_attribute(value: Any) -> AttributeValue:
    """A Python value as policy reads it. Raises TypeError for one that policy has no form for (None above all)."""
    if isinstance(value, Enum):  # a choice on a record that was not read from the database yet
        value = value.value
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return day_number(value)
    if isinstance(value, list | tuple | set | frozenset):
        return frozenset(str(each) for each in value)
    raise TypeError(f"Policy cannot read a {type(value).__name__}.")


@dataclass(frozen=True)
class ResourceType(Generic[M]):
    """A kind of record that policy rules on.

    ``name`` is the Cedar entity type, ``key`` the keyword by which actions and queries name the record, and ``see``
    the Cedar action that says who may know that it exists. ``related`` are foreign keys to fetch with it, ``lists`` the
    actions besides ``see`` that lists of it are filtered by.
    """

    name: str
    model: type[M]
    key: str
    see: str
    attributes: Mapping[str, Column | Computed[M] | FetchedAlong]
    related: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()

    def rows(self) -> QuerySet[M]:
        """Its records, each with all that policy sees of it, as far as row security shows them."""
        along = {name: each.value for name, each in self.attributes.items() if isinstance(each, FetchedAlong)}
        rows = self.model._default_manager.select_related(*self.related or (None,))
        return rows.annotate(**along) if along else rows

    def entity(self, record: M) -> Entity:
        """The record as policy sees it. It has with it what :meth:`rows` fetches along."""
        values = {
            name: as_attribute(getattr(record, name)) if isinstance(attribute, FetchedAlong) else attribute.of(record)
            for name, attribute in self.attributes.items()
        }
        return Entity(self.name, str(record.pk), values)

    def columns(self) -> dict[str, ColumnRef]:
        """The attributes that a list can be filtered by."""
        return {
            name: ColumnRef(attribute.path, attribute.kind)
            for name, attribute in self.attributes.items()
            if isinstance(attribute, Column)
        }

    def check_lists(self, engine: Engine) -> None:
        """Raise PolicyFault, naming the rule's line, if one of the lists of it can't be filtered in the database."""
        for action in (self.see, *self.lists):
            engine.check(action=action, resource_type=self.name, columns=self.columns(), model=self.model)


def house(organisation: UUID) -> Entity:
    """What an action is decided on when there is no record yet: the actor's own organisation in Handrail."""
    return Entity("House", "handrail", {"organisation": str(organisation)})
