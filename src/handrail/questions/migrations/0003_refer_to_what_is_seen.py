"""Rows refer to what their writer is shown. A question is added by whoever asks it: the one who is asked can't add one in the asker's name."""

from django.db import migrations

from handrail.gate.row_security import AddedBy, RefersToWhatIsSeen


class Migration(migrations.Migration):
    dependencies = [("questions", "0002_row_security"), ("ledger", "0004_keys_to_what_is_seen")]

    operations = [
        RefersToWhatIsSeen("questions_question", {"case_id": "casework_case"}),
        RefersToWhatIsSeen("questions_reply", {"question_id": "questions_question"}),
        AddedBy("questions_question"),
    ]
