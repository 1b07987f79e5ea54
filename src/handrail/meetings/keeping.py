"""What was said and decided about a person goes with the record of their case."""

from handrail.casework.models import Case
from handrail.gate import Act
from handrail.meetings.models import (
    AgendaCase,
    AgendaPoint,
    Dissent,
    Invited,
    MeetingAction,
    MeetingDecision,
    Note,
    PaperPart,
)
from handrail.sharing.sealed import empty


def case_let_go(act: Act, case: Case) -> None:
    """The words of each meeting about the case, and of its minutes, are destroyed; that it met and decided stays."""
    items = AgendaCase.objects.filter(case=case).values("id")
    of_the_case = (AgendaPoint, Invited, MeetingAction, MeetingDecision)
    empty(
        *(model.objects.filter(agenda_case__in=items) for model in of_the_case),
        Note.objects.filter(point__agenda_case__in=items),
        Dissent.objects.filter(decision__agenda_case__in=items),
        PaperPart.objects.filter(paper__agenda_case__in=items),
    )
