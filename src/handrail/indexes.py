"""Indexes on tables that are worked on: built meanwhile, and built again where that was broken off."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

#: Whether the index of that name is there, and whether it was finished.
_STANDS = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)"


class IndexBuiltMeanwhile(AddIndexConcurrently):
    """A migration operation: build an index without holding up those who write, and without a transaction around it.

    Without one, a build that is broken off leaves what it had of the index, and whatever the migration had built before
    it; the migration is then begun again from its start. What is finished is left alone, and what isn't built anew.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(_STANDS, [self.index.name])
            found = cursor.fetchone()
        if found == (True,):
            return
        if found:
            model = from_state.apps.get_model(app_label, self.model_name)
            schema_editor.remove_index(model, self.index, concurrently=True)  # type: ignore[call-arg]
        super().database_forwards(app_label, schema_editor, from_state, to_state)
