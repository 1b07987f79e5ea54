from django.db import migrations

# For every package, as the other functions here. The trigger's arguments are columns, each with the table it refers to;
# what was referred to before is asked about no more, as its writer may since have left.
REFERS = """
CREATE FUNCTION handrail_refers_to_what_is_seen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    given jsonb := to_jsonb(NEW);
    before jsonb := to_jsonb(OLD);
    seen boolean;
BEGIN
    FOR place IN 0 .. TG_NARGS - 1 BY 2 LOOP
        CONTINUE WHEN given -> TG_ARGV[place] IN (before -> TG_ARGV[place], 'null');
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s AND parent.id = $1)', TG_ARGV[place + 1])
            INTO seen USING (given ->> TG_ARGV[place])::uuid;
        IF NOT seen THEN
            RAISE EXCEPTION 'new row refers to what is not seen' USING ERRCODE = 'insufficient_privilege';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_said_in_this_transaction")]

    operations = [migrations.RunSQL(REFERS, "DROP FUNCTION handrail_refers_to_what_is_seen()")]
