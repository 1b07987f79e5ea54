import uuid

import django.db.models.deletion
from django.db import migrations, models

from handrail.gate.row_security import OWN, RowSecurity


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0003_mail_and_calendar"),
    ]

    operations = [
        migrations.CreateModel(
            name="InstalledProgramme",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("slug", models.CharField(max_length=40)),
                ("version", models.CharField(max_length=20)),
                ("digest", models.CharField(max_length=64)),
                ("installed_by", models.UUIDField()),
                ("installed_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("slug", "installed_at"),
                "constraints": [models.UniqueConstraint(fields=("slug", "version"), name="installed_once")],
            },
        ),
        # Everybody works under the same programmes; each row is written by the organisation that answers for it.
        RowSecurity("directory_installedprogramme", using="true", check=OWN),
    ]
