import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0002_when_it_fell_to_them"),
    ]

    operations = [
        migrations.AddField(
            model_name="duty",
            name="not_for",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
        ),
    ]
