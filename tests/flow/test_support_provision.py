"""Who gives support, what it costs and who pays; a provider that said no; a funding line that lapses."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from handrail import duties
from handrail.casework.actions import declining, planning, providing
from handrail.casework.actions.lapsing import funding_lapsed, unfunded
from handrail.casework.actions.providing import Provision, TooMuch, TwoProviders
from handrail.casework.queries.cases import open_case
from handrail.casework.rules import DateNotPast, NotInCatalogue
from handrail.casework.values import SupportRow
from handrail.directory.models import FundingLine
from handrail.directory.services import service as service_of
from handrail.gate import NotFound, Refused, RuleBroken, clock
from handrail.services.rules import NotListed
from handrail.upkeep.sweep import sweep_organisation
from tests.acting import act_as
from tests.directories import bring, listed, service
from tests.working import COORDINATOR, SUPPORT, disclosed, opened, planned, says, told
from tests.worlds import NOW, PILOT_ENDS, World

CONTACT = "single_point_of_contact@council"
FLAT_HUNT = service("Flat Hunt")


def line(pilot: World) -> UUID:
    """The one funding line of the pilot's agreement: it pays the council."""
    with act_as(pilot, "centre_lead@council"):
        return FundingLine.objects.get().id


def lapse(pilot: World) -> None:
    """The line that pays the council lapses."""
    with act_as(pilot, "centre_lead@council"):
        FundingLine.objects.update(state="lapsed")


def case_of(pilot: World, *partners: str) -> UUID:
    return opened(pilot, disclosed(pilot, "council")["council"], partners=partners)


def row_of(pilot: World, case: UUID, who: str = COORDINATOR) -> SupportRow:
    """The one support action of the plan, as a member sees it."""
    (row,) = open_case(by=pilot.actor(who), purpose=SUPPORT, case=case).plan
    return row


def estimate(pilot: World, support: UUID, pence: int | None, paid_by: UUID | None, who: str = COORDINATOR) -> None:
    providing.estimate(
        by=pilot.actor(who), purpose=SUPPORT, support_action=support, estimate_pence=pence, funded_by=paid_by
    )


def waiting(pilot: World, who: str) -> list[str]:
    """The kinds of what waits for a member."""
    shown = duties.waiting_for(by=pilot.actor(who), purpose=SUPPORT)
    groups = (shown.today_and_late, shown.this_week, shown.later)
    return [due.kind for group in groups for due in group.duties if due.kind == "settle_funding"]


def test_it_works(pilot: World) -> None:
    bring(pilot, FLAT_HUNT)
    chosen = listed(pilot).rows[0].id
    case = case_of(pilot)
    planning.plan(
        by=pilot.actor(COORDINATOR),
        purpose=SUPPORT,
        case=case,
        support="housing_advice",
        owner=pilot.organisation("council"),
        owner_member=None,
        due_on=date(2025, 7, 1),
        objective="A home of her own that she can keep.",
        provision=Provision(service=chosen, estimate_pence=12_550, funded_by=line(pilot)),
    )
    given = row_of(pilot, case).provided
    assert (given.service_name, given.estimate_pence) == ("Flat Hunt", 12_550)
    assert given.payer == "Department for Communities: One support worker"
    assert (given.funding, given.funding_ends_on, given.funding_over) == ("confirmed", PILOT_ENDS, False)


def test_a_provider_that_is_in_no_directory_is_named(pilot: World) -> None:
    case = case_of(pilot)
    support = planned(pilot, case)
    providing.choose_provider(
        by=pilot.actor(CONTACT), purpose=SUPPORT, support_action=support, provider=" Mrs Bell’s lodgings "
    )
    assert row_of(pilot, case).provided.provider == "Mrs Bell’s lodgings"


