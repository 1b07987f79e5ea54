import datetime
import uuid

import django.db.models.deletion
from django.db import migrations, models

from handrail.gate.row_security import RowSecurity


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0002_row_security"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="looked_on",
            field=models.DateField(default=datetime.date(1970, 1, 1)),
        ),
        migrations.AddField(
            model_name="member",
            name="mail",
            field=models.CharField(
                choices=[
                    ("each", "At once, for each thing"),
                    ("daily", "One message a day"),
                    ("weekly", "One message a week"),
                    ("urgent", "Only what is urgent"),
                ],
                default="daily",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="mail_hour",
            field=models.PositiveSmallIntegerField(default=8),
        ),
        migrations.AddField(
            model_name="member",
            name="told_until",
            field=models.DateTimeField(default=datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)),
        ),
        migrations.CreateModel(
            name="CalendarAddress",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("working", "Working"), ("ended", "Ended")], default="working", max_length=10
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("counts", "How many things are due each day"),
                            ("tasks", "What is due, in a few words"),
                        ],
                        default="counts",
                        max_length=10,
                    ),
                ),
                ("digest", models.BinaryField(max_length=32)),
                ("made_at", models.DateTimeField()),
                (
                    "ended_at",
                    models.DateTimeField(default=datetime.datetime(9999, 12, 31, 12, 0, tzinfo=datetime.timezone.utc)),
                ),
                ("fetched_at", models.DateTimeField(null=True)),
                ("fetches", models.PositiveIntegerField(default=0)),
                ("recorded_on", models.DateField(default=datetime.date(1970, 1, 1))),
                ("given", models.CharField(default="", max_length=64)),
                ("shown", models.JSONField(default=dict)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="calendars", to="directory.member"
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "working")), fields=("member",), name="one_working_calendar"
                    )
                ],
            },
        ),
        RowSecurity("directory_calendaraddress"),
    ]
