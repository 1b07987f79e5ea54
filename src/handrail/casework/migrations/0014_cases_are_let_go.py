"""When whoever leads a case let its record go: from then on what was written in it is destroyed."""

from datetime import UTC, datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0013_cases_move")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="let_go_at",
            field=models.DateTimeField(
                default=datetime(9999, 12, 31, 12, 0, tzinfo=UTC),
                help_text="From then on what was written is destroyed.",
            ),
        ),
    ]
