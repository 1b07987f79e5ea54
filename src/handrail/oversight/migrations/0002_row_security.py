"""Row security of second looks: an organisation's own, about its own members."""

from django.db import migrations

from handrail.gate.row_security import RefersToWhatIsSeen, RowSecurity


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial"), ("ledger", "0004_keys_to_what_is_seen")]

    operations = [
        RowSecurity("oversight_secondlook"),
        RefersToWhatIsSeen("oversight_secondlook", {"member_id": "directory_member"}, own=True),
    ]
