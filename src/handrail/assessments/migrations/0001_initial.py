"""Assessments, the judgements in them, and what originators said to their wording."""

import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("casework", "0004_needs_end"),
        ("directory", "0002_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("instrument", models.CharField(max_length=60)),
                ("instrument_version", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("proposed", "Waiting for its originators"),
                            ("released", "Released"),
                            ("superseded", "Superseded by a later one"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("author", models.UUIDField(default=uuid.UUID("00000000-0000-0000-0000-000000000000"))),
                (
                    "took_part",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("person_part", models.CharField(default="", max_length=20)),
                (
                    "readers",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("started_by", models.UUIDField()),
                ("started_at", models.DateTimeField()),
                ("released_by", models.UUIDField(default=uuid.UUID("00000000-0000-0000-0000-000000000000"))),
                (
                    "released_at",
                    models.DateTimeField(default=datetime.datetime(9999, 12, 31, 12, 0, tzinfo=datetime.timezone.utc)),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="assessments", to="casework.case"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
                (
                    "started_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("factor", models.CharField(max_length=60)),
                ("edition", models.PositiveSmallIntegerField()),
                ("current", models.BooleanField(default=True)),
                ("released", models.BooleanField(default=False)),
                ("judgement_sealed", models.BinaryField()),
                ("judged_by", models.UUIDField()),
                ("judged_at", models.DateTimeField()),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="judgements",
                        to="assessments.assessment",
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
            name="Wording",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("assessment_id", models.UUIDField()),
                ("person_id", models.UUIDField()),
                ("reference", models.CharField(max_length=12)),
                ("programme", models.CharField(max_length=40)),
                ("marking", models.PositiveSmallIntegerField()),
                (
                    "readers",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                (
                    "judgements",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("agreed", "Agreed"),
                            ("refused", "Refused"),
                            ("taken_back", "No longer asked"),
                        ],
                        default="asked",
                        max_length=12,
                    ),
                ),
                ("answer_sealed", models.BinaryField(default=b"")),
                ("asked_by", models.UUIDField()),
                ("asked_at", models.DateTimeField()),
                ("answered_by", models.UUIDField(default=uuid.UUID("00000000-0000-0000-0000-000000000000"))),
                (
                    "answered_at",
                    models.DateTimeField(default=datetime.datetime(9999, 12, 31, 12, 0, tzinfo=datetime.timezone.utc)),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
                (
                    "originator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(fields=["case", "-started_at"], name="assessments_of_a_case"),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("draft", "proposed"))),
                fields=("case", "instrument"),
                name="one_assessment_under_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("current", True)),
                fields=("assessment", "factor"),
                name="one_current_judgement_of_a_factor",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.UniqueConstraint(
                fields=("assessment", "factor", "edition"), name="judgements_follow_each_other"
            ),
        ),
        migrations.AddIndex(
            model_name="wording",
            index=models.Index(fields=["assessment_id"], name="wordings_of_an_assessment"),
        ),
    ]
