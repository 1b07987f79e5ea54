"""What is about a member is written by their own organisation alone: a role, training, an invitation, a calendar."""

from django.db import migrations

from handrail.gate.row_security import RefersToWhatIsSeen


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_taken_away_by_their_own"), ("ledger", "0004_keys_to_what_is_seen")]

    operations = [
        RefersToWhatIsSeen("directory_training", {"member_id": "directory_member"}, own=True),
        RefersToWhatIsSeen("directory_invitation", {"member_id": "directory_member"}, own=True),
        RefersToWhatIsSeen("directory_calendaraddress", {"member_id": "directory_member"}, own=True),
        RefersToWhatIsSeen("directory_rolegrant", {"member_id": "directory_member"}, own=True),
    ]
