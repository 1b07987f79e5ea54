"""Two people at one question, or at one limit, at the same moment."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from handrail.gate import Conflict, Refused, RuleBroken
from handrail.questions import rules
from handrail.questions.actions import answering, asking
from handrail.sharing.models import Holding
from tests.asking import WHY, case_with, put, release_answer, write_answer
from tests.asking import row as row_of
from tests.at_once import held, row
from tests.flow.test_fishing_for_a_whole_record import HOUSING
from tests.harness.databases import Databases
from tests.nominating import acting_for
from tests.working import COORDINATOR, SUPPORT
from tests.worlds import World

SECOND_COORDINATOR, CONTACT, SECOND = (
    "second_coordinator@council", "single_point_of_contact@housing", "second_contact@housing",
)  # fmt: skip


def ask(pilot: World, case: UUID, code: str, who: str) -> Callable[[], object]:
    return partial(
        asking.ask,
        by=pilot.actor(who),
        purpose=SUPPORT,
        case=case,
        asked_of=pilot.organisation("housing"),
        code=code,
        necessity=WHY,
    )


def withdraw(pilot: World, question: UUID) -> Callable[[], object]:
    return partial(asking.withdraw, by=pilot.actor(COORDINATOR), purpose=SUPPORT, question=question)


def given(pilot: World) -> int:
    """How many answers the asker holds."""
    with acting_for(pilot.organisation("council")):
        return Holding.objects.filter(disclosure__kind="answer").count()


def test_two_coordinators_don_t_go_past_the_limit_together(pilot: World, databases: Databases) -> None:
    case = case_with(pilot, "housing")
    for code in HOUSING[:-1]:
        put(pilot, case, "housing", code)
    with held(databases, row("casework_case"), case) as hold:
        one, other = hold.race(
            ask(pilot, case, HOUSING[-1], COORDINATOR), ask(pilot, case, "housing_help_open", SECOND_COORDINATOR)
        )
    assert not isinstance(one, Exception)
    assert isinstance(other, rules.TooManyOpen)


def test_the_same_question_is_put_once(pilot: World, databases: Databases) -> None:
    case = case_with(pilot, "housing")
    with held(databases, row("casework_case"), case) as hold:
        one, other = hold.race(
            ask(pilot, case, "home_settled", COORDINATOR), ask(pilot, case, "home_settled", SECOND_COORDINATOR)
        )
    assert not isinstance(one, Exception)
    assert isinstance(other, rules.AskedAlready)


def test_a_question_taken_back_while_its_answer_is_released_is_one_or_the_other(
    pilot: World, databases: Databases
) -> None:
    case = case_with(pilot, "housing", told=("housing",))
    question = put(pilot, case, "housing", "home_settled")
    decision = write_answer(pilot, question, "housing")
    with held(databases, row("questions_question"), question) as hold:
        taken_back, released = hold.race(withdraw(pilot, question), partial(release_answer, pilot, decision, SECOND))
    assert row_of(pilot, question).state == "withdrawn"
    assert taken_back is None
    assert isinstance(released, Refused | RuleBroken | Conflict)
    assert given(pilot) == 0


def test_two_contacts_answer_once(pilot: World, databases: Databases) -> None:
    case = case_with(pilot, "housing", told=("housing",))
    question = put(pilot, case, "housing", "home_settled")
    with held(databases, row("questions_question"), question) as hold:
        one, other = hold.race(
            partial(write_answer, pilot, question, "housing"),
            partial(
                answering.cannot_answer, by=pilot.actor(SECOND), purpose=SUPPORT, question=question, silence="withheld"
            ),
        )
    assert isinstance(one, UUID)
    assert other is None
    release = partial(release_answer, pilot, one, SECOND)
    try:
        release()
    except (Refused, RuleBroken):
        assert given(pilot) == 0
