"""Row security of questions: the two organisations that a question is between, and only once it was put.

A reply is seen by the organisation that is asked and by nobody else: the asker's session can't read, count or time it.
What was put can't be reworded, nor taken to somebody else; its texts may be emptied when it is destroyed.
"""

from django.db import migrations

from handrail.gate.row_security import ACTING, RowSecurity

BETWEEN_THE_TWO = f"organisation_id = {ACTING} OR (put AND asked_of_id = {ACTING})"

WHAT_WAS_PUT_STANDS = """
CREATE FUNCTION questions_what_was_put_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.case_id, NEW.organisation_id, NEW.asked_of_id, NEW.person_id, NEW.code, NEW.before, NEW.put,
        NEW.put_at, NEW.asked_by, NEW.approved_by)
       IS DISTINCT FROM
       (OLD.id, OLD.case_id, OLD.organisation_id, OLD.asked_of_id, OLD.person_id, OLD.code, OLD.before, OLD.put,
        OLD.put_at, OLD.asked_by, OLD.approved_by)
       OR (NEW.text_sealed <> OLD.text_sealed AND length(NEW.text_sealed) > 0)
       OR (NEW.necessity_sealed <> OLD.necessity_sealed AND length(NEW.necessity_sealed) > 0)
       OR (NEW.again_sealed <> OLD.again_sealed AND length(NEW.again_sealed) > 0)
    THEN
        RAISE EXCEPTION 'a question that was put cannot be changed: withdraw it and put another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER what_was_put_stands BEFORE UPDATE ON questions_question
    FOR EACH ROW WHEN (OLD.put) EXECUTE FUNCTION questions_what_was_put_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0001_initial"), ("ledger", "0001_initial")]

    operations = [
        RowSecurity("questions_question", using=BETWEEN_THE_TWO),
        RowSecurity("questions_reply"),
        migrations.RunSQL(
            WHAT_WAS_PUT_STANDS,
            "DROP TRIGGER what_was_put_stands ON questions_question; DROP FUNCTION questions_what_was_put_stands();",
        ),
    ]
