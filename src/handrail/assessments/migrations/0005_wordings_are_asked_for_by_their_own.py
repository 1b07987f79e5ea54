"""A form of words is asked for in one's own name."""

from django.db import migrations

from handrail.gate.row_security import AddedBy


class Migration(migrations.Migration):
    dependencies = [("assessments", "0004_judgements_are_emptied")]

    operations = [
        AddedBy("assessments_wording"),
    ]
