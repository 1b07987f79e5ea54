"""The history of a case in codes: what happened, when, by whom."""

from handrail.casework.models import Case, CaseEvent
from handrail.gate import Act


def record(act: Act, case: Case, what: str, detail: str = "") -> None:
    """Add a line to the case's history. ``detail`` is a code of the rulebook, never somebody's words."""
    CaseEvent.objects.create(
        case=case, organisation_id=act.organisation, at=act.now, what=what, detail=detail, by=act.by.id
    )
