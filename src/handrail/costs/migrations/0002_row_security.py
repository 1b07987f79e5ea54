"""Row security of time and cost.

An entry is written by the organisation whose time or money it was. It is read by that organisation, and by the team of
the case that it is about. While totals are counted (``costs.counting``), one transaction reads the entries of all: what
leaves it is sums with enough people behind them, and no row.
"""

from django.db import migrations

from handrail.gate.row_security import OWN

TABLE = "costs_costentry"
ON_THE_CASE = "EXISTS (SELECT 1 FROM casework_case WHERE casework_case.id = case_id)"
COUNTING = "current_setting('handrail.counting_costs', true) = 'on'"


class Migration(migrations.Migration):
    dependencies = [("costs", "0001_initial"), ("ledger", "0001_initial"), ("casework", "0002_row_security")]

    operations = [
        migrations.RunSQL(
            [
                f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY",
                f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY",
                f"CREATE POLICY seen ON {TABLE} FOR SELECT USING ({OWN} OR {ON_THE_CASE} OR {COUNTING})",
                f"CREATE POLICY added ON {TABLE} FOR INSERT WITH CHECK ({OWN})",
                f"CREATE POLICY changed ON {TABLE} FOR UPDATE USING ({OWN}) WITH CHECK ({OWN})",
            ],
            [
                *(f"DROP POLICY {name} ON {TABLE}" for name in ("changed", "added", "seen")),
                f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY",
                f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY",
            ],
        )
    ]
