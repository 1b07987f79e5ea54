"""A concern that is volunteered to the police once, and what the team is told of how an escalation ended.

A concern is seen by the police force that it went to and by the organisation that sent it, and by no other.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from handrail.gate.row_security import ACTING, RowSecurity


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0005_support_has_a_provider_and_a_cost"),
        ("directory", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="escalation",
            name="outcome_note_sealed",
            field=models.BinaryField(default=b"", help_text="For the team: sealed in the record of who leads."),
        ),
        migrations.CreateModel(
            name="Concern",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("reference", models.CharField(max_length=12)),
                ("programme", models.CharField(max_length=40)),
                ("state", models.CharField(default="sent", max_length=10)),
                ("ground", models.CharField(max_length=60)),
                ("words_sealed", models.BinaryField()),
                ("raised_by", models.UUIDField()),
                ("raised_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.case"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
                (
                    "police",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.member",
                    ),
                ),
            ],
        ),
        RowSecurity("casework_concern", using=f"police_id = {ACTING} OR organisation_id = {ACTING}"),
    ]
