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
            name="Duty",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField()),
                ("programme", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=60)),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.UUIDField()),
                ("person_id", models.UUIDField(default=uuid.UUID(int=0))),
                ("person_reference", models.CharField(default="", max_length=12)),
                ("role", models.CharField(max_length=40)),
                ("owner_id", models.UUIDField(default=uuid.UUID(int=0))),
                ("raised_by", models.UUIDField()),
                ("raised_from", models.UUIDField(help_text="The organisation whose act made it due.")),
                ("raised_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("urgent", models.BooleanField()),
                ("climbed", models.PositiveSmallIntegerField(default=0)),
                ("reminded_at", models.DateTimeField(default=FAR_FUTURE_MOMENT)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("done", "Done"), ("cancelled", "No longer due")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(default=FAR_FUTURE_MOMENT)),
                ("ended_by", models.UUIDField(default=uuid.UUID(int=0))),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["organisation_id", "due_at"],
                        name="duties_open_by_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("organisation_id", "subject_id", "subject_kind", "kind", "role", "owner_id"),
                        name="duties_due_once",
                    )
                ],
            },
        ),
        RowSecurity("duties_duty"),
    ]
