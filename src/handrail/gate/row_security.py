"""Row-level security by organisation: the second wall behind policy.

The gate says for each transaction which organisation acts; the database then shows, and takes, only that
organisation's rows. FORCE binds the tables' owner too. What was said counts in its own transaction and in no other,
however it was said (``handrail_say`` and ``handrail_said``, made by the ledger's migrations). Without an acting
organisation the SQL function ``handrail_organisation()`` raises: nobody ever gets "everything" by forgetting to say who
they are.
"""

from uuid import UUID

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

#: The acting organisation, looked up once per statement rather than once per row.
ACTING = "(SELECT handrail_organisation())"

#: The usual rule: a row belongs to the organisation that it names.
OWN = f"organisation_id = {ACTING}"


def set_acting_organisation(organisation: UUID, *, oversight: bool = False) -> None:
    """Tell the database for whom the current transaction acts. Lasts until the transaction ends."""
    if not connection.in_atomic_block:
        raise RuntimeError("What is said outside a transaction is forgotten at once: open the transaction first.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT handrail_say('organisation', %s), handrail_say('oversight', %s)",
            [str(organisation), "on" if oversight else "off"],
        )


class RowSecurity(Operation):
    """A migration operation: put ``table`` behind one row-security policy, and take it away again in reverse.

    ``using`` says which rows are seen and may be changed, ``check`` which rows may be written (the same rule, if not
    given). Both are SQL conditions over the table's columns.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, using: str = OWN, check: str | None = None) -> None:
        self.table = table
        self.using = using
        self.check = check or using

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (
            type(self).__qualname__,
            [self.table],
            {"using": self.using, "check": self.check},
        )

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Row security is no part of Django's picture of the models."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = schema_editor.quote_name(self.table)
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        schema_editor.execute(
            f"CREATE POLICY by_organisation ON {table} USING ({self.using}) WITH CHECK ({self.check})"
        )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = schema_editor.quote_name(self.table)
        schema_editor.execute(f"DROP POLICY by_organisation ON {table}")
        schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")

    def describe(self) -> str:
        return f"Show {self.table} only to the organisations it belongs to"
