"""What was judged goes with the record of its case."""

from handrail.assessments.models import Assessment, Judgement, Wording
from handrail.casework.models import Case
from handrail.gate import Act
from handrail.sharing.sealed import empty


def case_let_go(act: Act, case: Case) -> None:
    """The words of each judgement, and why an originator refused its wording, are destroyed."""
    assessments = Assessment.objects.filter(case=case).values("id")
    empty(Judgement.objects.filter(assessment__in=assessments), Wording.objects.filter(assessment_id__in=assessments))
