"""What an originator is asked: the words written from its information, and who would read them."""

from uuid import UUID

from handrail import gate
from handrail.assessments import sources
from handrail.assessments.actions.releasing import common_reader, pieces
from handrail.assessments.models import Assessment, Judgement, Wording
from handrail.assessments.resources import WORDING
from handrail.assessments.values import Piece, WordingPage
from handrail.directory.models import Organisation
from handrail.gate import Act, Actor, query

STEPS = ("agree", "refuse")


@query("wording.open", resource=WORDING)
def open_wording(*, by: Actor, purpose: str, wording: UUID) -> WordingPage:
    """The request, with each judgement's words where the originator holds everything that it rests on."""
    act = gate.current()
    found = act.resource(WORDING)
    with act.deliver_to(found.organisation_id):
        assessment = Assessment.objects.select_related("case").get(pk=found.assessment_id)
    readers = Organisation.objects.filter(pk__in=found.readers).order_by("name").values_list("name", flat=True)
    return WordingPage(
        id=found.id,
        person=found.person_id,
        reference=found.reference,
        programme=found.programme,
        marking=found.marking,
        organisation=found.organisation.name,
        instrument=assessment.instrument,
        version=assessment.instrument_version,
        readers=tuple(readers),
        pieces=_pieces(act, found, assessment),
        state=found.state,
        asked_at=found.asked_at,
        steps=tuple(step for step in STEPS if found.state == "asked" and act.allows(f"wording.{step}", WORDING, found)),
    )


def _pieces(act: Act, wording: Wording, assessment: Assessment) -> tuple[Piece, ...]:
    ids = pieces(wording)
    may = common_reader(act, wording, ids)
    with act.deliver_to(wording.organisation_id):
        rows = list(Judgement.objects.filter(pk__in=ids).select_related("organisation").order_by("judged_at"))
    said = sources.unsealed(act, assessment, [row for row in rows if may[row.id]])
    return tuple(Piece(row.factor, said.get(row.id), row.organisation.name, row.judged_at) for row in rows)
