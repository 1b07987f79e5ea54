import datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="duty",
            name="fell_at",
            field=models.DateTimeField(default=datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)),
        ),
    ]
