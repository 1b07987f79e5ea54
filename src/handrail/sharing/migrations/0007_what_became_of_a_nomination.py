"""What its recipient decided about a case: both sides of a disclosure see which, and nothing else of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0006_an_answer_is_a_decision"),
    ]

    operations = [
        migrations.AddField(
            model_name="disclosure",
            name="became",
            field=models.CharField(
                choices=[
                    ("undecided", "Not decided yet"),
                    ("case", "A case was opened"),
                    ("no_case", "No case was opened"),
                    ("handed_in", "Handed in to a panel that works with the person already"),
                ],
                default="undecided",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="became_on",
            field=models.DateField(null=True),
        ),
    ]
