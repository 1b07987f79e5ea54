"""A case: opened on what is held, with a risk that somebody owns, needs, a plan, consent, review and closure."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from handrail.casework.actions import consenting, opening, planning, reviewing, teaming
from handrail.casework.queries.cases import case_about, cases, open_case
from handrail.casework.rules import ActionsUnderWay, DateNotAhead, MayNotOwn, NoRisk, NotInCatalogue, NotInTeam
from handrail.gate import Conflict, NotFound, Refused, RuleBroken
from tests.working import COORDINATOR, REVIEW_ON, SUPPORT, disclosed, opened, planned, police_risk, says
from tests.worlds import World


def test_it_works(pilot: World) -> None:
    given = disclosed(pilot, "council")["council"]
    case = opened(pilot, given, draws_on=given.items[:1])

    page = open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case)

    (risk,) = page.risks
    assert risk.owner.organisation == pilot.organisation("force")
    assert risk.description == "He spoke of going back to old friends."
    assert page.told is False
    assert [row.id for row in cases(by=pilot.actor(COORDINATOR), purpose=SUPPORT)] == [case]
    assert case_about(by=pilot.actor(COORDINATOR), purpose=SUPPORT, person=given.person) == case


def test_a_case_needs_a_risk(pilot: World) -> None:
    given = disclosed(pilot, "council")["council"]
    with pytest.raises(NoRisk):
        opening.open_case(
            by=pilot.actor(COORDINATOR),
            purpose=SUPPORT,
            person=given.person,
            police=pilot.organisation("force"),
            risks=(),
            review_on=REVIEW_ON,
        )


def test_a_person_has_one_open_case_in_an_organisation(pilot: World) -> None:
    given = disclosed(pilot, "council")["council"]
    opened(pilot, given)
    with pytest.raises(Conflict):
        opened(pilot, given)


def test_a_council_can_never_own_a_terrorism_risk(pilot: World) -> None:
    given = disclosed(pilot, "council")["council"]
    case = opened(pilot, given)
    risk = replace(
        police_risk(pilot),
        owner_organisation=pilot.organisation("council"),
        owner_member=pilot.member("single_point_of_contact@council"),
    )
    with pytest.raises(Refused) as caught:
        opening.add_risk(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, risk=risk)
    assert "council-cannot-own-terrorism-risk" in caught.value.rules


def test_a_council_may_own_a_risk_of_homelessness(pilot: World) -> None:
    given = disclosed(pilot, "council")["council"]
    case = opened(pilot, given)
    risk = replace(
        police_risk(pilot),
        kind="homelessness",
        owner_organisation=pilot.organisation("council"),
        owner_member=pilot.member("single_point_of_contact@council"),
    )
    opening.add_risk(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, risk=risk)
    page = open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case)
    assert {card.owner.organisation for card in page.risks} == {
        pilot.organisation("force"),
        pilot.organisation("council"),
    }


def test_nobody_opens_a_case_about_somebody_whom_they_hold_nothing_about(pilot: World) -> None:
    given = disclosed(pilot, "nhs")["nhs"]
    with pytest.raises(NotFound):
        opened(pilot, given)
    with pytest.raises(NotFound):
        opened(pilot, replace(given, person=uuid4()))


def test_another_council_sees_the_same_as_if_the_case_did_not_exist(pilot: World) -> None:
    case = opened(pilot, disclosed(pilot, "council")["council"])
    stranger = pilot.actor("case_coordinator@second_council")
    for each in (case, uuid4()):
        with pytest.raises(NotFound):
            open_case(by=stranger, purpose=SUPPORT, case=each)
    assert cases(by=stranger, purpose=SUPPORT) == ()


def test_pursuit_staff_have_no_part_in_a_case(pilot: World) -> None:
    case = opened(pilot, disclosed(pilot, "council")["council"])
    with pytest.raises(NotFound):
        open_case(by=pilot.actor("pursuit_officer@force"), purpose="risk_management", case=case)


def test_a_partner_without_the_sources_sees_that_something_was_written_and_not_what(pilot: World) -> None:
    given = disclosed(pilot, "council")["council"]
    case = opened(pilot, given, partners=("housing",))
    planning.add_need(
        by=pilot.actor(COORDINATOR),
        purpose=SUPPORT,
        case=case,
        kind="home",
        strength=False,
        description="She may lose her room this summer.",
        draws_on=given.items,
    )
    teaming.add_member(
        by=pilot.actor(COORDINATOR),
        purpose=SUPPORT,
        case=case,
        member=pilot.member("single_point_of_contact@housing"),
        part="single_point_of_contact",
    )
    mine = open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case)
    theirs = open_case(by=pilot.actor("single_point_of_contact@housing"), purpose=SUPPORT, case=case)
    assert mine.needs[0].description == "She may lose her room this summer."
    assert theirs.needs[0].description is None
    assert theirs.needs[0].kind == "home"


def test_no_programme_contact_is_planned_before_the_person_is_told(pilot: World) -> None:
    case = opened(pilot, disclosed(pilot, "council")["council"], partners=("voluntary",))
    with pytest.raises(Refused) as caught:
        planned(pilot, case, support="mentoring", owner="voluntary", consent="given")
    assert "no-contact-before-told" in caught.value.rules

    consenting.record_told(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, on=date(2025, 6, 1))
    planned(pilot, case, support="mentoring", owner="voluntary", consent="given")


def test_an_ordinary_service_is_planned_whether_or_not_the_person_is_told(pilot: World) -> None:
    case = opened(pilot, disclosed(pilot, "council")["council"])
    action = planned(pilot, case)
    planning.start(by=pilot.actor("single_point_of_contact@council"), purpose=SUPPORT, support_action=action)
    planning.complete(
        by=pilot.actor("single_point_of_contact@council"),
        purpose=SUPPORT,
        support_action=action,
        outcome="She moved in on Monday.",
    )
    (row,) = open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case).plan
    assert (row.state, row.outcome) == ("done", "She moved in on Monday.")


def test_support_outside_the_catalogue_or_from_the_wrong_kind_of_organisation_is_refused(pilot: World) -> None:
    case = opened(pilot, disclosed(pilot, "council")["council"], partners=("housing",))
    with pytest.raises(NotInCatalogue):
        planned(pilot, case, support="watch_the_house")
    with pytest.raises(MayNotOwn):
        planned(pilot, case, support="mental_health_care", owner="housing")
    with pytest.raises(NotInTeam):
        planned(pilot, case, owner="school")


def test_a_review_lies_ahead_and_within_three_months(pilot: World) -> None:
    case = opened(pilot, disclosed(pilot, "council")["council"])
    by = pilot.actor(COORDINATOR)
    reviewing.set_review(by=by, purpose=SUPPORT, case=case, review_on=date(2025, 9, 2))
    for wrong in (date(2025, 6, 2), date(2025, 9, 3)):
        with pytest.raises(DateNotAhead):
            reviewing.set_review(by=by, purpose=SUPPORT, case=case, review_on=wrong)


def test_a_case_closes_with_a_reason_when_nothing_is_under_way(pilot: World) -> None:
    case = opened(pilot, disclosed(pilot, "council")["council"])
    action = planned(pilot, case)
    by = pilot.actor(COORDINATOR)
    with pytest.raises(ActionsUnderWay):
        reviewing.close(by=by, purpose=SUPPORT, case=case, reason="needs_met", note="She is settled.")
    planning.cancel(by=by, purpose=SUPPORT, support_action=action)
    with pytest.raises(NotInCatalogue):
        reviewing.close(by=by, purpose=SUPPORT, case=case, reason="tired", note="She is settled.")
    reviewing.close(by=by, purpose=SUPPORT, case=case, reason="needs_met", note="She is settled.")
    page = open_case(by=by, purpose=SUPPORT, case=case)
    assert (page.state, page.closure_reason, page.closure_note) == ("closed", "needs_met", "She is settled.")
    with pytest.raises(RuleBroken):
        reviewing.close(by=by, purpose=SUPPORT, case=case, reason="needs_met", note="Again.")


def test_when_the_person_changes_their_mind_programme_support_cannot_start(pilot: World) -> None:
    case = opened(pilot, disclosed(pilot, "council")["council"], partners=("voluntary",))
    by = pilot.actor(COORDINATOR)
    consenting.record_told(by=by, purpose=SUPPORT, case=case, on=date(2025, 6, 1))
    says(pilot, case, "give")
    action = planned(pilot, case, support="mentoring", owner="voluntary", consent="given")
    says(pilot, case, "withdraw")
    with pytest.raises(Refused) as caught:
        planning.start(by=pilot.actor("single_point_of_contact@voluntary"), purpose=SUPPORT, support_action=action)
    assert "support-needs-consent" in caught.value.rules
