"""What a rule stopped is found in an index alone, however many entries were refused; one that never was used goes.

Without a transaction around it, so that nobody waits: entries go on being written.
"""

from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

from handrail.indexes import IndexBuiltMeanwhile


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("ledger", "0008_counts_grow_by_folding"),
    ]

    operations = [
        IndexBuiltMeanwhile(
            model_name="ledgerpayload",
            index=models.Index(
                fields=["organisation_id", "at"],
                include=("entry", "rules"),
                condition=~Q(outcome="done"),
                name="ledger_payload_stopped",
            ),
        ),
        RemoveIndexConcurrently(model_name="ledgerpayload", name="ledger_payload_rules"),
    ]
