"""A judgement may be emptied, when the record of its case is let go, and never rewritten."""

from django.db import migrations

NEVER_REWRITTEN = """
CREATE FUNCTION assessments_judgement_never_rewritten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF length(NEW.judgement_sealed) > 0 THEN
        RAISE EXCEPTION 'a judgement is never rewritten: judge anew';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER never_rewritten BEFORE UPDATE ON assessments_judgement
    FOR EACH ROW WHEN (NEW.judgement_sealed IS DISTINCT FROM OLD.judgement_sealed)
    EXECUTE FUNCTION assessments_judgement_never_rewritten();
"""

UNDO = """
DROP TRIGGER never_rewritten ON assessments_judgement;
DROP FUNCTION assessments_judgement_never_rewritten();
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_only_drafts_are_discarded")]

    operations = [migrations.RunSQL(NEVER_REWRITTEN, UNDO)]
