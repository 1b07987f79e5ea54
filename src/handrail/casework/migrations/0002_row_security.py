"""Row security of casework, and the two promises about risk that the database itself keeps.

A case is seen by the organisations in its team, and what hangs on it by those who see the case. A risk has exactly one
owner at every instant: two stretches of ownership cannot overlap (an exclusion constraint); together they reach from
the moment it was judged to the one when it was closed, without a gap; and the open one is the owner that the risk
names (checked when the transaction commits).
"""

from django.db import migrations

from handrail.gate.row_security import ACTING, RowSecurity

CHILDREN = (
    "casework_casepartner",
    "casework_casemember",
    "casework_consent",
    "casework_caseevent",
    "casework_need",
    "casework_supportaction",
    "casework_risk",
    "casework_riskownership",
    "casework_escalation",
)

EXACTLY_ONE_OWNER = """
CREATE FUNCTION casework_exactly_one_owner() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_risk uuid;
    owned boolean;
BEGIN
    IF TG_TABLE_NAME = 'casework_risk' THEN the_risk := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN the_risk := OLD.risk_id;
    ELSE the_risk := NEW.risk_id; END IF;
    SELECT coalesce(range_agg(ownership.during), '{}')
               = tstzmultirange(tstzrange(risk.judged_at, CASE risk.state WHEN 'open' THEN NULL ELSE risk.closed_at END))
           AND (risk.state = 'open') = coalesce(bool_or(
               upper_inf(ownership.during)
               AND ownership.organisation_id = risk.owner_id AND ownership.member_id = risk.owner_member_id), false)
    INTO owned
    FROM casework_risk AS risk LEFT JOIN casework_riskownership AS ownership ON ownership.risk_id = risk.id
    WHERE risk.id = the_risk GROUP BY risk.id;
    IF NOT FOUND AND TG_OP = 'DELETE' THEN RETURN NULL; END IF;  -- it went together with its risk
    IF owned IS NOT TRUE THEN
        RAISE EXCEPTION 'a risk has exactly one owner, the one it names, from when it was judged until it is closed';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER exactly_one_owner AFTER INSERT OR UPDATE ON casework_risk
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION casework_exactly_one_owner();
CREATE CONSTRAINT TRIGGER exactly_one_owner AFTER INSERT OR UPDATE OR DELETE ON casework_riskownership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION casework_exactly_one_owner();
CREATE FUNCTION casework_ownership_stays_with_its_risk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an ownership stays with its risk';
END $$;
CREATE TRIGGER stays_with_its_risk BEFORE UPDATE ON casework_riskownership
    FOR EACH ROW WHEN (OLD.risk_id IS DISTINCT FROM NEW.risk_id)
    EXECUTE FUNCTION casework_ownership_stays_with_its_risk();
"""

UNDO = """
DROP TRIGGER stays_with_its_risk ON casework_riskownership;
DROP FUNCTION casework_ownership_stays_with_its_risk();
DROP TRIGGER exactly_one_owner ON casework_riskownership;
DROP TRIGGER exactly_one_owner ON casework_risk;
DROP FUNCTION casework_exactly_one_owner();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial"), ("ledger", "0001_initial")]

    operations = [
        RowSecurity("casework_case", using=f"organisation_id = {ACTING} OR {ACTING} = ANY (partners)"),
        *(
            RowSecurity(table, using=f"EXISTS (SELECT 1 FROM casework_case WHERE casework_case.id = {table}.case_id)")
            for table in CHILDREN
        ),
        RowSecurity(
            "casework_escalationstep",
            using="EXISTS (SELECT 1 FROM casework_escalation AS raised WHERE raised.id = escalation_id)",
        ),
        migrations.RunSQL(EXACTLY_ONE_OWNER, UNDO),
    ]