def test_whoever_may_not_read_the_words_is_not_told_the_name(pilot: World) -> None:
    given = disclosed(pilot, "council")["council"]
    case = opened(pilot, given, partners=("housing",))
    planning.plan(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, support="housing_advice",
        owner=pilot.organisation("council"), owner_member=None, due_on=date(2025, 7, 1), objective="A home.",
        draws_on=given.items, provision=Provision(provider="Mrs Bell"),
    )  # fmt: skip
    assert row_of(pilot, case).provided.provider == "Mrs Bell"
    assert row_of(pilot, case, "single_point_of_contact@housing").provided.provider is None


def test_a_service_that_has_ended_is_not_chosen(pilot: World) -> None:
    bring(pilot, FLAT_HUNT)
    chosen = listed(pilot).rows[0].id
    bring(pilot)
    support = planned(pilot, case_of(pilot))
    with pytest.raises(NotListed):
        providing.choose_provider(by=pilot.actor(COORDINATOR), purpose=SUPPORT, support_action=support, service=chosen)


def test_support_has_one_provider(pilot: World) -> None:
    bring(pilot, FLAT_HUNT)
    support = planned(pilot, case_of(pilot))
    with pytest.raises(TwoProviders):
        providing.choose_provider(
            by=pilot.actor(COORDINATOR), purpose=SUPPORT, support_action=support,
            service=listed(pilot).rows[0].id, provider="Mrs Bell",
        )  # fmt: skip


def test_a_provider_that_said_no_shows_until_another_is_chosen(pilot: World) -> None:
    case = case_of(pilot)
    support = planned(pilot, case)
    by = pilot.actor(CONTACT)
    providing.choose_provider(by=by, purpose=SUPPORT, support_action=support, provider="Mrs Bell")
    providing.provider_declined(
        by=by, purpose=SUPPORT, support_action=support, on=date(2025, 6, 1), reason="no_capacity"
    )
    given = row_of(pilot, case).provided
    assert (given.declined_because, given.declined_on) == ("no_capacity", date(2025, 6, 1))

    providing.choose_provider(by=by, purpose=SUPPORT, support_action=support, provider="Mr Booth")
    assert row_of(pilot, case).provided.declined_because == ""


def test_nobody_says_no_before_anybody_was_asked(pilot: World) -> None:
    support = planned(pilot, case_of(pilot))
    with pytest.raises(RuleBroken, match="Nobody was chosen"):
        providing.provider_declined(
            by=pilot.actor(CONTACT), purpose=SUPPORT, support_action=support, on=date(2025, 6, 1), reason="not_ours"
        )


def test_a_no_has_a_reason_of_the_rulebook_and_is_not_in_the_future(pilot: World) -> None:
    support = planned(pilot, case_of(pilot))
    by = pilot.actor(CONTACT)
    providing.choose_provider(by=by, purpose=SUPPORT, support_action=support, provider="Mrs Bell")
    for on, reason, wrong in (
        (date(2025, 6, 1), "did_not_fancy_it", NotInCatalogue),
        (date(2025, 6, 3), "no_capacity", DateNotPast),
    ):
        with pytest.raises(wrong):
            providing.provider_declined(by=by, purpose=SUPPORT, support_action=support, on=on, reason=reason)


def test_an_estimate_is_an_amount_that_can_be_meant(pilot: World) -> None:
    support = planned(pilot, case_of(pilot))
    for pence in (-1, providing.MOST_PENCE + 1):
        with pytest.raises(TooMuch):
            estimate(pilot, support, pence, None)


def test_a_line_pays_an_organisation_of_the_team(pilot: World) -> None:
    with act_as(pilot, "centre_lead@council"):
        FundingLine.objects.update(payee_id=pilot.organisation("school"))
    support = planned(pilot, case_of(pilot))
    with pytest.raises(NotInCatalogue):
        estimate(pilot, support, 100, line(pilot))


