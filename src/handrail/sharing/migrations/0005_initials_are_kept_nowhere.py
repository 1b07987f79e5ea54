"""Initials are made from the names that the reader may read. The default is for going back, when lists show none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("sharing", "0004_centre_years"),)

    operations = (
        migrations.AlterField("personrecord", "initials_sealed", models.BinaryField(default=b"")),
        migrations.RemoveField("personrecord", "initials_sealed"),
    )
