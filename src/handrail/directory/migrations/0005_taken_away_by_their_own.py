"""Whoever reads a row does not take it away: agreements in force, and the record of what was installed.

One policy for every command said of a row who may read it, and so who may delete it. Each command now has its own.
"""

from django.db import migrations

from handrail.gate.row_security import OWN

AGREED = f"state <> 'draft' OR {OWN}"

AGREEMENT = f"""
DROP POLICY by_organisation ON directory_agreement;
CREATE POLICY seen ON directory_agreement FOR SELECT USING ({AGREED});
CREATE POLICY added ON directory_agreement FOR INSERT WITH CHECK ({OWN});
-- A party that answers locks the agreement, which takes the right to change what is seen; it still changes nothing.
CREATE POLICY changed ON directory_agreement FOR UPDATE USING ({AGREED}) WITH CHECK ({OWN});
CREATE POLICY taken_away ON directory_agreement FOR DELETE USING ({OWN});
"""
AS_AGREED_BEFORE = f"""
DROP POLICY taken_away ON directory_agreement;
DROP POLICY changed ON directory_agreement;
DROP POLICY added ON directory_agreement;
DROP POLICY seen ON directory_agreement;
CREATE POLICY by_organisation ON directory_agreement USING ({AGREED}) WITH CHECK ({OWN});
"""

INSTALLED = f"""
DROP POLICY by_organisation ON directory_installedprogramme;
CREATE POLICY seen ON directory_installedprogramme FOR SELECT USING (true);
CREATE POLICY added ON directory_installedprogramme FOR INSERT WITH CHECK ({OWN});
"""
AS_INSTALLED_BEFORE = f"""
DROP POLICY added ON directory_installedprogramme;
DROP POLICY seen ON directory_installedprogramme;
CREATE POLICY by_organisation ON directory_installedprogramme USING (true) WITH CHECK ({OWN});
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_installed_programmes")]

    operations = [
        migrations.RunSQL(AGREEMENT, AS_AGREED_BEFORE),
        migrations.RunSQL(INSTALLED, AS_INSTALLED_BEFORE),
    ]
