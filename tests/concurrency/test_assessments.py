"""Several professionals at one assessment at the same moment: nobody's words are lost, and none is released twice."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest

from handrail.assessments.actions import judging, releasing
from handrail.assessments.models import Assessment, Judgement
from handrail.gate import Conflict, RuleBroken
from tests.assessing import CHAIR, FORM, HOUSING, judged, seen, started, summed_up
from tests.at_once import held, row
from tests.harness.databases import Databases
from tests.nominating import acting_for
from tests.working import COORDINATOR, SUPPORT, disclosed, opened
from tests.worlds import World

SECOND = "second_coordinator@council"
TABLE = "assessments_assessment"


@pytest.fixture
def case(pilot: World) -> UUID:
    return opened(pilot, disclosed(pilot, "council")["council"], partners=("housing",))


def judge(pilot: World, assessment: UUID, factor: str, who: str) -> Callable[[], object]:
    return partial(judged, pilot, assessment, factor, who=who, words=f"Written by {who}.")


def release(pilot: World, assessment: UUID, who: str) -> Callable[[], object]:
    return partial(releasing.release, by=pilot.actor(who), purpose=SUPPORT, assessment=assessment)


def test_of_two_who_judge_one_factor_the_second_is_told(pilot: World, databases: Databases, case: UUID) -> None:
    assessment = started(pilot, case)
    with held(databases, row(TABLE), assessment) as hold:
        first, second = hold.race(
            judge(pilot, assessment, "settled_home", COORDINATOR), judge(pilot, assessment, "settled_home", HOUSING)
        )
    assert isinstance(first, UUID)
    assert isinstance(second, Conflict)
    card = seen(pilot, assessment).of("settled_home")
    assert card is not None
    assert card.said is not None
    assert card.said.words == f"Written by {COORDINATOR}."


def test_two_who_judge_different_factors_do_not_disturb_each_other(
    pilot: World, databases: Databases, case: UUID
) -> None:
    assessment = started(pilot, case)
    with held(databases, row(TABLE), assessment) as hold:
        answers = hold.race(
            judge(pilot, assessment, "settled_home", COORDINATOR), judge(pilot, assessment, "family_ties", HOUSING)
        )
    assert all(isinstance(answer, UUID) for answer in answers)
    with acting_for(pilot.organisation("council")):
        assert Judgement.objects.filter(assessment_id=assessment, current=True).count() == 2


def test_what_is_judged_while_it_is_released_is_in_it_or_refused(
    pilot: World, databases: Databases, case: UUID
) -> None:
    assessment = started(pilot, case)
    judged(pilot, assessment)
    summed_up(pilot, assessment)
    with held(databases, row(TABLE), assessment) as hold:
        released_first, judged_late = hold.race(
            release(pilot, assessment, CHAIR), judge(pilot, assessment, "family_ties", HOUSING)
        )
    assert released_first is None
    assert isinstance(judged_late, RuleBroken)
    with acting_for(pilot.organisation("council")):
        assert not Judgement.objects.filter(assessment_id=assessment, released=False).exists()


def test_of_two_who_release_one_does(pilot: World, databases: Databases, case: UUID) -> None:
    assessment = started(pilot, case)
    summed_up(pilot, assessment)
    with held(databases, row(TABLE), assessment) as hold:
        first, second = hold.race(release(pilot, assessment, CHAIR), release(pilot, assessment, SECOND))
    assert first is None
    assert isinstance(second, RuleBroken)


def test_of_two_who_start_one_does(pilot: World, databases: Databases, case: UUID) -> None:
    def start(who: str) -> Callable[[], object]:
        return partial(judging.start, by=pilot.actor(who), purpose=SUPPORT, case=case, instrument=FORM)

    with held(databases, row("casework_case"), case) as hold:
        first, second = hold.race(start(COORDINATOR), start(HOUSING))
    assert isinstance(first, UUID)
    assert isinstance(second, RuleBroken | Conflict)
    with acting_for(pilot.organisation("council")):
        assert Assessment.objects.filter(case_id=case).count() == 1
