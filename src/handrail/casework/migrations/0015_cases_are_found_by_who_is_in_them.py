"""The cases of a person, and of an organisation in their teams, are found without reading everybody's cases.

PostgreSQL looks in an index only for what row security itself asks, before it trusts any other condition with a row it
may not show. So the rule asks whether the team holds the organisation in the form that an index of the team answers.

The indexes are built while work goes on: without a transaction around them, so that nobody waits.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

from handrail.indexes import IndexBuiltMeanwhile
from handrail.gate.row_security import ACTING

BEFORE = f"organisation_id = {ACTING} OR {ACTING} = ANY (partners)"
BY_INDEX = f"organisation_id = {ACTING} OR partners @> ARRAY[{ACTING}]"


def shown(rule: str) -> str:
    return f"ALTER POLICY by_organisation ON casework_case USING ({rule}) WITH CHECK ({rule})"


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("casework", "0014_cases_are_let_go"),
    ]

    operations = [
        IndexBuiltMeanwhile(model_name="case", index=models.Index(fields=["person_id"], name="cases_of_a_person")),
        IndexBuiltMeanwhile(model_name="case", index=GinIndex(fields=["partners"], name="cases_by_partner")),
        migrations.RunSQL(shown(BY_INDEX), shown(BEFORE)),
    ]
