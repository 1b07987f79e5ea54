"""Row security of assessments: who sees the case sees that something was judged, and a request is between its two."""

from django.db import migrations

from handrail.gate.row_security import ACTING, RowSecurity


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial"), ("casework", "0002_row_security")]

    operations = [
        RowSecurity(
            "assessments_assessment",
            using="EXISTS (SELECT 1 FROM casework_case WHERE casework_case.id = case_id)",
        ),
        RowSecurity(
            "assessments_judgement",
            using="EXISTS (SELECT 1 FROM assessments_assessment AS whole WHERE whole.id = assessment_id)",
        ),
        RowSecurity("assessments_wording", using=f"organisation_id = {ACTING} OR originator_id = {ACTING}"),
    ]
