"""People and decisions are listed and counted by an index, whatever else the organisation has on record.

The indexes are built while work goes on: without a transaction around them, so that nobody waits.
"""

from django.db import migrations, models

from handrail.indexes import IndexBuiltMeanwhile


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("sharing", "0009_the_import_at_work_is_said"),
    ]

    operations = [
        IndexBuiltMeanwhile(
            model_name="personrecord",
            index=models.Index(
                fields=["organisation", "-since", "id"], include=("programme", "brought_by"), name="people_latest_first"
            ),
        ),
        IndexBuiltMeanwhile(
            model_name="sharingdecision",
            index=models.Index(
                fields=["organisation", "-created_at", "id"],
                include=("state", "programme", "brought_by"),
                name="decisions_latest_first",
            ),
        ),
    ]
