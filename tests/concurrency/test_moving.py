"""Two people at once where a case moves: one of them wins, nothing is doubled, and the other is told."""

from functools import partial
from uuid import UUID

import pytest

from handrail.casework.actions import challenging, handing_over, planning, reviewing
from handrail.casework.models import Case, Risk, RiskOwnership, SupportAction, Transfer
from handrail.casework.transfer_rules import FinishFirst
from handrail.gate import Conflict, GateError, RuleBroken
from handrail.sharing.actions import recalling
from handrail.sharing.models import Disclosure, Holding
from tests.at_once import held, row
from tests.harness.databases import Databases
from tests.moving import RECEIVER, accepted, contributed, moving_case, offered, refused, withdrawn
from tests.nominating import acting_for
from tests.owning import OWNER
from tests.working import COORDINATOR, SUPPORT, planned
from tests.worlds import World

TRANSFER, CASE = row("casework_transfer"), row("casework_case")


@pytest.fixture
def case(pilot: World) -> UUID:
    return moving_case(pilot, partners=("nhs",))


def led_there(pilot: World) -> list[UUID]:
    """The cases that the other council leads."""
    with acting_for(pilot.organisation(RECEIVER)):
        return list(Case.objects.filter(organisation_id=pilot.organisation(RECEIVER)).values_list("id", flat=True))


def state_here(pilot: World, case: UUID) -> tuple[str, str]:
    """How the old case and its offer stand."""
    with acting_for(pilot.organisation("council")):
        return Case.objects.get(pk=case).state, Transfer.objects.get(case_id=case).state


def one_owner(pilot: World) -> bool:
    """Whether every open risk that the police own has exactly one open stretch of ownership, theirs."""
    with acting_for(pilot.organisation("force")):
        risks = list(Risk.objects.filter(state="open"))
        stretches = RiskOwnership.objects.filter(during__upper_inf=True)
        return sorted(each.id for each in risks) == sorted(stretches.values_list("risk_id", flat=True))


def test_two_acceptances_at_once_make_one_case(pilot: World, databases: Databases, case: UUID) -> None:
    transfer = offered(pilot, case)
    with held(databases, TRANSFER, transfer) as hold:
        first, second = hold.race(lambda: accepted(pilot, transfer), lambda: accepted(pilot, transfer))
    assert first == second
    assert led_there(pilot) == [first]
    with acting_for(pilot.organisation(RECEIVER)):
        assert Disclosure.objects.filter(recipient_id=pilot.organisation(RECEIVER)).count() == 1
    assert one_owner(pilot)


@pytest.mark.parametrize("accepts_first", [True, False])
def test_a_case_that_is_taken_back_while_it_is_accepted_is_in_one_place(
    pilot: World, databases: Databases, case: UUID, *, accepts_first: bool
) -> None:
    transfer = offered(pilot, case)
    calls = [lambda: accepted(pilot, transfer), lambda: withdrawn(pilot, transfer)]
    with held(databases, TRANSFER, transfer) as hold:
        answers = hold.race(*(calls if accepts_first else reversed(calls)))
    assert isinstance(answers[1], RuleBroken)
    if accepts_first:
        assert (state_here(pilot, case), led_there(pilot)) == (("closed", "accepted"), [answers[0]])
    else:
        assert (state_here(pilot, case), led_there(pilot)) == (("open", "withdrawn"), [])
    assert one_owner(pilot)


def test_accepting_and_refusing_at_once_is_one_answer(pilot: World, databases: Databases, case: UUID) -> None:
    transfer = offered(pilot, case)
    with held(databases, TRANSFER, transfer) as hold:
        first, second = hold.race(lambda: refused(pilot, transfer), lambda: accepted(pilot, transfer))
    assert first is None
    assert isinstance(second, RuleBroken | Conflict)
    assert (state_here(pilot, case), led_there(pilot)) == (("open", "refused"), [])


