"""Row-level security by organisation: the second wall behind policy.

The gate says for each transaction which organisation acts; the database then shows, and takes, only that
organisation's rows. FORCE binds the tables' owner too. What was said counts in its own transaction and in no other,
however it was said (``handrail_say`` and ``handrail_said``, made by the ledger's migrations). Without an acting
organisation the SQL function ``handrail_organisation()`` raises: nobody ever gets "everything" by forgetting to say who
they are.
"""

from collections.abc import Mapping
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


class _OnOneTable(Operation):
    """A migration operation that is a few statements about one table, and those that take them back."""

    reversible = True
    reduces_to_sql = True

    table: str

    def statements(self) -> tuple[str, ...]:
        """What is done."""
        raise NotImplementedError

    def taken_back(self) -> tuple[str, ...]:
        """What undoes it."""
        raise NotImplementedError

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Row security is no part of Django's picture of the models."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for statement in self.statements():
            schema_editor.execute(statement)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for statement in self.taken_back():
            schema_editor.execute(statement)


class RowSecurity(_OnOneTable):
    """A migration operation: put ``table`` behind one row-security policy, and take it away again in reverse.

    ``using`` says which rows are seen and may be changed, ``check`` which rows may be written (the same rule, if not
    given). Both are SQL conditions over the table's columns.
    """

    def __init__(self, table: str, using: str = OWN, check: str | None = None) -> None:
        self.table = table
        self.using = using
        self.check = check or using

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return type(self).__qualname__, [self.table], {"using": self.using, "check": self.check}

    def statements(self) -> tuple[str, ...]:
        return (
            f"ALTER TABLE {self.table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {self.table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY by_organisation ON {self.table} USING ({self.using}) WITH CHECK ({self.check})",
        )

    def taken_back(self) -> tuple[str, ...]:
        return (
            f"DROP POLICY by_organisation ON {self.table}",
            f"ALTER TABLE {self.table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {self.table} DISABLE ROW LEVEL SECURITY",
        )

    def describe(self) -> str:
        return f"Show {self.table} only to the organisations it belongs to"


class AddedBy(_OnOneTable):
    """A migration operation: let nobody add a row to ``table`` but the organisation that ``column`` names.

    For rows that belong to several: without this, one of them could add a row in another's name, and learn from a
    unique key whether the other has one like it.
    """

    def __init__(self, table: str, column: str = "organisation_id") -> None:
        self.table = table
        self.column = column

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return type(self).__qualname__, [self.table, self.column], {}

    def statements(self) -> tuple[str, ...]:
        own = f"{self.column} = {ACTING}"
        return (f"CREATE POLICY added_by ON {self.table} AS RESTRICTIVE FOR INSERT WITH CHECK ({own})",)

    def taken_back(self) -> tuple[str, ...]:
        return (f"DROP POLICY added_by ON {self.table}",)

    def describe(self) -> str:
        return f"Let nobody add to {self.table} in another organisation's name"


class RefersToWhatIsSeen(_OnOneTable):
    """A migration operation: let a row of ``table`` refer only to rows that whoever writes it is shown.

    A foreign key is checked past row security: without this, a row could hang itself on another organisation's record,
    and what came of the attempt would tell whether that record exists, or, where the key is unique, whether somebody
    refers to it already. ``parents`` names the table that each column refers to, by its ``id``; with ``own`` the row
    there must be the acting organisation's own, for tables that everybody reads. A key that stands is left alone: its
    writer may since have left the team whose case it refers to.
    """

    def __init__(self, table: str, parents: Mapping[str, str], *, own: bool = False) -> None:
        self.table = table
        self.parents = dict(parents)
        self.own = own

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return type(self).__qualname__, [self.table, self.parents], {"own": self.own}

    def statements(self) -> tuple[str, ...]:
        shown = {column: self._shown(parent) for column, parent in self.parents.items()}
        seen = " AND ".join(
            f"({column} IS NULL OR EXISTS (SELECT 1 FROM {rows} AND parent.id = {self.table}.{column}))"  # noqa: S608
            for column, rows in shown.items()
        )
        changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in shown)
        asked = ", ".join(f"'{column}', '{rows}'" for column, rows in shown.items())
        look = f"FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION handrail_refers_to_what_is_seen({asked})"
        return (
            f"CREATE POLICY refers_to ON {self.table} AS RESTRICTIVE FOR INSERT WITH CHECK ({seen})",
            f"CREATE TRIGGER refers_to BEFORE UPDATE ON {self.table} {look}",
        )

    def taken_back(self) -> tuple[str, ...]:
        return (f"DROP TRIGGER refers_to ON {self.table}", f"DROP POLICY refers_to ON {self.table}")

    def describe(self) -> str:
        return f"Let {self.table} refer only to what its writer is shown"

    def _shown(self, parent: str) -> str:
        """The rows of ``parent`` that may be referred to, as a FROM clause that goes on with AND."""
        own = "parent.organisation_id = handrail_organisation()" if self.own else "true"
        return f"{parent} AS parent WHERE {own}"
