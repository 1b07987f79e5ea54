"""PostgreSQL's 64-bit transaction id as a model field."""

from typing import Any

from django.db.models import BigIntegerField
from django.db.models.expressions import Func


class TransactionIdField(BigIntegerField):  # type: ignore[type-arg]  # generic in the stubs only
    """A column of type ``xid8``: the transaction that wrote the row, in the order in which transactions began."""

    description = "PostgreSQL transaction id"

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> int | None:
        return None if value is None else int(value)


class CurrentTransactionId(Func):
    """The id of the transaction that runs the statement, savepoints or not."""

    function = "pg_current_xact_id"
    arity = 0
    output_field = TransactionIdField()