@pytest.mark.parametrize("accepts_first", [True, False])
def test_a_case_is_not_closed_over_the_head_of_whoever_accepts_it(
    pilot: World, databases: Databases, case: UUID, *, accepts_first: bool
) -> None:
    transfer = offered(pilot, case)

    def close() -> None:
        reviewing.close(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, reason="needs_met", note="Well.")

    calls = [lambda: accepted(pilot, transfer), close]
    with held(databases, CASE, case) as hold:
        answers = hold.race(*(calls if accepts_first else reversed(calls)))
    (closed,) = [each for each in answers if isinstance(each, GateError)]
    assert isinstance(closed, RuleBroken)
    assert (state_here(pilot, case), len(led_there(pilot))) == (("closed", "accepted"), 1)


@pytest.mark.parametrize("accepts_first", [True, False])
def test_an_item_that_is_recalled_while_the_case_is_accepted_is_left_nowhere(
    pilot: World, databases: Databases, case: UUID, *, accepts_first: bool
) -> None:
    item = contributed(pilot, "school")
    transfer = offered(pilot, case, items=(item,))
    contact = pilot.actor("single_point_of_contact@council")

    def recall() -> int:
        return recalling.recall(by=contact, purpose=SUPPORT, item=item, reason="inaccurate")

    calls = [lambda: accepted(pilot, transfer), recall]
    with held(databases, row("sharing_holding"), item) as hold:
        answers = hold.race(*(calls if accepts_first else reversed(calls)))
    assert not [each for each in answers if isinstance(each, GateError)]
    with acting_for(pilot.organisation(RECEIVER)):
        states = list(Holding.objects.filter(item=item).values_list("state", flat=True))
    assert states == (["recalled"] if accepts_first else [])


def test_a_risk_that_is_handed_over_while_its_case_moves_has_one_owner(
    pilot: World, databases: Databases, case: UUID
) -> None:
    with acting_for(pilot.organisation("force")):
        risk = Risk.objects.get(case_id=case).id
    made = handing_over.offer(
        by=pilot.actor(OWNER["force"]), purpose=SUPPORT, risk=risk, to=pilot.organisation("force"),
        to_member=pilot.member("second_risk_owner@force"), reason="share_of_work", words="Her area now.",
    )  # fmt: skip
    transfer = offered(pilot, case)
    second = pilot.actor("second_risk_owner@force")
    with held(databases, row("casework_risk"), risk) as hold:
        answers = hold.race(
            lambda: accepted(pilot, transfer),
            lambda: handing_over.accept(by=second, purpose=SUPPORT, risk=risk, offer=made),
        )
    assert isinstance(answers[1], GateError)
    assert one_owner(pilot)
    with acting_for(pilot.organisation("force")):
        (going_on,) = Risk.objects.filter(state="open")
        assert (going_on.continues_id, going_on.owner_member_id) == (risk, pilot.member(OWNER["force"]))


@pytest.fixture
def support(pilot: World, case: UUID) -> UUID:
    """Support that somebody is giving in the case."""
    action = planned(pilot, case)
    planning.start(by=pilot.actor(OWNER["council"]), purpose=SUPPORT, support_action=action)
    return action


def test_support_that_is_given_while_the_case_moves_is_not_owed_again(
    pilot: World, databases: Databases, case: UUID, support: UUID
) -> None:
    transfer = offered(pilot, case)
    complete = partial(
        planning.complete, by=pilot.actor(OWNER["council"]), purpose=SUPPORT, support_action=support, outcome="A home."
    )
    with held(databases, row("casework_supportaction"), support) as hold:
        hold.race(complete, lambda: accepted(pilot, transfer))
    with acting_for(pilot.organisation("council")):
        assert SupportAction.objects.get(pk=support).state == "done"
    with acting_for(pilot.organisation(RECEIVER)):
        assert not SupportAction.objects.exists()


def test_a_case_does_not_move_over_the_word_that_support_asks_to_watch_somebody(
    pilot: World, databases: Databases, case: UUID, support: UUID
) -> None:
    transfer = offered(pilot, case)
    flag = partial(
        challenging.asks_to_watch, by=pilot.actor(OWNER["council"]), purpose=SUPPORT, support_action=support,
        words="It asks me to say who visits.",
    )  # fmt: skip
    with held(databases, row("casework_supportaction"), support) as hold:
        _, moved = hold.race(flag, lambda: accepted(pilot, transfer))
    assert isinstance(moved, FinishFirst)
    with acting_for(pilot.organisation("council")):
        assert SupportAction.objects.get(pk=support).state == "stopped"
