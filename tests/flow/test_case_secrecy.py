"""What a partner of a case learns, and does not: it was not given everything that the case is drawn from."""

from datetime import date
from uuid import UUID

import pytest

from handrail.casework.actions import opening, planning, reviewing, teaming
from handrail.casework.queries.cases import cases, open_case
from handrail.casework.rules import MayNotJoin, NotInCatalogue
from handrail.casework.values import CasePage
from handrail.sharing.actions import recalling
from tests.nominating import OFFICER, PURPOSE
from tests.working import COORDINATOR, REVIEW_ON, SUPPORT, Given, disclosed, opened, police_risk
from tests.worlds import World

HOUSING = "single_point_of_contact@housing"


def seen(pilot: World, who: str, case: UUID) -> CasePage:
    return open_case(by=pilot.actor(who), purpose=SUPPORT, case=case)


@pytest.fixture
def given(pilot: World) -> Given:
    return disclosed(pilot, "council")["council"]


def plan(pilot: World, case: UUID, given: Given, *, need: UUID | None = None, owner: str = "council") -> UUID:
    return planning.plan(
        by=pilot.actor(COORDINATOR),
        purpose=SUPPORT,
        case=case,
        support="housing_advice",
        owner=pilot.organisation(owner),
        owner_member=None,
        due_on=date(2025, 7, 1),
        objective="Somewhere away from his old friends.",
        need=need,
        draws_on=() if need else given.items[1:2],
    )


def test_a_partner_that_was_given_no_name_learns_no_initials(pilot: World, given: Given) -> None:
    case = opened(pilot, given, partners=("housing",))
    assert seen(pilot, COORDINATOR, case).initials == "A. Y."
    assert seen(pilot, HOUSING, case).initials == ""
    (row,) = cases(by=pilot.actor(HOUSING), purpose=SUPPORT)
    assert row.initials == ""


def test_a_recalled_name_leaves_no_initials_on_the_case(pilot: World, given: Given) -> None:
    case = opened(pilot, given)
    recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=given.items[0], reason="wrong_person")
    assert seen(pilot, COORDINATOR, case).initials == ""


def test_an_objective_is_read_by_those_who_hold_its_sources_and_by_its_owner(pilot: World, given: Given) -> None:
    case = opened(pilot, given, partners=("housing", "voluntary"))
    plan(pilot, case, given, owner="housing")
    objectives = {
        who: seen(pilot, who, case).plan[0].objective
        for who in (COORDINATOR, HOUSING, "single_point_of_contact@voluntary")
    }
    assert objectives == {
        COORDINATOR: "Somewhere away from his old friends.",
        HOUSING: "Somewhere away from his old friends.",
        "single_point_of_contact@voluntary": None,
    }


def test_an_objective_draws_on_what_its_need_draws_on(pilot: World, given: Given) -> None:
    case = opened(pilot, given, partners=("housing",))
    need = planning.add_need(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, kind="home", strength=False,
        description="Old friends come to the door.", draws_on=given.items[1:2],
    )  # fmt: skip
    plan(pilot, case, given, need=need)
    assert seen(pilot, HOUSING, case).plan[0].objective is None


def test_a_closure_note_is_read_by_those_who_hold_everything_that_the_case_leans_on(pilot: World, given: Given) -> None:
    case = opened(pilot, given, partners=("housing",), draws_on=given.items[1:2])
    reviewing.close(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, reason="needs_met", note="His old friends let him be."
    )
    assert seen(pilot, COORDINATOR, case).closure_note == "His old friends let him be."
    assert seen(pilot, HOUSING, case).closure_note is None


def test_a_reopened_case_does_not_keep_its_closure_note(pilot: World, given: Given) -> None:
    case = opened(pilot, given)
    by = pilot.actor(COORDINATOR)
    reviewing.close(by=by, purpose=SUPPORT, case=case, reason="needs_met", note="All is well.")
    reviewing.reopen(by=by, purpose=SUPPORT, case=case, review_on=date(2025, 8, 1))
    assert seen(pilot, COORDINATOR, case).closure_note == ""


@pytest.mark.parametrize("key", ["undecided", "representative", "oversight", "government"])
def test_nobody_joins_who_has_not_accepted_an_agreement_or_is_never_told(pilot: World, given: Given, key: str) -> None:
    case = opened(pilot, given)
    with pytest.raises(MayNotJoin):
        teaming.add_partner(
            by=pilot.actor(COORDINATOR),
            purpose=SUPPORT,
            case=case,
            organisation=pilot.organisation(key),
            why="advises",
        )


def test_nor_is_one_in_the_team_from_the_start(pilot: World, given: Given) -> None:
    with pytest.raises(MayNotJoin):
        opened(pilot, given, partners=("undecided",))


def test_why_each_organisation_joins_is_said_when_the_case_is_opened(pilot: World, given: Given) -> None:
    housing, voluntary = pilot.organisation("housing"), pilot.organisation("voluntary")
    case = open_for(pilot, given, {housing: "already_supports", voluntary: "owns_action"})
    why = {each.id: each.why for each in seen(pilot, COORDINATOR, case).partners}
    assert (why[housing], why[voluntary]) == ("already_supports", "owns_action")
    with pytest.raises(NotInCatalogue):
        open_for(pilot, disclosed(pilot, "council")["council"], {housing: "she knows the family"})


def open_for(pilot: World, given: Given, partners: dict[UUID, str]) -> UUID:
    return opening.open_case(
        by=pilot.actor(COORDINATOR),
        purpose=SUPPORT,
        person=given.person,
        police=pilot.organisation("force"),
        risks=(police_risk(pilot),),
        review_on=REVIEW_ON,
        partners=partners,
    ).case


def test_an_organisation_joins_for_a_reason_of_the_rulebook(pilot: World, given: Given) -> None:
    case = opened(pilot, given)
    with pytest.raises(NotInCatalogue):
        teaming.add_partner(
            by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, organisation=pilot.organisation("housing"),
            why="she knows the family",
        )  # fmt: skip
