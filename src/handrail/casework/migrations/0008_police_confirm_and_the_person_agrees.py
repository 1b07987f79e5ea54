"""Whether the police have confirmed; how, by whom and of whom consent was asked; and what the person would like."""

import datetime
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0007_risks_are_handed_over"),
        ("directory", "0002_row_security"),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="asker_sealed",
            field=models.BinaryField(default=b""),
        ),
        migrations.AddField(
            model_name="consent",
            name="capacity",
            field=models.CharField(default="has_capacity", max_length=20),
        ),
        migrations.AddField(
            model_name="consent",
            name="child",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="consent",
            name="decided_by_sealed",
            field=models.BinaryField(default=b""),
        ),
        migrations.AddField(
            model_name="consent",
            name="how",
            field=models.CharField(default="", max_length=60),
        ),
        migrations.AddField(
            model_name="consent",
            name="voice",
            field=models.CharField(default="person", max_length=20),
        ),
        migrations.AddField(
            model_name="supportaction",
            name="confirmed_on",
            field=models.DateField(default=datetime.date(1970, 1, 1)),
        ),
        migrations.AddField(
            model_name="supportaction",
            name="confirmed_until",
            field=models.DateField(default=datetime.date(1970, 1, 1)),
        ),
        migrations.CreateModel(
            name="Objective",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("words_sealed", models.BinaryField()),
                ("own_words", models.BooleanField()),
                ("state", models.CharField(default="open", max_length=10)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField()),
                ("ended_by", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="objectives", to="casework.case"
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
        migrations.AddField(
            model_name="supportaction",
            name="serves",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="casework.objective"
            ),
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("subject_id", models.UUIDField()),
                ("confirmed_on", models.DateField(default=datetime.date(1970, 1, 1))),
                ("confirmed_until", models.DateField(default=datetime.date(1970, 1, 1))),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="confirmations", to="casework.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "subject_id"), name="one_confirmation_of_a_subject")
                ],
            },
        ),
        migrations.CreateModel(
            name="Deconfliction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("case_id", models.UUIDField()),
                ("subject_id", models.UUIDField()),
                ("stage", models.CharField(max_length=40)),
                ("contact", models.CharField(default="", max_length=60)),
                ("person_id", models.UUIDField()),
                ("reference", models.CharField(max_length=12)),
                ("programme", models.CharField(max_length=40)),
                ("state", models.CharField(default="asked", max_length=10)),
                ("asked_at", models.DateTimeField()),
                ("waits", models.BooleanField(default=True)),
                ("answered_by", models.UUIDField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("until", models.DateField(default=datetime.date(1970, 1, 1))),
                (
                    "lead",
                    models.ForeignKey(
                        help_text="Who leads the case.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.organisation",
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
                "indexes": [
                    models.Index(fields=["organisation", "waits", "asked_at"], name="casework_de_organis_1c7dcb_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "case_id", "subject_id"), name="asked_once_of_a_unit"
                    )
                ],
            },
        ),
    ]
