"""What a recipient was given about one person is found without reading all that it was given.

The index is built while disclosures go on: without a transaction around it, so that nobody waits.
"""

from django.db import migrations, models

from handrail.indexes import IndexBuiltMeanwhile


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("sharing", "0007_what_became_of_a_nomination"),
    ]

    operations = [
        IndexBuiltMeanwhile(
            model_name="disclosure",
            index=models.Index(fields=["recipient", "person_id"], name="disclosures_of_a_person"),
        ),
    ]
