from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models

# The counts begin with what is there: one pass over the documents, each of which keeps organisation, action and hour
# when it is erased. Nothing else writes meanwhile: an upgrade stops the services. Row security binds the owner too.
BEGIN = """
SELECT handrail_say('oversight', 'on');
INSERT INTO ledger_count (organisation_id, action, day, entries)
SELECT organisation_id, action, (at AT TIME ZONE 'UTC')::date, count(*) FROM ledger_payload GROUP BY 1, 2, 3;
SELECT handrail_say('oversight', 'off');
"""

# As for the documents: oversight reads across organisations, and writes for none.
ROW_SECURITY = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY by_organisation ON {table}
    USING (CASE WHEN (SELECT handrail_oversight()) THEN true
                ELSE organisation_id = (SELECT handrail_organisation()) END)
    WITH CHECK (organisation_id = (SELECT handrail_organisation()));
"""
NO_ROW_SECURITY = """
DROP POLICY by_organisation ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""

# Deleting tallies is folding them: no statement can take one away without adding it to the count. Sorted, so that two
# who fold at once lock the counts in one order.
GROWS = """
CREATE FUNCTION ledger_tally_folded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_count (organisation_id, action, day, entries)
    SELECT organisation_id, action, day, sum(entries) FROM folded GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (organisation_id, action, day) DO UPDATE SET entries = ledger_count.entries + excluded.entries;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_tally_folded AFTER DELETE ON ledger_tally
    REFERENCING OLD TABLE AS folded FOR EACH STATEMENT EXECUTE FUNCTION ledger_tally_folded();
CREATE TRIGGER ledger_kept BEFORE UPDATE OR TRUNCATE ON ledger_tally
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_kept();

CREATE FUNCTION ledger_count_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.organisation_id, NEW.action, NEW.day) IS DISTINCT FROM (OLD.organisation_id, OLD.action, OLD.day)
       OR NEW.entries < OLD.entries THEN
        RAISE EXCEPTION 'A count of entries only grows.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_count_grows BEFORE UPDATE ON ledger_count
    FOR EACH ROW EXECUTE FUNCTION ledger_count_grows();
CREATE TRIGGER ledger_kept BEFORE DELETE OR TRUNCATE ON ledger_count
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_kept();
"""
DOES_NOT_GROW = """
DROP TRIGGER ledger_kept ON ledger_count;
DROP TRIGGER ledger_count_grows ON ledger_count;
DROP FUNCTION ledger_count_grows();
DROP TRIGGER ledger_kept ON ledger_tally;
DROP TRIGGER ledger_tally_folded ON ledger_tally;
DROP FUNCTION ledger_tally_folded();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_subtrees")]

    operations = [
        migrations.CreateModel(
            name="LedgerCount",
            fields=[
                ("id", models.UUIDField(db_default=RandomUUID(), editable=False, primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField()),
                ("action", models.CharField(max_length=80)),
                ("day", models.DateField()),
                ("entries", models.BigIntegerField()),
            ],
            options={
                "db_table": "ledger_count",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "action", "day"), name="ledger_count_one_of_each"
                    ),
                    models.CheckConstraint(condition=models.Q(entries__gt=0), name="ledger_count_counts_up"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerTally",
            fields=[
                ("id", models.UUIDField(db_default=RandomUUID(), editable=False, primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField()),
                ("action", models.CharField(max_length=80)),
                ("day", models.DateField()),
                ("entries", models.BigIntegerField()),
            ],
            options={
                "db_table": "ledger_tally",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(entries__gt=0), name="ledger_tally_counts_up")
                ],
            },
        ),
        migrations.RunSQL(BEGIN, migrations.RunSQL.noop),
        *(
            migrations.RunSQL(ROW_SECURITY.format(table=table), NO_ROW_SECURITY.format(table=table))
            for table in ("ledger_count", "ledger_tally")
        ),
        migrations.RunSQL(GROWS, DOES_NOT_GROW),
    ]
