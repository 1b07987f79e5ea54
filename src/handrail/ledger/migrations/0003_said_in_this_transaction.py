from django.db import migrations

# For whom a transaction acts is said in a setting. PostgreSQL forgets one made with SET LOCAL when the transaction
# ends; one made with SET by mistake would stay on the connection, for whoever is served by it next. So what is said
# bears the moment at which its transaction began, and counts in no other transaction.
SAID = """
CREATE FUNCTION handrail_say(what text, said text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    RETURN set_config('handrail.' || what, said || ' ' || extract(epoch FROM transaction_timestamp()), true);
END $$;

CREATE FUNCTION handrail_said(what text) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    said text := current_setting('handrail.' || what, true);
BEGIN
    IF split_part(said, ' ', 2) = extract(epoch FROM transaction_timestamp())::text THEN
        RETURN split_part(said, ' ', 1);
    END IF;
    RETURN '';
END $$;

CREATE OR REPLACE FUNCTION handrail_organisation() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    acting text := handrail_said('organisation');
BEGIN
    IF acting = '' THEN
        RAISE EXCEPTION 'No acting organisation is set in this transaction.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN acting::uuid;
END $$;

CREATE OR REPLACE FUNCTION handrail_oversight() RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN handrail_said('oversight') = 'on';
END $$;
"""

SET = """
CREATE OR REPLACE FUNCTION handrail_organisation() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    acting text := nullif(current_setting('handrail.organisation', true), '');
BEGIN
    IF acting IS NULL THEN
        RAISE EXCEPTION 'No acting organisation is set in this transaction.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN acting::uuid;
END $$;

CREATE OR REPLACE FUNCTION handrail_oversight() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(current_setting('handrail.oversight', true), '') = 'on'
$$;
DROP FUNCTION handrail_said(text);
DROP FUNCTION handrail_say(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_nothing_is_rewritten")]

    operations = [migrations.RunSQL(SAID, SET)]
