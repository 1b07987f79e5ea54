"""Nothing is deleted of an assessment that anybody was asked about or that was released: only a draft goes."""

from django.db import migrations

ONLY_DRAFTS = """
CREATE FUNCTION assessments_only_drafts_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'assessments_assessment' THEN
        IF OLD.state = 'draft' THEN RETURN OLD; END IF;
    ELSIF NOT EXISTS (
        SELECT 1 FROM assessments_assessment AS whole WHERE whole.id = OLD.assessment_id AND whole.state <> 'draft'
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'only a draft of an assessment is ever deleted';
END $$;
CREATE TRIGGER only_drafts_go BEFORE DELETE ON assessments_assessment
    FOR EACH ROW EXECUTE FUNCTION assessments_only_drafts_go();
CREATE TRIGGER only_drafts_go BEFORE DELETE ON assessments_judgement
    FOR EACH ROW EXECUTE FUNCTION assessments_only_drafts_go();
"""

UNDO = """
DROP TRIGGER only_drafts_go ON assessments_judgement;
DROP TRIGGER only_drafts_go ON assessments_assessment;
DROP FUNCTION assessments_only_drafts_go();
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_row_security")]

    operations = [migrations.RunSQL(ONLY_DRAFTS, UNDO)]
