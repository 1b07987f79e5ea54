"""Row security of the service directory: public, so read by all; each organisation writes its own directory alone."""

from django.db import migrations

from handrail.gate.row_security import OWN

TABLES = ("services_servicefeed", "services_localservice")


def _read_by_all(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY seen ON {table} FOR SELECT USING (true)",
            f"CREATE POLICY added ON {table} FOR INSERT WITH CHECK ({OWN})",
            f"CREATE POLICY changed ON {table} FOR UPDATE USING ({OWN}) WITH CHECK ({OWN})",
        ],
        [
            *(f"DROP POLICY {name} ON {table}" for name in ("changed", "added", "seen")),
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )


class Migration(migrations.Migration):
    dependencies = [("services", "0001_initial"), ("ledger", "0001_initial")]

    operations = [_read_by_all(table) for table in TABLES]
