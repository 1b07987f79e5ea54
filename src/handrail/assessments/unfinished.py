"""An assessment that was begun is finished, while its case is open: that is due from whoever coordinates it."""

from handrail import duties
from handrail.assessments.models import Assessment, AssessmentState
from handrail.casework.models import Case
from handrail.gate import Act

FINISH = "finish_assessment"


def owe(act: Act, case: Case, assessment: Assessment) -> None:
    """Make it due in the organisation that leads the case."""
    with act.deliver_to(case.organisation_id):
        duties.raise_about(
            act,
            case,
            organisation=case.organisation_id,
            kind=FINISH,
            role="case_coordinator",
            subject=("Assessment", assessment.id),
        )


def finished(act: Act, assessment: Assessment) -> None:
    """It was released."""
    duties.complete(act, subject=("Assessment", assessment.id), kind=FINISH)


def discarded(act: Act, assessment: Assessment) -> None:
    """It was thrown away: there is nothing to finish."""
    with act.deliver_to(assessment.organisation_id):
        duties.cancel(act, subject=("Assessment", assessment.id), kind=FINISH)


def let_be(act: Act, case: Case) -> None:
    """The case closed: what is unfinished stays as it is, and nobody is reminded of it."""
    for assessment in _unfinished(case):
        duties.cancel(act, subject=("Assessment", assessment.id), kind=FINISH)


def take_up(act: Act, case: Case) -> None:
    """The case was opened again: what was left unfinished is due again."""
    for assessment in _unfinished(case):
        owe(act, case, assessment)


def _unfinished(case: Case) -> list[Assessment]:
    return list(Assessment.objects.filter(case=case, state__in=(AssessmentState.DRAFT, AssessmentState.PROPOSED)))
