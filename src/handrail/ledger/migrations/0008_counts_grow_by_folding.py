from django.db import migrations

# A count is written by the trigger that folds tallies, and by no statement of anybody's: the application's role needs
# the right to write it for the folding, and would else be able to raise its own.
BY_FOLDING = """
CREATE FUNCTION ledger_count_folded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'Entries are counted by folding tallies.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_count_folded BEFORE INSERT OR UPDATE ON ledger_count
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_count_folded();
"""
BY_ANYBODY = """
DROP TRIGGER ledger_count_folded ON ledger_count;
DROP FUNCTION ledger_count_folded();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_witnesses_cosign")]

    operations = [migrations.RunSQL(BY_FOLDING, BY_ANYBODY)]
