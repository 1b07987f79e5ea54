"""What leans on what, and what is found when an item is withdrawn."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connection
from django.test.utils import CaptureQueriesContext

from handrail import provenance
from handrail.gate import Act, clock
from handrail.provenance.models import DrawsOn, LeaningState
from handrail.provenance.rules import LEANING
from tests.acting import act_as
from tests.worlds import NOW, World

COORDINATOR = "case_coordinator@council"
ORIGINATOR = uuid4()
ITEM, OTHER_ITEM = uuid4(), uuid4()


def draw(act: Act, derived: provenance.Derived, *items: UUID, records: tuple[provenance.Derived, ...] = ()) -> int:
    """Record that a derived record of the acting organisation draws on ``items``."""
    return provenance.record(
        act, organisation=act.organisation, derived=derived, items=dict.fromkeys(items, ORIGINATOR), records=records
    )


def a(kind: str) -> provenance.Derived:
    """A derived record of this kind."""
    return kind, uuid4()


def test_a_judgement_is_found_by_each_of_its_sources(pilot: World) -> None:
    need, risk = a("Need"), a("Risk")
    with act_as(pilot, COORDINATOR) as act:
        assert draw(act, need, ITEM, OTHER_ITEM) == 2
    with clock.at(NOW + timedelta(hours=1)), act_as(pilot, COORDINATOR) as act:
        draw(act, risk, ITEM)
        assert [(each.kind, each.id) for each in provenance.leaning_on(ITEM)] == [need, risk]
        assert [(each.kind, each.id) for each in provenance.leaning_on(OTHER_ITEM)] == [need]
        assert provenance.leaning_on(uuid4()) == ()
        (first, _) = provenance.leaning_on(ITEM)
    assert (first.originator, first.state, first.why) == (ORIGINATOR, "leaning", "")


def test_a_judgement_made_from_judgements_leans_on_their_first_sources(pilot: World) -> None:
    need, assessment, plan = a("Need"), a("Assessment"), a("Plan")
    with act_as(pilot, COORDINATOR) as act:
        draw(act, need, ITEM)
        draw(act, assessment, OTHER_ITEM, records=(need,))
        assert draw(act, plan, records=(assessment,)) == 2
        assert provenance.sources_of("Plan", [plan[1]]) == {plan[1]: frozenset({ITEM, OTHER_ITEM})}


def test_what_is_recorded_twice_is_there_once(pilot: World) -> None:
    need, risk = a("Need"), a("Risk")
    with act_as(pilot, COORDINATOR) as act:
        draw(act, need, ITEM)
        draw(act, need, ITEM)
        draw(act, risk, ITEM, records=(need, need))
        assert DrawsOn.objects.count() == 2


def test_the_sources_of_many_records_take_one_query(pilot: World) -> None:
    needs = [a("Need") for _ in range(5)]
    with act_as(pilot, COORDINATOR) as act:
        for need in needs:
            draw(act, need, ITEM)
        with CaptureQueriesContext(connection) as taken:
            found = provenance.sources_of("Need", [id_ for _, id_ in needs] + [uuid4()])
        assert set(found) == {id_ for _, id_ in needs}
        assert len(taken) == 1


def test_records_of_another_kind_with_the_same_id_are_kept_apart(pilot: World) -> None:
    same = uuid4()
    with act_as(pilot, COORDINATOR) as act:
        draw(act, ("Need", same), ITEM)
        draw(act, ("Risk", same), OTHER_ITEM)
        assert provenance.sources_of("Need", [same]) == {same: frozenset({ITEM})}


def test_a_recall_marks_what_leans_on_it_and_nothing_else(pilot: World) -> None:
    need, risk = a("Need"), a("Risk")
    with act_as(pilot, COORDINATOR) as act:
        draw(act, need, ITEM)
        draw(act, risk, OTHER_ITEM)
        (marked,) = provenance.mark_for_review(act, item=ITEM, why="inaccurate")
        assert (marked.kind, marked.id, marked.state, marked.why, marked.marked_at) == (
            *need, "to_review", "inaccurate", NOW,
        )  # fmt: skip
        assert [each.id for each in provenance.to_review("Need", [need[1]])] == [need[1]]
        assert provenance.to_review("Risk", [risk[1]]) == ()


def test_a_judgement_that_was_looked_at_again_stands(pilot: World) -> None:
    need = a("Need")
    with act_as(pilot, COORDINATOR) as act:
        draw(act, need, ITEM, OTHER_ITEM)
        provenance.mark_for_review(act, item=ITEM, why="inaccurate")
        assert provenance.reviewed(act, derived=need) == 1
        assert provenance.reviewed(act, derived=need) == 0
        assert provenance.to_review("Need", [need[1]]) == ()
        row = DrawsOn.objects.get(item=ITEM)
    assert (row.state, row.reviewed_at, row.reviewed_by) == ("reviewed", NOW, pilot.member(COORDINATOR))


def test_a_second_end_of_the_same_item_marks_it_again(pilot: World) -> None:
    need = a("Need")
    with act_as(pilot, COORDINATOR) as act:
        draw(act, need, ITEM)
        provenance.mark_for_review(act, item=ITEM, why="corrected")
        provenance.reviewed(act, derived=need)
    with clock.at(NOW + timedelta(days=1)), act_as(pilot, COORDINATOR) as act:
        (marked,) = provenance.mark_for_review(act, item=ITEM, why="ran_out")
    assert (marked.state, marked.why, marked.marked_at) == ("to_review", "ran_out", NOW + timedelta(days=1))


def test_an_originator_marks_judgements_in_each_holders_house_and_sees_no_others(pilot: World) -> None:
    need, risk = a("Need"), a("Risk")
    with act_as(pilot, COORDINATOR) as act:
        draw(act, need, ITEM)
    with act_as(pilot, "practitioner@nhs") as act:
        draw(act, risk, ITEM)
    with act_as(pilot, "authoriser@ctu") as act:
        assert provenance.leaning_on(ITEM) == ()
        with act.deliver_to(pilot.organisation("council")):
            marked = provenance.mark_for_review(act, item=ITEM, why="inaccurate")
    assert [(each.kind, each.id) for each in marked] == [need]
    with act_as(pilot, "practitioner@nhs"):
        assert provenance.to_review("Risk", [risk[1]]) == ()


def test_a_judgement_cannot_be_recorded_in_another_house(pilot: World) -> None:
    with act_as(pilot, COORDINATOR) as act, pytest.raises(ProgrammingError, match="row-level security"):
        provenance.record(act, organisation=pilot.organisation("nhs"), derived=a("Need"), items={ITEM: ORIGINATOR})


def test_sources_of_another_houses_records_are_not_taken_over(pilot: World) -> None:
    need, plan = a("Need"), a("Plan")
    with act_as(pilot, COORDINATOR) as act:
        draw(act, need, ITEM)
    with act_as(pilot, "practitioner@nhs") as act:
        assert draw(act, plan, records=(need,)) == 0


def test_only_the_house_that_destroyed_a_judgement_forgets_what_it_drew_on(pilot: World) -> None:
    need, discarded = a("Need"), a("Need")
    with act_as(pilot, COORDINATOR) as act:
        draw(act, need, ITEM)
        draw(act, discarded, ITEM)
    with act_as(pilot, "practitioner@nhs"):
        provenance.forget("Need", [need[1], discarded[1]])
    with act_as(pilot, COORDINATOR):
        provenance.forget("Need", [discarded[1]])
        assert [leaning.id for leaning in provenance.leaning_on(ITEM)] == [need[1]]


def test_the_table_has_every_state_and_an_end_always_leads_to_a_review() -> None:
    assert set(LeaningState.values) == LEANING.states == LEANING.reachable() == set(LEANING.titles)
    assert {LEANING.next(state, "mark") for state in LEANING.states} == {"to_review"}


def test_whose_information_a_judgement_draws_on(pilot: World) -> None:
    need, bare, second = a("Need"), a("Need"), uuid4()
    with act_as(pilot, COORDINATOR) as act:
        items = {ITEM: ORIGINATOR, OTHER_ITEM: second}
        provenance.record(act, organisation=act.organisation, derived=need, items=items)
        assert provenance.originators_of("Need", [need[1], bare[1]]) == {need[1]: {ORIGINATOR, second}}


def test_what_ended_stays_known_after_somebody_looked_again(pilot: World) -> None:
    need = a("Need")
    with act_as(pilot, COORDINATOR) as act:
        draw(act, need, ITEM, OTHER_ITEM)
        assert provenance.ended_under("Need", [need[1]]) == ()
        provenance.mark_for_review(act, item=ITEM, why="wrong_person")
        provenance.reviewed(act, derived=need)
        assert provenance.to_review("Need", [need[1]]) == ()
        (ended,) = provenance.ended_under("Need", [need[1]])
        assert (ended.item, ended.why, ended.state) == (ITEM, "wrong_person", LeaningState.REVIEWED)
