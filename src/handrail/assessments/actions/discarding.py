"""Throwing away a draft that nobody needs, without leaving words about a person behind."""

from uuid import UUID

from handrail import duties, gate, provenance
from handrail.assessments import unfinished
from handrail.assessments.models import Judgement, Wording
from handrail.assessments.resources import ASSESSMENT
from handrail.assessments.rules import ASSESSMENT as STATES
from handrail.assessments.rules import OthersJudged
from handrail.assessments.sources import KIND
from handrail.casework import history
from handrail.gate import Actor, action


@action("assessment.discard", resource=ASSESSMENT)
def discard(*, by: Actor, purpose: str, assessment: UUID) -> None:
    """Delete a draft with everything that was judged in it; the ledger, and a line of the case's history, remain.

    Raises :class:`OthersJudged` where anybody but the actor has judged in it.
    """
    act = gate.current()
    found = act.resource(ASSESSMENT)
    STATES.next(found.state, "discard")
    judgements = Judgement.objects.filter(assessment=found)
    if judgements.exclude(judged_by=act.by.id).exists():
        raise OthersJudged
    unfinished.discarded(act, found)
    gone = list(judgements.values_list("id", flat=True))
    with act.deliver_to(found.organisation_id):
        provenance.forget(KIND, gone)
        for judgement in gone:
            duties.cancel(act, subject=(KIND, judgement), kind="review_judgement")
        Wording.objects.filter(assessment_id=found.id).delete()
    history.record(act, found.case, "assessment_discarded", found.instrument)
    act.note(instrument=found.instrument, judgements=len(gone))
    found.delete()
