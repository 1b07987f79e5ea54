from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0002_row_security")]

    operations = [
        migrations.AddField(
            model_name="search",
            name="identity_sealed",
            field=models.BinaryField(default=b"", help_text="A digest of who was meant when it was proposed."),
        ),
        migrations.AddField(model_name="checkreply", name="version", field=models.PositiveSmallIntegerField(default=0)),
        migrations.RemoveField(model_name="search", name="marking"),
        migrations.RemoveField(model_name="candidate", name="marking"),
    ]
