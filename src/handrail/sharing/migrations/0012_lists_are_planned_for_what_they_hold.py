"""The planner learns how many rows a list has, and unfinished imports cost a list next to nothing.

Behind row security the planner may use statistics only through operators that can't leak what they are given. Comparing
arrays isn't one of them: it took one row in two hundred to have an empty team, where nearly all have, planned the page
of a long list for a dozen rows, and went through all of it. A number can be compared: so how many are in the two sets
is what filters ask, and what statistics are kept of.
"""

from django.db import migrations

from handrail.gate.row_security import OWN

ARRIVED = f"{OWN} AND brought_by <> ALL ((SELECT handrail_unfinished_imports())::uuid[])"
# Nearly always there is none: that is found out once, and not row by row.
ARRIVED_IF_ANY_COMES = f"""
    {OWN} AND ((SELECT handrail_unfinished_imports() = '{{}}')
               OR brought_by <> ALL ((SELECT handrail_unfinished_imports())::uuid[]))
"""

STATISTICS = """
CREATE STATISTICS sharing_holding_in_team ON (cardinality(team)) FROM sharing_holding;
CREATE STATISTICS sharing_holding_in_audience ON (cardinality(audience)) FROM sharing_holding;
ANALYZE sharing_holding (team, audience);
"""
NO_STATISTICS = "DROP STATISTICS sharing_holding_in_audience; DROP STATISTICS sharing_holding_in_team"


def shown(table: str) -> migrations.RunSQL:
    policy = f"ALTER POLICY by_organisation ON {table}"
    return migrations.RunSQL(
        f"{policy} USING ({ARRIVED_IF_ANY_COMES}) WITH CHECK ({ARRIVED_IF_ANY_COMES})",
        f"{policy} USING ({ARRIVED}) WITH CHECK ({ARRIVED})",
    )


class Migration(migrations.Migration):
    dependencies = [("sharing", "0011_refer_to_what_is_seen")]

    operations = [
        shown("sharing_holding"),
        shown("sharing_personrecord"),
        shown("sharing_sharingdecision"),
        migrations.RunSQL(STATISTICS, NO_STATISTICS),
    ]
