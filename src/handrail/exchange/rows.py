"""Many rows of one table, gathered column by column and written in one statement.

Django's own way makes an object of each row and a parameter of each value: for an import, four fifths of its time.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Field, Model


class Rows:
    """Rows to be written to the table of ``model``: ``alike`` has the columns in which all of them are the same.

    A column that is named in neither place takes its default, which must then be a plain value.
    """

    def __init__(self, model: type[Model], **alike: Any) -> None:
        self._model = model
        self._fields: dict[str, Field[Any, Any]] = {field.attname: field for field in model._meta.concrete_fields}
        self._alike = alike
        self._columns: dict[str, list[Any]] = {}

    def add(self, **values: Any) -> None:
        """Add a row. Every row names the same columns."""
        if not self._columns:
            self._columns = {name: [] for name in values}
        for name, column in self._columns.items():
            column.append(values[name])

    def write(self) -> None:
        """Insert the rows, in the caller's transaction."""
        if not self._columns:
            return
        defaults = {
            name: field.get_default()
            for name, field in self._fields.items()
            if name not in self._columns and name not in self._alike
        }
        same = defaults | self._alike
        into = [self._quoted(name) for name in (*same, *self._columns)]
        values = [f"%s::{self._type(name)}" for name in same]
        values += [f"given.{self._quoted(name)}::{self._type(name)}" for name in self._columns]
        arrays = [f"%s::{self._element(name)}[]" for name in self._columns]
        named = [self._quoted(name) for name in self._columns]
        table = connection.ops.quote_name(self._model._meta.db_table)
        statement = (
            f"INSERT INTO {table} ({', '.join(into)}) SELECT {', '.join(values)} "  # noqa: S608 (names of our tables)
            f"FROM unnest({', '.join(arrays)}) AS given ({', '.join(named)})"
        )
        parameters = [*same.values(), *(self._given(name, column) for name, column in self._columns.items())]
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)

    def _quoted(self, name: str) -> str:
        return connection.ops.quote_name(str(self._fields[name].column))

    def _type(self, name: str) -> str:
        """What the value is given as. As plain text, so that one which is too long is an error and not cut short."""
        kind = str(self._fields[name].db_type(connection))
        return "text[]" if kind.startswith("varchar") and kind.endswith("[]") else _plain(kind)

    def _element(self, name: str) -> str:
        """What stands in the array of a column; an array of arrays must be rectangular, so those travel as text."""
        return "text" if isinstance(self._fields[name], ArrayField) else self._type(name)

    def _given(self, name: str, column: list[Any]) -> list[Any]:
        if isinstance(self._fields[name], ArrayField):
            return [_as_text(each) for each in column]
        return column


def _plain(kind: str) -> str:
    return "text" if kind.startswith("varchar") else kind


def _as_text(values: Iterable[Any]) -> str:
    """An array of ids or codes as PostgreSQL writes it."""
    return f"{{{','.join(str(value) for value in values)}}}"
