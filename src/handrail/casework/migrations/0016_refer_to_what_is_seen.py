"""Rows refer to what their writer is shown, and are added in nobody else's name.

A case stays with its lead and its person: else one of its team could learn of another case by making this one like it.
"""

from django.db import migrations

from handrail.gate.row_security import AddedBy, RefersToWhatIsSeen

STAYS = """
CREATE FUNCTION casework_stays_whose_it_is() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a case stays with its lead and its person';
END $$;
CREATE TRIGGER stays_whose_it_is BEFORE UPDATE ON casework_case FOR EACH ROW
    WHEN (OLD.organisation_id <> NEW.organisation_id OR OLD.person_id <> NEW.person_id)
    EXECUTE FUNCTION casework_stays_whose_it_is();
"""
UNDO = """
DROP TRIGGER stays_whose_it_is ON casework_case;
DROP FUNCTION casework_stays_whose_it_is();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0015_cases_are_found_by_who_is_in_them"), ("ledger", "0004_keys_to_what_is_seen")]

    operations = [
        RefersToWhatIsSeen(
            "casework_supportaction",
            {"need_id": "casework_need", "serves_id": "casework_objective", "funded_by_id": "directory_fundingline"},
        ),
        RefersToWhatIsSeen(
            "casework_supportcontact", {"case_id": "casework_case", "action_id": "casework_supportaction"}
        ),
        RefersToWhatIsSeen("casework_riskownership", {"risk_id": "casework_risk"}),
        RefersToWhatIsSeen("casework_riskoffer", {"risk_id": "casework_risk"}),
        RefersToWhatIsSeen("casework_riskkindchange", {"risk_id": "casework_risk"}),
        RefersToWhatIsSeen("casework_riskjudgement", {"risk_id": "casework_risk"}),
        RefersToWhatIsSeen("casework_escalation", {"risk_id": "casework_risk"}),
        RefersToWhatIsSeen("casework_concern", {"case_id": "casework_case"}),
        RefersToWhatIsSeen("casework_nocase", {"disclosure_id": "sharing_disclosure"}),
        RefersToWhatIsSeen("casework_handin", {"case_id": "casework_case", "disclosure_id": "sharing_disclosure"}),
        RefersToWhatIsSeen(
            "casework_transfer",
            {"case_id": "casework_case", "new_case_id": "casework_case", "agreement_id": "directory_agreement"},
        ),
        AddedBy("casework_case"),
        AddedBy("casework_transfer"),
        AddedBy("casework_concern"),
        AddedBy("casework_handin"),
        AddedBy("casework_supportcontact"),
        migrations.RunSQL(STAYS, UNDO),
    ]
