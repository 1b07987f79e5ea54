import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0002_row_security"),
        ("sharing", "0003_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name="CentreYear",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("begins_on", models.DateField()),
                ("names", models.PositiveIntegerField(default=0)),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.centre"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "begins_on"), name="one_count_of_a_centre_year")
                ],
            },
        ),
    ]
