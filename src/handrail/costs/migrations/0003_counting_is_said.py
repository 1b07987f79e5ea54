from django.db import migrations

from handrail.gate.row_security import OWN

TABLE = "costs_costentry"
ON_THE_CASE = "EXISTS (SELECT 1 FROM casework_case WHERE casework_case.id = case_id)"
SAID = "(SELECT handrail_said('counting_costs')) = 'on'"
SET = "current_setting('handrail.counting_costs', true) = 'on'"


def seen_while(counting: str) -> str:
    """An entry is seen by its organisation, by the team of its case, and while totals are counted."""
    return f"ALTER POLICY seen ON {TABLE} USING ({OWN} OR {ON_THE_CASE} OR {counting})"


class Migration(migrations.Migration):
    dependencies = [("costs", "0002_row_security"), ("ledger", "0003_said_in_this_transaction")]

    operations = [migrations.RunSQL(seen_while(SAID), seen_while(SET))]
