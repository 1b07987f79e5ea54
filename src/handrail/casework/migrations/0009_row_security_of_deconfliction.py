"""Row security of what the police were asked and answered, of what a case knows of it, and of objectives.

The answers are seen by the unit that gives them and by nobody else: to every other transaction *held* and *not answered
yet* are the same, because there is nothing to read.
"""

from django.db import migrations

from handrail.gate.row_security import RowSecurity

OF_A_CASE = ("casework_objective", "casework_confirmation")


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_police_confirm_and_the_person_agrees")]

    operations = [
        RowSecurity("casework_deconfliction"),
        *(
            RowSecurity(table, using=f"EXISTS (SELECT 1 FROM casework_case WHERE casework_case.id = {table}.case_id)")
            for table in OF_A_CASE
        ),
    ]
