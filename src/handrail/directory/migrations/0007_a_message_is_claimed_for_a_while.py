import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0006_what_is_about_a_member_is_their_own_organisations"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="mail_claimed_until",
            field=models.DateTimeField(default=datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)),
        ),
    ]