def test_only_who_leads_and_who_owns_it_say_what_it_costs(pilot: World) -> None:
    case = case_of(pilot, "housing")
    support = planned(pilot, case)
    with pytest.raises(Refused):
        estimate(pilot, support, 100, None, who="single_point_of_contact@housing")
    with pytest.raises(NotFound):
        estimate(pilot, support, 100, None, who="single_point_of_contact@second_council")
    estimate(pilot, support, 100, None, who=CONTACT)
    assert row_of(pilot, case).provided.estimate_pence == 100


@pytest.mark.parametrize("how", ["it is cancelled", "its owner cannot give it", "the person says no"])
def test_nobody_is_asked_who_pays_for_support_that_is_over(pilot: World, how: str) -> None:
    case = case_of(pilot, "voluntary")
    told(pilot, case)
    says(pilot, case, "give")
    support = planned(pilot, case, support="mentoring", owner="voluntary", consent="given")
    estimate(pilot, support, 90_000, line(pilot))
    lapse(pilot)
    sweep_organisation(pilot.organisation("council"))
    assert waiting(pilot, COORDINATOR) == ["settle_funding"]
    if how == "it is cancelled":
        planning.cancel(by=pilot.actor(COORDINATOR), purpose=SUPPORT, support_action=support)
    elif how == "the person says no":
        says(pilot, case, "withdraw")
    else:
        by = pilot.actor("single_point_of_contact@voluntary")
        declining.cannot_do(by=by, purpose=SUPPORT, support_action=support, reason="moved_away")
    assert waiting(pilot, COORDINATOR) == waiting(pilot, "single_point_of_contact@voluntary") == []


def test_support_does_not_peter_out_when_its_money_lapses(pilot: World) -> None:
    """The mentor’s post was not renewed, nobody told the coordinator, and the visits stopped."""
    case = case_of(pilot, "housing")
    support = planned(pilot, case, owner="housing")
    estimate(pilot, support, 90_000, line(pilot))
    sweep_organisation(pilot.organisation("council"))
    assert waiting(pilot, COORDINATOR) == []

    lapse(pilot)
    assert row_of(pilot, case).provided.funding_over
    sweep_organisation(pilot.organisation("council"))
    sweep_organisation(pilot.organisation("council"))
    assert waiting(pilot, COORDINATOR) == ["settle_funding"]
    assert waiting(pilot, "single_point_of_contact@housing") == ["settle_funding"]
    assert row_of(pilot, case).state == "planned"

    estimate(pilot, support, 90_000, None)
    assert waiting(pilot, COORDINATOR) == waiting(pilot, "single_point_of_contact@housing") == []


def test_a_line_is_over_the_day_after_its_last(pilot: World) -> None:
    case = case_of(pilot)
    estimate(pilot, planned(pilot, case), 5_000, line(pilot))
    sweeper = service_of("sweep", pilot.organisation("council"))
    with act_as(pilot, "centre_lead@council"):
        FundingLine.objects.update(ends_on=NOW.date())
    assert unfunded(by=sweeper, purpose="administration") == ()
    with clock.at(NOW + timedelta(days=1)):
        assert len(unfunded(by=sweeper, purpose="administration")) == 1


def test_taking_support_off_the_plan_settles_who_pays(pilot: World) -> None:
    support = planned(pilot, case_of(pilot))
    estimate(pilot, support, 5_000, line(pilot))
    lapse(pilot)
    sweep_organisation(pilot.organisation("council"))
    planning.cancel(by=pilot.actor(COORDINATOR), purpose=SUPPORT, support_action=support)
    assert waiting(pilot, COORDINATOR) == []


def test_nobody_is_asked_about_money_that_has_not_ended(pilot: World) -> None:
    support = planned(pilot, case_of(pilot))
    estimate(pilot, support, 5_000, line(pilot))
    sweeper = service_of("sweep", pilot.organisation("council"))
    with pytest.raises(RuleBroken, match="is not over"):
        funding_lapsed(by=sweeper, purpose="administration", support_action=support)
