import uuid

from django.db import migrations, models

from handrail.gate import FAR_FUTURE_MOMENT
from handrail.gate.row_security import RowSecurity


class Migration(migrations.Migration):
    initial = True

    # The ledger's first migration makes handrail_organisation(), by which row security knows who is acting.
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="DrawsOn",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField()),
                ("derived_kind", models.CharField(max_length=40)),
                ("derived_id", models.UUIDField()),
                ("item", models.UUIDField()),
                ("originator_id", models.UUIDField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("leaning", "Leans on it"),
                            ("to_review", "To be looked at again"),
                            ("reviewed", "Looked at again"),
                        ],
                        default="leaning",
                        max_length=10,
                    ),
                ),
                ("why", models.CharField(default="", max_length=60)),
                ("marked_at", models.DateTimeField(default=FAR_FUTURE_MOMENT)),
                ("reviewed_at", models.DateTimeField(default=FAR_FUTURE_MOMENT)),
                ("reviewed_by", models.UUIDField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["organisation_id", "item"], name="provenance_by_item")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "derived_id", "derived_kind", "item"), name="provenance_source_once"
                    )
                ],
            },
        ),
        RowSecurity("provenance_drawson"),
    ]
