"""Questions that nobody will answer any more: their case is closed, or who asked or was asked has left its team.

Each is taken back in its asker's name. Whoever closes the case learns of no question between two others.
"""

from uuid import UUID

from handrail.casework.models import Case
from handrail.gate import Act
from handrail.questions import putting, rules
from handrail.questions.models import Question
from handrail.questions.replies import take_back


def case_closed(act: Act, case: Case) -> None:
    """Nobody owes an answer about a case that is closed."""
    for asker in case.partners:
        for question in _open(act, case, asker):
            take_back(act, question)


def left_team(act: Act, case: Case, organisation: UUID) -> None:
    """What ``organisation`` asked is taken back, and what it was asked by those who have not told it of the person."""
    for question in _open(act, case, organisation):
        take_back(act, question)
    for asker in case.partners:
        if organisation not in putting.knowing(act, case, asker):
            for question in _open(act, case, asker, asked_of=organisation):
                take_back(act, question)
                putting.owe_outcome(act, question)


def _open(act: Act, case: Case, asker: UUID, **narrower: UUID) -> list[Question]:
    with act.deliver_to(asker):
        found = Question.objects.filter(case=case, organisation_id=asker, state__in=rules.OPEN, **narrower)
        return list(found.select_for_update(of=("self",), no_key=True).order_by("id"))
