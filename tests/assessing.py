"""Steps of an assessment, for tests that start somewhere along it. Each goes through the actions, as a page does.

case = opened(pilot, given)
assessment = started(pilot, case)
judged(pilot, assessment, "settled_home", draws_on=given.items[:1])
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from handrail.assessments.actions import judging, releasing
from handrail.assessments.queries.reading import open_assessment
from handrail.assessments.values import AssessmentPage
from handrail.casework.actions import planning
from handrail.gate import clock
from tests.working import COORDINATOR, SUPPORT
from tests.worlds import World

FORM = "needs_and_strengths"
CHAIR = "panel_chair@council"
AUTHORISER = "authoriser@ctu"
HOUSING = "single_point_of_contact@housing"
WORDS = "She may have to leave the friend she stays with."
SUMMARY = "A room of her own would settle most of this."


def started(pilot: World, case: UUID, *, who: str = COORDINATOR, form: str = FORM) -> UUID:
    """A draft of the plain form."""
    return judging.start(by=pilot.actor(who), purpose=SUPPORT, case=case, instrument=form)


def judged(
    pilot: World,
    assessment: UUID,
    factor: str = "settled_home",
    *,
    who: str = COORDINATOR,
    version: int = 0,
    answer: str = "partly",
    confidence: str = "some_grounds",
    words: str = WORDS,
    draws_on: Sequence[UUID] = (),
) -> UUID:
    """One factor judged."""
    return judging.judge(
        by=pilot.actor(who), purpose=SUPPORT, assessment=assessment, factor=factor, version=version, answer=answer,
        confidence=confidence, words=words, draws_on=draws_on,
    )  # fmt: skip


def summed_up(
    pilot: World,
    assessment: UUID,
    *,
    who: str = COORDINATOR,
    version: int = 0,
    words: str = SUMMARY,
    rests_on: Sequence[UUID] = (),
) -> UUID:
    """The whole summed up in words, and who took part."""
    by = pilot.actor(who)
    judging.record_parts(
        by=by, purpose=SUPPORT, assessment=assessment, organisations=[by.organisation], person_part="not_asked"
    )
    return judging.summarise(
        by=by, purpose=SUPPORT, assessment=assessment, version=version, confidence="some_grounds", words=words,
        rests_on=rests_on,
    )  # fmt: skip


def released(pilot: World, assessment: UUID, *, who: str = CHAIR) -> None:
    """Released by somebody other than the author."""
    releasing.release(by=pilot.actor(who), purpose=SUPPORT, assessment=assessment)


def seen(pilot: World, assessment: UUID, who: str = COORDINATOR) -> AssessmentPage:
    """The assessment as ``who`` is given it."""
    return open_assessment(by=pilot.actor(who), purpose=SUPPORT, assessment=assessment)


def one_of_each(pilot: World, case: UUID, items: Sequence[UUID]) -> dict[str, UUID]:
    """A need; an assessment that its originator agreed to and that was released; and a later one, still a draft."""
    need = planning.add_need(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, kind="home", strength=False,
        description="She may lose her room.",
    )  # fmt: skip
    earlier = started(pilot, case)
    judgement = judged(pilot, earlier, draws_on=items)
    summed_up(pilot, earlier)
    (wording,) = releasing.ask(by=pilot.actor(CHAIR), purpose=SUPPORT, assessment=earlier)
    releasing.agree(by=pilot.actor(AUTHORISER), purpose=SUPPORT, wording=wording)
    released(pilot, earlier)
    with clock.at(clock.now() + timedelta(hours=1)):
        assessment = started(pilot, case)
    judged(pilot, assessment, answer="present")
    return {
        "need": need, "earlier": earlier, "judgement": judgement, "wording": wording, "assessment": assessment,
    }  # fmt: skip
