"""Why the organisation that owns support can't give it, as a code of the rulebook; empty where it has not said so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("casework", "0009_row_security_of_deconfliction"),)

    operations = (
        migrations.AddField("supportaction", "cannot_do_because", models.CharField(default="", max_length=60)),
    )
