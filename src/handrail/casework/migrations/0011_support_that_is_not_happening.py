"""Contacts recorded for support, who was told that it isn't happening, who carries on, and looking back.

A contact is seen by the organisation that recorded it, by the one that owns the support, and by the one that leads the
case: that somebody did not come is told to nobody else.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models

from handrail.gate.row_security import ACTING, RowSecurity


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0010_owners_say_they_cannot"),
        ("directory", "0002_row_security"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="carries_on",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
        ),
        migrations.AddField(
            model_name="supportaction",
            name="last_contact_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="supportaction",
            name="rungs_told",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="supportaction",
            name="started_on",
            field=models.DateField(null=True),
        ),
        migrations.CreateModel(
            name="LookBack",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("which", models.CharField(max_length=60)),
                ("finding", models.CharField(max_length=60)),
                ("words_sealed", models.BinaryField(default=b"")),
                ("recorded_by", models.UUIDField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="look_backs", to="casework.case"
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
            name="SupportContact",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("on", models.DateField()),
                ("result", models.CharField(max_length=60)),
                ("note_sealed", models.BinaryField(default=b"")),
                ("recorded_by", models.UUIDField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="casework.supportaction",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="casework.case"
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
        RowSecurity(
            "casework_lookback",
            using="EXISTS (SELECT 1 FROM casework_case WHERE casework_case.id = casework_lookback.case_id)",
        ),
        RowSecurity(
            "casework_supportcontact",
            using=f"organisation_id = {ACTING}"
            " OR EXISTS (SELECT 1 FROM casework_supportaction AS support"
            f" WHERE support.id = action_id AND support.owner_id = {ACTING})"
            f" OR EXISTS (SELECT 1 FROM casework_case AS led WHERE led.id = case_id AND led.organisation_id = {ACTING})",
        ),
    ]
