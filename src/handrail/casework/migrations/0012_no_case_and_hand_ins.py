"""That no case is opened, and nominations handed in to a case that is open already.

The first is read by the organisation that decided. A hand-in is seen by the organisation that handed in and by the one
that leads the case, and by nobody else in its team.
"""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from handrail.gate.row_security import ACTING, RowSecurity


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0011_support_that_is_not_happening"),
        ("directory", "0002_row_security"),
        ("sharing", "0007_what_became_of_a_nomination"),
    ]

    operations = [
        migrations.CreateModel(
            name="NoCase",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("programme", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=60)),
                ("words_sealed", models.BinaryField(default=b"")),
                ("decided_by", models.UUIDField()),
                ("decided_at", models.DateTimeField()),
                (
                    "disclosure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.disclosure"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HandIn",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("ground", models.CharField(max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "Waiting for the panel"),
                            ("accepted", "Handed in"),
                            ("refused", "Refused"),
                            ("taken_back", "Taken back"),
                            ("undone", "Taken out again"),
                        ],
                        default="offered",
                        max_length=10,
                    ),
                ),
                ("offered_by", models.UUIDField()),
                ("offered_at", models.DateTimeField()),
                ("answered_by", models.UUIDField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(default="", max_length=60)),
                ("ended_by", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hand_ins", to="casework.case"
                    ),
                ),
                (
                    "disclosure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.disclosure"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "person_id"], name="handed_in_by_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("offered", "accepted"))),
                        fields=("disclosure",),
                        name="handed_in_to_one_case",
                    )
                ],
            },
        ),
        RowSecurity("casework_nocase"),
        RowSecurity(
            "casework_handin",
            using=f"organisation_id = {ACTING}"
            f" OR EXISTS (SELECT 1 FROM casework_case AS led WHERE led.id = case_id AND led.organisation_id = {ACTING})",
        ),
    ]
