"""Row security of sharing, and the words that can't be changed once they are held.

A decision and the copies under it belong to one organisation each. A disclosure, and what is said about it, is seen by
the two organisations that it is between, and by nobody else: not by another recipient of the same decision.
"""

from django.db import migrations

from handrail.gate.row_security import ACTING, RowSecurity


def between(table: str, one: str, other: str) -> RowSecurity:
    """Show a row to the two organisations that it names."""
    return RowSecurity(table, using=f"{one} = {ACTING} OR {other} = {ACTING}")


# A name, a grade or a condition that changes is another item. Only what became of the copy may change; its texts may
# be emptied when it is destroyed, and never rewritten.
HELD_WORDS_STAND = """
CREATE FUNCTION sharing_held_words_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.organisation_id, NEW.originator_id, NEW.person_id, NEW.item, NEW.decision_id, NEW.disclosure_id,
        NEW.number, NEW.category, NEW.marking, NEW.grading_scheme, NEW.source_grade, NEW.information_grade,
        NEW.handling, NEW.handling_action, NEW.sanitisation, NEW.contributed_for, NEW.purpose)
       IS DISTINCT FROM
       (OLD.id, OLD.organisation_id, OLD.originator_id, OLD.person_id, OLD.item, OLD.decision_id, OLD.disclosure_id,
        OLD.number, OLD.category, OLD.marking, OLD.grading_scheme, OLD.source_grade, OLD.information_grade,
        OLD.handling, OLD.handling_action, OLD.sanitisation, OLD.contributed_for, OLD.purpose)
       OR (NEW.text_sealed <> OLD.text_sealed AND length(NEW.text_sealed) > 0)
       OR (NEW.conditions_sealed <> OLD.conditions_sealed AND length(NEW.conditions_sealed) > 0)
       OR (NEW.parts_sealed <> OLD.parts_sealed AND length(NEW.parts_sealed) > 0)
    THEN
        RAISE EXCEPTION 'a held item cannot be changed: a correction supersedes it';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER held_words_stand BEFORE UPDATE ON sharing_holding
    FOR EACH ROW WHEN (OLD.state <> 'draft') EXECUTE FUNCTION sharing_held_words_stand();
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial"), ("ledger", "0001_initial")]

    operations = [
        RowSecurity("sharing_personrecord"),
        RowSecurity("sharing_sharingdecision"),
        RowSecurity("sharing_nomination"),
        RowSecurity("sharing_proposedrecipient"),
        RowSecurity("sharing_judgement"),
        RowSecurity("sharing_holding"),
        RowSecurity("sharing_notificationdecision"),
        RowSecurity("sharing_unsealrequest"),
        between("sharing_disclosure", "originator_id", "recipient_id"),
        between("sharing_recallnotice", "originator_id", "holder_id"),
        between("sharing_knowsstatement", "organisation_id", "originator_id"),
        between("sharing_challenge", "raised_by_organisation_id", "answered_by_organisation_id"),
        migrations.RunSQL(
            HELD_WORDS_STAND,
            "DROP TRIGGER held_words_stand ON sharing_holding; DROP FUNCTION sharing_held_words_stand();",
        ),
    ]
