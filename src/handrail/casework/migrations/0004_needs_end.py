"""A need or a strength ends: who judged so, when, and in what words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0003_initials_are_each_readers_own"),
    ]

    operations = [
        migrations.AddField(
            model_name="need",
            name="ended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="need",
            name="ended_by",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="need",
            name="ending_sealed",
            field=models.BinaryField(default=b""),
        ),
    ]
