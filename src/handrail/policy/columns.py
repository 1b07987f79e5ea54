"""The columns that a policy's attributes are kept in, and whether they can be trusted to answer like Cedar does."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import models

ColumnKind = Literal["string", "long", "day", "bool", "set"]

#: The Cedar type of each kind of column.
CEDAR_TYPE = {"string": "String", "long": "Long", "day": "Long", "bool": "Bool", "set": "Set<String>"}

#: PostgreSQL cuts a value silently when it casts it to an array of shorter strings: an array column must take at
#: least this many characters, and no longer value is ever looked for in one. It is the length of a UUID.
LONGEST_IN_SET = 36

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class ColumnRef:
    """Where an attribute is kept: a Django path from the model (``centre__ends_on``), and what kind of column it is.

    ``kind``: ``string`` (text, codes and UUIDs), ``long`` (whole numbers), ``day`` (dates, which policy counts in days
    from 1 January 1970), ``bool``, or ``set`` (a PostgreSQL array of strings or UUIDs). Never NULL.
    """

    path: str
    kind: str


def as_date(day: int) -> date:
    """The date of a day number. Raises OverflowError outside the years 1 to 9999."""
    return _EPOCH + timedelta(days=day)


def column_fault(model: type[models.Model], column: ColumnRef, cedar_type: str) -> str:
    """What stops ``column`` of ``model`` from answering for an attribute of ``cedar_type``; "" if nothing does."""
    if CEDAR_TYPE.get(column.kind) != cedar_type:
        return f"the column {column.path} is given as {column.kind}, but the schema says {cedar_type}"
    try:
        steps = field_path(model, column.path)
    except FieldDoesNotExist:
        return f"{model.__name__} has no column {column.path}"
    for step in steps:
        if step.null:
            return f"{step.model.__name__}.{step.name} may be NULL"
    if not _is_kind(steps[-1], column.kind):
        return f"{model.__name__}.{column.path} is not a {column.kind} column that Handrail can filter by"
    return ""


def field_path(model: type[models.Model], path: str) -> tuple["models.Field[Any, Any]", ...]:
    """The fields along a Django path; raises FieldDoesNotExist if it isn't one of forward keys ending in a column."""
    steps: list[models.Field[Any, Any]] = []
    owner: type[models.Model] | None = model
    for name in path.split("__"):
        if owner is None:
            raise FieldDoesNotExist(path)
        field = owner._meta.pk if name == "pk" else owner._meta.get_field(name)
        if not isinstance(field, models.Field):
            raise FieldDoesNotExist(path)
        steps.append(field)
        related = isinstance(field, models.ForeignKey) and name != field.attname
        owner = field.related_model if related and isinstance(field.related_model, type) else None
    return tuple(steps)


def holds_uuids(model: type[models.Model], path: str) -> bool:
    """Whether the column at ``path`` keeps UUIDs (or an array of them)."""
    field = value_field(field_path(model, path)[-1])
    return isinstance(field.base_field if isinstance(field, ArrayField) else field, models.UUIDField)


def value_field(field: "models.Field[Any, Any]") -> "models.Field[Any, Any]":
    """The field that says what a column holds: for a foreign key, the key it points to."""
    return value_field(field.target_field) if isinstance(field, models.ForeignKey) else field


def _is_kind(field: "models.Field[Any, Any]", kind: str) -> bool:
    value = value_field(field)
    match kind:
        case "string":
            return isinstance(value, models.CharField | models.TextField | models.UUIDField)
        case "long":
            return isinstance(value, models.IntegerField)
        case "day":
            return isinstance(value, models.DateField) and not isinstance(value, models.DateTimeField)
        case "bool":
            return isinstance(value, models.BooleanField)
        case "set":
            return isinstance(value, ArrayField) and _holds_whole_strings(value.base_field)
        case _:
            return False


def _holds_whole_strings(field: "models.Field[Any, Any]") -> bool:
    if isinstance(field, models.UUIDField):
        return True
    if isinstance(field, models.CharField):
        return field.max_length is None or field.max_length >= LONGEST_IN_SET
    return isinstance(field, models.TextField)
