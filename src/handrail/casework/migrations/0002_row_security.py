"""Row security of casework, and the two promises about risk that the database itself keeps.

A case is seen by the organisations in its team, and what hangs on it by those who see the case. A risk has exactly one
owner at every instant: two stretches of ownership cannot overlap (an exclusion constraint), the open one is the owner
that the risk names, and an open risk always has one (checked when the transaction commits).
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
    IF TG_TABLE_NAME = 'casework_risk' THEN the_risk := NEW.id; ELSE the_risk := NEW.risk_id; END IF;
    SELECT (risk.state <> 'open') <> EXISTS (
               SELECT 1 FROM casework_riskownership AS ownership
               WHERE ownership.risk_id = risk.id AND upper_inf(ownership.during)
                 AND ownership.organisation_id = risk.owner_id AND ownership.member_id = risk.owner_member_id)
    INTO owned FROM casework_risk AS risk WHERE risk.id = the_risk;
    IF owned IS NOT TRUE THEN
        RAISE EXCEPTION 'an open risk has exactly one owner, the one it names; a closed one has none';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER exactly_one_owner AFTER INSERT OR UPDATE ON casework_risk
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION casework_exactly_one_owner();
CREATE CONSTRAINT TRIGGER exactly_one_owner AFTER INSERT OR UPDATE ON casework_riskownership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION casework_exactly_one_owner();
"""

UNDO = """
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
