"""Row security of private matching.

A register that was offered is known to those who may ask it, and changed by its keeper alone. A search and what it found
are the originator's: no partner's session can read, count or time them. An identity check is known to the two that it is
between, to the partner only while it is before them, and is changed in the asker's house alone; what the partner was
shown and what it makes of it are the partner's. What was asked can't be asked of somebody else afterwards.
"""

from django.db import migrations

from handrail.gate.row_security import ACTING, OWN, AddedBy, RefersToWhatIsSeen, RowSecurity

OFFERED = f"organisation_id = {ACTING} OR open_to_others"
BETWEEN_THE_TWO = f"organisation_id = {ACTING} OR (before_them AND asked_of_id = {ACTING})"

WHAT_WAS_ASKED_STANDS = """
CREATE FUNCTION matching_what_was_asked_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.organisation_id, NEW.asked_of_id, NEW.register, NEW.person_id, NEW.reference, NEW.power,
        NEW.asked_by, NEW.asked_at)
       IS DISTINCT FROM
       (OLD.id, OLD.organisation_id, OLD.asked_of_id, OLD.register, OLD.person_id, OLD.reference, OLD.power,
        OLD.asked_by, OLD.asked_at)
       OR (NEW.pseudonym_sealed <> OLD.pseudonym_sealed AND length(NEW.pseudonym_sealed) > 0)
       OR (NEW.before_them AND NOT OLD.before_them)
    THEN
        RAISE EXCEPTION 'an identity check that was asked cannot be changed: take it back and ask another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER what_was_asked_stands BEFORE UPDATE ON matching_check
    FOR EACH ROW EXECUTE FUNCTION matching_what_was_asked_stands();
"""


#: What others are shown they can't take away.
SHOWN_TO_OTHERS = ("matching_register", "matching_check")


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial"), ("ledger", "0004_keys_to_what_is_seen")]

    operations = [
        RowSecurity("matching_register", using=OFFERED, check=OWN),
        RowSecurity("matching_quotatoken"),
        RowSecurity("matching_search"),
        RowSecurity("matching_result"),
        RowSecurity("matching_candidate"),
        RowSecurity("matching_check", using=BETWEEN_THE_TWO, check=OWN),
        RowSecurity("matching_checkelement"),
        RowSecurity("matching_shownelement"),
        RowSecurity("matching_checkreply"),
        RowSecurity("matching_checktally"),
        RefersToWhatIsSeen("matching_quotatoken", {"register_id": "matching_register"}),
        RefersToWhatIsSeen("matching_search", {"decision_id": "sharing_sharingdecision"}),
        RefersToWhatIsSeen("matching_result", {"search_id": "matching_search", "register_id": "matching_register"}),
        RefersToWhatIsSeen(
            "matching_candidate", {"result_id": "matching_result", "decision_id": "sharing_sharingdecision"}
        ),
        RefersToWhatIsSeen("matching_checkelement", {"check_of_id": "matching_check"}),
        RefersToWhatIsSeen("matching_shownelement", {"check_of_id": "matching_check"}),
        RefersToWhatIsSeen("matching_checkreply", {"check_of_id": "matching_check"}),
        AddedBy("matching_register"),
        AddedBy("matching_check"),
        migrations.RunSQL(
            [
                f"CREATE POLICY taken_away_by ON {table} AS RESTRICTIVE FOR DELETE USING ({OWN})"
                for table in SHOWN_TO_OTHERS
            ],
            [f"DROP POLICY taken_away_by ON {table}" for table in SHOWN_TO_OTHERS],
        ),
        migrations.RunSQL(
            WHAT_WAS_ASKED_STANDS,
            "DROP TRIGGER what_was_asked_stands ON matching_check; DROP FUNCTION matching_what_was_asked_stands();",
        ),
    ]
