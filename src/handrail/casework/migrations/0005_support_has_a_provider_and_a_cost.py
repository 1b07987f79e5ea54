"""Who gives a support action, what it is expected to cost, and which funding line is to pay."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0004_needs_end"),
        ("directory", "0002_row_security"),
        ("services", "0002_row_security"),
    ]

    operations = [
        migrations.AddField(
            "supportaction",
            "service",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="services.localservice",
            ),
        ),
        migrations.AddField("supportaction", "provider_sealed", models.BinaryField(default=b"")),
        migrations.AddField("supportaction", "provider_declined_on", models.DateField(null=True)),
        migrations.AddField("supportaction", "provider_declined_because", models.CharField(default="", max_length=60)),
        migrations.AddField("supportaction", "estimate_pence", models.PositiveIntegerField(null=True)),
        migrations.AddField(
            "supportaction",
            "funded_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.fundingline",
            ),
        ),
        migrations.AddField("supportaction", "funding_flagged_at", models.DateTimeField(null=True)),
    ]
