"""Rows refer to what their writer is shown. What is between two is added by one of them: a disclosure and the notice of a recall in the house that receives them."""

from django.db import migrations

from handrail.gate.row_security import AddedBy, RefersToWhatIsSeen


class Migration(migrations.Migration):
    dependencies = [("sharing", "0010_lists_by_the_page"), ("ledger", "0004_keys_to_what_is_seen")]

    operations = [
        RefersToWhatIsSeen("sharing_nomination", {"decision_id": "sharing_sharingdecision"}),
        RefersToWhatIsSeen("sharing_judgement", {"decision_id": "sharing_sharingdecision"}),
        RefersToWhatIsSeen(
            "sharing_proposedrecipient",
            {"decision_id": "sharing_sharingdecision", "agreement_id": "directory_agreement"},
        ),
        RefersToWhatIsSeen("sharing_disclosure", {"agreement_id": "directory_agreement"}),
        RefersToWhatIsSeen(
            "sharing_holding", {"decision_id": "sharing_sharingdecision", "disclosure_id": "sharing_disclosure"}
        ),
        RefersToWhatIsSeen("sharing_knowsstatement", {"disclosure_id": "sharing_disclosure"}),
        RefersToWhatIsSeen("sharing_unsealrequest", {"holding_id": "sharing_holding"}),
        AddedBy("sharing_knowsstatement"),
        AddedBy("sharing_challenge", "raised_by_organisation_id"),
        AddedBy("sharing_disclosure", "recipient_id"),
        AddedBy("sharing_recallnotice", "holder_id"),
    ]
