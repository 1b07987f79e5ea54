"""What a nomination file brings stays hidden until all of it is there.

Drafts of a file are written in short transactions, so that the ledger is not held up, and must yet appear all at once
or never. Each row names the import that brought it, and row security hides the rows of imports that are not finished:
from lists, counts, searches, and from code that has never heard of imports. Publishing changes one row, however long
the file.

The list of unfinished imports is looked up once for each statement, and is almost always empty.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from handrail.gate.row_security import OWN, RowSecurity

# The import at work (``handrail.import``, set for one transaction) sees what it has written so far.
UNFINISHED = """
CREATE FUNCTION handrail_unfinished_imports() RETURNS uuid[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(id), '{}') FROM sharing_nominationimport
    WHERE state = 'staging' AND id::text <> coalesce(current_setting('handrail.import', true), '')
$$
"""
ARRIVED = f"{OWN} AND brought_by <> ALL ((SELECT handrail_unfinished_imports())::uuid[])"


def shown_when_it_has_arrived(table: str) -> migrations.RunSQL:
    """Show the rows of ``table`` to their organisation, but for those that an unfinished import brought."""
    policy = f"ALTER POLICY by_organisation ON {table}"
    return migrations.RunSQL(
        f"{policy} USING ({ARRIVED}) WITH CHECK ({ARRIVED})", f"{policy} USING ({OWN}) WITH CHECK ({OWN})"
    )


def brought_by(model: str) -> migrations.AddField:
    return migrations.AddField(model, "brought_by", models.UUIDField(default=uuid.UUID(int=0), editable=False))


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_row_security"), ("sharing", "0002_row_security")]

    operations = [
        migrations.CreateModel(
            name="NominationImport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("staging", "Being written"),
                            ("published", "Brought in"),
                            ("cleared", "Not finished, and cleared away"),
                        ],
                        default="staging",
                        max_length=12,
                    ),
                ),
                ("nominations", models.PositiveIntegerField(help_text="How many new drafts it is to bring.")),
                ("begun_by", models.UUIDField()),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "centre",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="directory.centre"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="directory.organisation"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "staging")),
                        fields=("organisation",),
                        name="one_import_at_a_time",
                    )
                ]
            },
        ),
        RowSecurity("sharing_nominationimport"),
        migrations.RunSQL(UNFINISHED, "DROP FUNCTION handrail_unfinished_imports()"),
        brought_by("holding"),
        brought_by("personrecord"),
        brought_by("sharingdecision"),
        shown_when_it_has_arrived("sharing_holding"),
        shown_when_it_has_arrived("sharing_personrecord"),
        shown_when_it_has_arrived("sharing_sharingdecision"),
    ]
