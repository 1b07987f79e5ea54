"""A case keeps no initials: each organisation in its team sees those that it was given itself, or none."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_row_security")]

    operations = [migrations.RemoveField(model_name="case", name="initials_sealed")]
