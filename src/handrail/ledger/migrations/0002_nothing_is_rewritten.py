from django.db import migrations

# What the application role is not granted, its owner could still do by mistake: so it is refused here as well.
# Whoever can drop a trigger can rewrite the tables; that is what checkpoints and verification are for.

ENTRY = """
CREATE FUNCTION ledger_entry_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.leaf_index IS NOT NULL OR NEW.leaf_hash IS NOT NULL THEN
        RAISE EXCEPTION 'An entry enters the tree through the sequencer.' USING ERRCODE = 'check_violation';
    END IF;
    NEW.xid := pg_current_xact_id();
    NEW.epoch := (SELECT max(number) FROM ledger_epoch);
    RETURN NEW;
END $$;

CREATE FUNCTION ledger_entry_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.kind, NEW.hour, NEW.commitment, NEW.xid, NEW.epoch)
       IS DISTINCT FROM (OLD.id, OLD.kind, OLD.hour, OLD.commitment, OLD.xid, OLD.epoch) THEN
        RAISE EXCEPTION 'An entry is never changed.' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.leaf_index IS NOT NULL THEN
        RAISE EXCEPTION 'An entry keeps its place in the tree.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_entry_added BEFORE INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_added();
CREATE TRIGGER ledger_entry_changed BEFORE UPDATE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_changed();
"""
NO_ENTRY = """
DROP TRIGGER ledger_entry_changed ON ledger_entry;
DROP TRIGGER ledger_entry_added ON ledger_entry;
DROP FUNCTION ledger_entry_changed();
DROP FUNCTION ledger_entry_added();
"""

# An erasure takes with the document all that repeats it. What is left, organisation, action and hour, the leaf shows
# or the organisation needs to count its entries.
PAYLOAD = """
CREATE FUNCTION ledger_payload_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.payload IS NULL OR NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL THEN
        RAISE EXCEPTION 'An entry''s document is erased once, and never changed.' USING ERRCODE = 'check_violation';
    END IF;
    NEW := OLD;
    NEW.salt := NULL;
    NEW.payload := NULL;
    NEW.at := date_trunc('hour', OLD.at, 'UTC');
    NEW.actor := '00000000-0000-0000-0000-000000000000';
    NEW.outcome := '';
    NEW.rules := '{}';
    NEW.subject_type := '';
    NEW.subject_id := '00000000-0000-0000-0000-000000000000';
    NEW.person := '00000000-0000-0000-0000-000000000000';
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_payload_changed BEFORE UPDATE ON ledger_payload
    FOR EACH ROW EXECUTE FUNCTION ledger_payload_changed();
"""
NO_PAYLOAD = """
DROP TRIGGER ledger_payload_changed ON ledger_payload;
DROP FUNCTION ledger_payload_changed();
"""

KEPT = """
CREATE FUNCTION ledger_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Nothing is removed from the ledger or rewritten in it.' USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER ledger_kept BEFORE DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_kept();
CREATE TRIGGER ledger_kept BEFORE DELETE OR TRUNCATE ON ledger_payload
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_kept();
CREATE TRIGGER ledger_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_kept();
CREATE TRIGGER ledger_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_epoch
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_kept();
"""
NOT_KEPT = """
DROP TRIGGER ledger_kept ON ledger_epoch;
DROP TRIGGER ledger_kept ON ledger_checkpoint;
DROP TRIGGER ledger_kept ON ledger_payload;
DROP TRIGGER ledger_kept ON ledger_entry;
DROP FUNCTION ledger_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(ENTRY, NO_ENTRY),
        migrations.RunSQL(PAYLOAD, NO_PAYLOAD),
        migrations.RunSQL(KEPT, NOT_KEPT),
    ]
