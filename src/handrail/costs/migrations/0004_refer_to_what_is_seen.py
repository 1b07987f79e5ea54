"""Rows refer to what their writer is shown. Time and cost are put on the cases, support and funding lines that are seen."""

from django.db import migrations

from handrail.gate.row_security import RefersToWhatIsSeen


class Migration(migrations.Migration):
    dependencies = [("costs", "0003_counting_is_said"), ("ledger", "0004_keys_to_what_is_seen")]

    operations = [
        RefersToWhatIsSeen(
            "costs_costentry",
            {
                "case_id": "casework_case",
                "support_action_id": "casework_supportaction",
                "line_id": "directory_fundingline",
            },
        ),
    ]
